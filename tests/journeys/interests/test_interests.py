"""Somebody wants to apply, and the team helps: on the phones of both."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.domain.eligibility.questions import Answer
from bot.domain.interests.declared import Decision, InterestStep, Way
from bot.domain.screening.trials import pack_answers
from bot.domain.staff.roles import Role, Scope
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.codec import Action, encode
from bot.screens.inbox.actions import ListInbox
from bot.screens.interests.actions import (
    ChooseDecision,
    ChooseWay,
    ConfirmLeaving,
    DecideInterest,
    DeclareInterest,
    LeaveInterest,
    ListCallInterests,
    ListInterestCalls,
    ListInterests,
    MarkInterest,
    OpenInterest,
    OpenOrigin,
    SendInterest,
    SetPhone,
    SetWay,
    ShowInterest,
    ShowPapers,
    TickPaper,
    TryCheck,
    TypePhone,
)
from bot.screens.interests.own import explain_complaint
from bot.screens.privacy.actions import ChoosePasscode, LockNow, SetDiscreet
from bot.screens.rounds.actions import ShowRound
from bot.screens.screening.actions import CheckCall, ShowVerdict, TellWhenFits
from bot.services.case import Case
from bot.services.screening import conversation
from bot.storage.interests.tables import InterestRow
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
NUMBER = re.compile(r"\b[2-9AEKMT]{4}-[2-9AEKMT]{3}\b")
CODE = re.compile(r"\b(?:[2-9AEKMT]{3}-){2}[2-9AEKMT]{3}\b")
CALL = "akt-startup"
MILK = "interdev-tep-milk"
JOINT = "untfhs-cso-joint"
LONGEST_TEXT = 1100


async def declare(phone: Phone, call: str = CALL) -> str:
    """Declare an interest without a check; returns the number that is told."""
    await do(phone, DeclareInterest(call))
    await do(phone, SendInterest(call))
    found = NUMBER.search(phone.text)
    assert found is not None, phone.text
    return found[0]


async def rows(town: Town) -> list[InterestRow]:
    async with town.komshi.database.reading() as uow:
        statement = select(InterestRow).order_by(InterestRow.id)
        return list(await uow._session.scalars(statement))


async def log_of(town: Town) -> list[tuple[str, str]]:
    async with town.komshi.database.reading() as uow:
        return [(line.act, line.subject) for line in reversed(await uow.audit.latest(50))]


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_an_interest_is_declared_found_by_its_number_and_decided(
    town: Town, language: Language
) -> None:
    await town.open_call(CALL)
    besa = await town.person(language)
    arta = await town.colleague(Role.COORDINATOR, language)
    number = await declare(besa)
    await arta.send("/staff")
    assert any("(1)" in label for label in arta.buttons)
    await arta.send("/interests")
    assert town.title(CALL, language) in arta.text
    await arta.send(number.replace("-", " ").lower())
    assert number in arta.text
    (one,) = await rows(town)
    await arta.tap(town.say("Contacted", language))
    await arta.tap(town.say("Has applied", language))
    await arta.tap(town.say("Decided", language))
    await arta.tap(town.say("No money left", language))
    assert town.say("Not this time: more people applied than the money allows.", language) in (
        arta.text
    )
    await arta.tap(town.say("Yes, that is decided", language))
    notice = await besa.wait_for_message()
    assert town.say("There is a decision for you", language) in notice.text
    assert number in notice.text
    assert town.say(explain_complaint().msgid, language) in notice.text
    await besa.tap(town.say("Open", language), notice)
    assert town.say("Not this time: more people applied than the money allows.", language) in (
        besa.text
    )
    await besa.tap(town.say("Write to the team", language))
    assert town.say("Type your question", language) in besa.text
    acts = [act for act, subject in await log_of(town) if f"interest:{one.id}:" in subject]
    assert acts.count("handle_interests") == 3
    assert acts.count("view_interests") >= 3


@pytest.mark.parametrize("language", MAIN)
async def test_telling_the_team_is_confirmed_with_what_happens_next(
    town: Town, language: Language
) -> None:
    await town.open_call(CALL)
    besa = await town.person(language)
    number = await declare(besa)
    for sentence in (
        "Done. The team has your word.",
        "This is not the application yet.",
        "Hand it in",
        "The team gets in touch by {day}.",
        "I remind you 7 days and 1 day before it closes.",
    ):
        assert town.say(sentence, language) in besa.text, sentence
    assert town.title(CALL, language) in besa.text
    copied = [e for e in besa.screen.entities if e["type"] == "code"]
    assert [besa.text[e["offset"] : e["offset"] + e["length"]] for e in copied] == [number]
    await besa.tap(town.say("No reminder", language))
    assert town.say("I remind you 7 days and 1 day before it closes.", language) not in besa.text
    assert number in besa.text
    await besa.tap(town.say("Remind me", language))
    assert town.say("I remind you 7 days and 1 day before it closes.", language) in besa.text


async def test_who_declares_is_reminded_before_the_closing_without_asking(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    await declare(besa)
    town.sandbox.clock.advance(timedelta(days=21, hours=2))
    await town.komshi.timetable.run_all()
    notice = await besa.wait_for_message()
    assert notice.text.startswith("Reminder: closes")


async def test_a_team_that_is_late_says_so_and_whom_to_ask(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    await declare(besa)
    assert "The team gets in touch by Tuesday 24 November." in besa.text
    town.sandbox.clock.advance(timedelta(days=4))
    await do(besa, ListInterests())
    await besa.tap("1")
    assert "The team wanted to reach you by Tuesday 24 November." in besa.text


async def test_the_keys_of_ticks_show_what_they_do(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    await declare(besa)
    await besa.tap("What to bring")
    assert "⬜ 1" in besa.buttons
    await besa.tap("1")
    assert "☑️ 1" in besa.buttons


async def test_a_waiting_list_is_followed_by_a_decision_which_can_be_corrected(
    town: Town,
) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    await declare(besa)
    (one,) = await rows(town)
    await do(arta, OpenInterest(one.id))
    await arta.tap("Decided")
    await arta.tap("Waiting list")
    assert "You are on the waiting list." in arta.text
    await arta.tap("No, not yet")
    assert "nobody contacted them yet" in arta.text
    await arta.tap("Decided")
    await arta.tap("Waiting list")
    await arta.tap("Yes, that is decided")
    notice = await besa.wait_for_message()
    assert "You are on the waiting list." in notice.text
    await besa.tap("Open", notice)
    assert "Take it back" in " ".join(besa.buttons)
    await arta.tap("Decided")
    assert "Waiting list" not in arta.buttons
    await arta.tap("Document missing")
    await arta.tap("Yes, that is decided")
    notice = await besa.wait_for_message()
    assert "There is a decision for you" in notice.text
    assert "corrected" not in notice.text
    await arta.tap("Correct the decision")
    await arta.tap("Granted")
    assert "That was a mistake." in arta.text
    await arta.tap("Yes, that is decided")
    notice = await besa.wait_for_message()
    assert "A decision for you was corrected" in notice.text
    assert "The programme says yes." in notice.text
    deeds = [subject for _act, subject in await log_of(town) if ":corrected:" in subject]
    assert deeds == [f"interest:{one.id}:corrected:granted"]


async def test_a_wrong_mark_is_undone(town: Town) -> None:
    await town.open_call(CALL)
    await declare(await town.person(Language.ENGLISH))
    arta = await town.colleague(Role.COORDINATOR)
    (one,) = await rows(town)
    await do(arta, OpenInterest(one.id))
    await arta.tap("Has applied")
    assert "has applied" in arta.text
    await arta.tap("Undo")
    assert "nobody contacted them yet" in arta.text
    assert not [label for label in arta.buttons if "Undo" in label]


async def test_the_person_chooses_how_to_be_reached(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    await declare(besa)
    assert "in the Telegram chat" in besa.text
    await besa.tap("How do we reach you?")
    await besa.tap("Phone me")
    await besa.send("my phone")
    assert "This is no whole phone number" in besa.text
    await besa.send("044 123 456")
    assert "by phone +38344123456" in besa.text
    (one,) = await rows(town)
    await do(arta, OpenInterest(one.id))
    assert "+38344123456" in arta.text
    await besa.tap("How do we reach you?")
    await besa.tap("I come by myself")
    assert "in person at the office" in besa.text
    await do(arta, OpenInterest(one.id))
    assert "+38344123456" not in arta.text


async def test_documents_are_ticked_one_by_one(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    await declare(besa)
    await besa.tap("What to bring")
    assert "You have 0 of" in besa.text
    await besa.tap("1")
    assert "You have 1 of" in besa.text
    await besa.tap("1")
    assert "You have 0 of" in besa.text


async def test_an_interest_is_taken_back(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    number = await declare(besa)
    await besa.tap("Take it back")
    await besa.tap("Yes, take it back")
    assert "What you shared is erased" in besa.text
    await arta.send("/interests")
    assert "Nobody has declared an interest yet" in arta.text
    await arta.send(number)
    assert "What was shared is erased" in arta.text
    assert await declare(besa) != number


async def test_a_call_of_municipalities_has_no_way_to_apply(town: Town) -> None:
    await town.open_call("akt-municipal-ta")
    besa = await town.person(Language.ENGLISH)
    for action in (DeclareInterest("akt-municipal-ta"), SendInterest("akt-municipal-ta")):
        await do(besa, action)
        assert "Your number" not in besa.text
    assert await rows(town) == []


async def test_a_call_that_is_closed_takes_no_interest(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    await do(besa, SendInterest(CALL))
    assert await rows(town) == []


async def test_a_household_joins_by_code_and_who_has_none_learns_nothing(town: Town) -> None:
    await town.open_call(MILK)
    besa, dren, luan = [await town.person(Language.ENGLISH) for _ in range(3)]
    await declare(besa, MILK)
    code = CODE.search(besa.text)
    assert code is not None, besa.text
    await do(dren, DeclareInterest(MILK))
    await dren.tap("I have a code")
    await dren.send("234 567 892")
    assert "I cannot find this code" in dren.text
    await dren.send(code[0])
    await dren.tap("Yes, join")
    assert "You joined by code" in dren.text
    await declare(luan, MILK)
    assert "joined" not in luan.text.lower()
    assert "applies with you" not in luan.text
    await do(besa, ListInterests())
    await besa.tap("1")
    assert "1 other applies with you" in besa.text


async def test_staff_write_under_the_number_of_the_interest_and_the_person_answers(
    town: Town,
) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    number = await declare(besa)
    await arta.send("/interests")
    await arta.send(number)
    await arta.tap("Write to the person")
    await arta.send("Please come on Monday.")
    assert "Your message is on its way" in arta.text
    notice = await besa.wait_for_message()
    assert "Please come on Monday." in notice.text
    await besa.tap("Read and reply", notice)
    for shown in (notice.text, besa.text):
        assert number in shown
        assert town.title(CALL, Language.ENGLISH) in shown
        assert "Question" not in shown
        assert "answered" not in shown
    await besa.send("I will come")
    await town.deliver()
    await do(arta, ListInbox())
    assert number in arta.text
    assert town.title(CALL, Language.ENGLISH) in arta.text


@pytest.mark.parametrize(
    "action_for",
    [
        lambda _number: ListInterestCalls(),
        lambda _number: ListCallInterests(CALL),
        OpenInterest,
        OpenOrigin,
        lambda number: MarkInterest(number, InterestStep.CONTACT),
        ChooseDecision,
        lambda number: DecideInterest(number, Decision.GRANTED),
    ],
)
async def test_a_forged_staff_button_shows_and_changes_nothing_and_is_noted(
    town: Town, action_for: Callable[[int], Action]
) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    thief = await town.person(Language.ENGLISH)
    number = await declare(besa)
    (one,) = await rows(town)
    await do(thief, action_for(one.id))
    assert "This is for the team only" in thief.text
    assert number not in thief.text
    (one,) = await rows(town)
    assert one.state == "declared"
    assert [act for act, _ in await log_of(town)] == ["refused"]


@pytest.mark.parametrize(
    "action_for",
    [
        ShowInterest,
        ChooseWay,
        lambda number: SetWay(number, Way.VISIT),
        TypePhone,
        lambda number: SetPhone(number, "+38344123456"),
        ShowPapers,
        lambda number: TickPaper(number, 0),
        ConfirmLeaving,
        LeaveInterest,
    ],
)
async def test_an_interest_of_somebody_else_is_not_there(
    town: Town, action_for: Callable[[int], Action]
) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    thief = await town.person(Language.ENGLISH)
    number = await declare(besa)
    (one,) = await rows(town)
    await do(thief, action_for(one.id))
    assert "This is not here any more" in thief.text
    assert number not in thief.text


async def test_a_coordinator_of_another_programme_does_not_see_it(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR, scope=Scope(frozenset({"interdev"}), None))
    number = await declare(besa)
    await arta.send("/interests")
    assert "Nobody has declared an interest yet" in arta.text
    await arta.send(number)
    assert "No interest with this number is within your role" in arta.text


async def test_a_discreet_person_gets_a_notice_that_tells_nothing(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    await do(besa, SetDiscreet(1))
    arta = await town.colleague(Role.COORDINATOR)
    number = await declare(besa)
    (one,) = await rows(town)
    await do(arta, DecideInterest(one.id, Decision.GRANTED))
    notice = await besa.wait_for_message()
    assert number not in notice.text
    assert "decision" not in notice.text
    await besa.tap("Read", notice)
    assert "The programme says yes" in besa.text


async def test_a_locked_phone_shows_no_interest(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    number = await declare(besa)
    await do(besa, ChoosePasscode())
    await besa.send("bukuri")
    await do(besa, LockNow())
    await do(besa, ListInterests())
    assert number not in besa.text


async def test_mydata_shows_the_interests_and_the_file_has_them(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    number = await declare(besa)
    await besa.send("/mydata")
    assert "What you want to apply for: 1 thing" in besa.text
    await besa.tap("My applications")
    assert number in besa.text
    await besa.send("/mydata")
    await besa.tap("Take it along")
    documents = [one.content.get("document") for one in besa.from_bot]
    files = [town.sandbox.world.files.get(one["file_id"]) for one in documents if one]
    data = json.loads(next(one.content for one in files if one.name.endswith(".json")))
    assert data["interests"][0]["number"] == number
    await besa.send("/delete")
    await besa.tap("Yes, erase everything")
    assert await rows(town) == []


async def test_a_list_is_taken_along_with_a_second_persons_yes(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    dren = await town.colleague(Role.OWNER)
    number = await declare(besa)
    (one,) = await rows(town)
    await do(besa, TypePhone(one.id))
    await besa.send("044 123 456")
    await arta.send("/interests")
    await arta.tap("1")
    await arta.tap("Take along")
    await arta.tap("Reach people")
    await town.deliver()  # Dren is told that a list waits
    await dren.send("/export")
    await dren.tap("⚖️")
    assert "phone numbers and what people shared" in dren.text
    await dren.tap("Yes, give the list")
    await town.deliver()  # and Arta that she may have it
    await arta.send("/export")
    await arta.tap("🔓")
    document = arta.from_bot[-1].content["document"]
    kept = town.sandbox.world.files.get(document["file_id"])
    book = load_workbook(BytesIO(kept.content or b""))
    values = [value for row in book.worksheets[1].iter_rows(values_only=True) for value in row]
    assert number in values
    assert "+38344123456" in values


FOUNDER = {"applicant": "person", "stage": "idea", "municipality": "peje", "community": "serb"}
WOMAN = {
    "municipality": "prizren",
    "applicant": "person",
    "situation": "returnee",
    "support-before": "no",
    "stage": "idea",
    "sex": "woman",
    "age": "35",
}
INTEGRA = "integra-c2-call-1"


async def answer(town: Town, phone: Phone, call: str, replies: dict[str, str]) -> None:
    """Let somebody have answered these questions of a check about one call."""
    edition = town.komshi.shelf.current
    now = town.sandbox.clock.now()
    await do(phone, CheckCall(call))
    async with town.komshi.database.transaction() as uow:
        person = await uow.people.meet(phone.user_id, now)
        case = Case(uow, edition.content, edition.compiled, person.id, now)
        talk = await conversation.find(case)
        assert talk is not None
        for question, reply in replies.items():
            talk = await conversation.answer(case, talk, question, reply)
            assert talk.replies[question] == reply
    await do(phone, ShowVerdict(call))


@pytest.mark.parametrize("language", MAIN)
async def test_a_call_that_fits_leads_to_an_interest_with_what_is_ticked(
    town: Town, language: Language
) -> None:
    await town.open_call(INTEGRA)
    besa = await town.person(language)
    arta = await town.colleague(Role.COORDINATOR, language)
    await answer(town, besa, INTEGRA, WOMAN)
    assert town.say("It looks as if this call fits you.", language) in besa.text
    await besa.tap(town.say("I want to apply", language))
    assert "⬜" in besa.text
    assert "35" in besa.text
    line = next(line for line in besa.text.splitlines() if "⬜" in line)
    await besa.tap(line.split(".")[0])
    assert "⬜" not in besa.text
    age = next(line for line in besa.text.splitlines() if "35" in line)
    await besa.tap(age.split(".")[0])
    await besa.tap(town.say("Tell the team", language))
    number = NUMBER.search(besa.text)
    assert number is not None, besa.text
    assert len(besa.text) <= LONGEST_TEXT
    await arta.send("/interests")
    await arta.send(number[0])
    origin = line.split("⬜")[1].split(":")[0].strip()
    assert origin not in arta.text
    assert "35" not in arta.text.replace(number[0], "")
    await arta.tap(town.say("Answers about origin", language))
    assert origin in arta.text
    await do(besa, ShowVerdict(INTEGRA))
    await besa.tap(town.say("My application", language))
    assert number[0] in besa.text


async def test_a_call_that_does_not_fit_has_no_way_to_apply(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    await answer(town, besa, CALL, {"applicant": "business"})
    assert "I want to apply" not in " ".join(besa.buttons)
    await do(besa, SendInterest(CALL))
    assert await rows(town) == []


async def test_a_person_is_told_that_a_new_call_fits_and_staff_see_no_small_number(
    town: Town,
) -> None:
    await town.open_call(INTEGRA)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    await answer(town, besa, INTEGRA, FOUNDER)
    await do(besa, TellWhenFits())
    assert "May I keep this?" in besa.text
    await besa.tap("I agree")
    assert "compare it with your kept answers" in besa.text
    await besa.tap("I agree")
    assert "I tell you when a new call fits" in besa.text
    await do(arta, ShowRound(CALL))
    await arta.tap("Open")
    await arta.tap("4 weeks")
    assert "Kept answers fit: fewer than 10" in arta.text
    await arta.tap("Open")
    notice = await besa.wait_for_message()
    assert "A new call may fit you" in notice.text
    assert town.title(CALL, Language.ENGLISH) in notice.text
    await besa.tap("No more of these", notice)
    await besa.send("/mydata")
    await besa.tap("Consents")
    assert "Telling me what fits: taken back" in besa.text


async def test_two_organisations_apply_together(town: Town) -> None:
    await town.open_call(JOINT)
    besa, dren = [await town.person(Language.ENGLISH) for _ in range(2)]
    ngo = {"applicant": "cso", "partner": "yes"}
    await answer(town, besa, JOINT, {**ngo, "municipality": "mitrovice-jug"})
    await answer(town, dren, JOINT, {**ngo, "municipality": "zvecan"})
    await declare(besa, JOINT)
    assert "Not complete yet" in besa.text
    code = CODE.search(besa.text)
    assert code is not None
    await do(dren, DeclareInterest(JOINT))
    await dren.tap("I have a code")
    await dren.send(code[0])
    await dren.tap("Yes, join")
    assert "Complete: both organisations confirmed" in dren.text
    await do(besa, ListInterests())
    await besa.tap("1")
    assert "Complete: both organisations confirmed" in besa.text


@pytest.mark.parametrize("language", MAIN)
async def test_staff_check_for_somebody_at_the_desk(town: Town, language: Language) -> None:
    await town.open_call(CALL)
    arta = await town.colleague(Role.FACILITATOR, language)
    await arta.send("/interests")
    await arta.tap(town.say("Check for somebody", language))
    compiled = town.komshi.shelf.current.compiled
    assert town.say("For somebody beside you, or as a trial. Nothing is stored.", language) in (
        arta.text
    )
    answers: dict[str, Answer] = {"municipality": "peje", "applicant": "person", "stage": "idea"}
    told = pack_answers(compiled, answers)
    await do(arta, TryCheck(told))
    assert town.title(CALL, language) in arta.text
    assert await where(town, arta) == encode(TryCheck())
    await arta.tap("1")
    await arta.tap(town.say("They say yes", language))
    assert NUMBER.search(arta.text), arta.text
    await arta.tap(town.say("Phone number", language))
    await arta.send("+386 49 111 222")
    assert "+383 49 111 222" in arta.text
    await arta.tap("✅")
    assert "+38349111222" in arta.text
    (one,) = await rows(town)
    assert one.by_staff is not None
    await arta.tap(town.say("Erase", language))
    await arta.tap(town.say("Yes, erase it", language))
    assert await rows(town) == []


async def where(town: Town, phone: Phone) -> str | None:
    """What is stored of where somebody stands."""
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(phone.user_id)
        assert person is not None
        return person.here


async def test_a_check_at_the_desk_goes_through_by_buttons_alone(town: Town) -> None:
    await town.open_call(CALL)
    arta = await town.colleague(Role.COORDINATOR)
    await arta.send("/interests")
    await arta.tap("Check for somebody")
    for _ in range(12):
        if "calls fit" in arta.text:
            break
        await arta.tap("Not sure")
    assert "It looks as if 0 of 1 calls fit" in arta.text
    await arta.tap("Begin anew")
    assert "Nothing is stored" in arta.text


async def test_a_locked_phone_of_staff_finds_no_interest(town: Town) -> None:
    await town.open_call(CALL)
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    number = await declare(besa)
    await do(arta, ChoosePasscode())
    await arta.send("bukuri")
    await arta.send("/interests")
    await do(arta, LockNow())
    for typed in (number, "hello"):
        await arta.send(typed)
        assert number not in arta.text
        assert town.title(CALL, Language.ENGLISH) not in arta.text


async def test_staff_type_one_number_after_another(town: Town) -> None:
    await town.open_call(CALL)
    arta = await town.colleague(Role.COORDINATOR)
    numbers = [await declare(await town.person(Language.ENGLISH)) for _ in range(2)]
    await arta.send("/interests")
    for number in numbers:
        await arta.send(number)
        assert f"Interest {number}" in arta.text
