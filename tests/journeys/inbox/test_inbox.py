"""A question to the team and its answer, on the phones of those who ask and those who answer."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.inbox.threads import Closing
from bot.domain.staff.roles import Role, Scope
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.codec import Action
from bot.screens.inbox.actions import (
    ChooseColleague,
    ChooseEnding,
    ClaimThread,
    CloseThread,
    ConfirmWithdrawal,
    HandOver,
    ListInbox,
    ShowQuestion,
    ShowThread,
    WithdrawQuestion,
    WriteQuestion,
    WriteReply,
)
from bot.screens.privacy.actions import ChoosePasscode, LockNow, SetDiscreet
from bot.screens.staff.actions import ChooseStaffName
from bot.storage.inbox.tables import InboxMessage, InboxThread
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
NUMBER = re.compile(r"\b[1-9][0-9]{5}\b")
LONGEST_TEXT = 1100


async def ask(town: Town, phone: Phone, language: Language, words: str) -> int:
    """Ask about INTEGRA and let the team hear of it; returns the number that is told."""
    await phone.send("/ask")
    await phone.tap(town.say("Write to the team", language))
    await phone.tap("INTEGRA")
    await phone.send(words)
    found = NUMBER.search(phone.text)
    assert found is not None, phone.text
    await town.deliver()
    return int(found[0])


async def threads(town: Town) -> list[InboxThread]:
    async with town.komshi.database.reading() as uow:
        return list(await uow._session.scalars(select(InboxThread).order_by(InboxThread.opened_at)))


async def log_of(town: Town) -> list[tuple[str, str]]:
    async with town.komshi.database.reading() as uow:
        return [(line.act, line.subject) for line in reversed(await uow.audit.latest(50))]


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_a_question_is_asked_claimed_answered_and_closed(
    town: Town, language: Language
) -> None:
    besa = await town.person(language)
    arta = await town.colleague(Role.COORDINATOR, language)
    number = await ask(town, besa, language, "A është e hapur?")
    assert town.say("Answer by", language) in besa.text
    await arta.send("/staff")
    assert any("(1)" in label for label in arta.buttons)
    await arta.send("/inbox")
    assert str(number) in arta.text
    assert "INTEGRA" in arta.text
    assert "A është e hapur?" not in arta.text
    await arta.tap("1")
    assert "A është e hapur?" in arta.text
    await arta.tap(town.say("I answer it", language))
    await do(arta, WriteReply(number))
    await arta.send("Po, deri të premten.")
    notice = await besa.wait_for_message(containing="Po, deri të premten.")
    assert town.say("The team answered you", language) in notice.text
    await besa.tap(town.say("Read and reply", language), notice)
    assert "Po, deri të premten." in besa.text
    await besa.send("Faleminderit!")
    assert town.say("Added to your question", language) in besa.text
    await arta.wait_for_message(containing=town.say("Somebody added to their question", language))
    assert "Faleminderit!" in (await _opened(arta, number))
    await do(arta, ChooseEnding(number))
    await arta.tap(town.say("answered", language))
    assert [one.state for one in await threads(town)] == ["waiting"]
    await arta.tap(town.say("Yes, close it", language))
    told = await besa.wait_for_message(
        containing=town.say("The team closed your question", language)
    )
    assert str(number) in told.text
    assert [one.state for one in await threads(town)] == ["closed"]
    acts = [act for act, subject in await log_of(town) if str(number) in subject]
    assert acts.count("view_inbox") >= 3
    assert acts.count("answer_inbox") == 3


async def _opened(phone: Phone, number: int) -> str:
    await do(phone, ShowThread(number))
    return phone.text


async def test_a_question_is_found_by_the_number_that_is_read_out(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, Language.ENGLISH, "Is it open?")
    await do(arta, CloseThread(number, Closing.NOT_FOR_US))
    await arta.send("/inbox")
    assert str(number) not in arta.text
    await arta.tap("Closed")
    assert str(number) in arta.text
    await arta.send(f"№ {number}")
    assert "Is it open?" in arta.text
    await arta.send("999999")
    assert "No question with this number is within your role." in arta.text


async def test_a_question_may_be_typed_at_once_and_be_about_a_place(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    await besa.send("/ask")
    await besa.tap("Write to the team")
    assert "Sending it is your yes" in besa.text
    await besa.send("Whom do I ask about a pump?")
    assert "Your question is with the team" in besa.text
    await besa.send("/ask")
    await besa.tap("Write to the team")
    await besa.tap("A municipality")
    await besa.send("Prizren")
    await besa.send("Where is the office?")
    about = [(one.programme, one.municipality) for one in await threads(town)]
    assert about == [("", ""), ("", "prizren")]
    await besa.tap("My questions")
    assert "Prizren" in besa.text


async def test_a_question_about_a_call_begins_on_its_card(town: Town) -> None:
    await town.open_call("akt-startup")
    besa = await town.person(Language.ENGLISH)
    await besa.start("call-akt-startup")
    await besa.tap("Who do I ask?")
    await besa.tap("Write to the team")
    await besa.send("Do I need a business plan?")
    (thread,) = await threads(town)
    assert thread.programme == "akt-ls"


@pytest.mark.parametrize("language", MAIN)
async def test_the_longest_text_and_its_markup_arrive_whole(town: Town, language: Language) -> None:
    letters = "აბგდევზთიკ"
    body = "".join(letters[int(digit)] for n in range(1015) for digit in f"{n:04}")
    words = f"<b>Po</b> & [x](y) *_`{body} fundi <i>"
    assert 4090 <= len(words) <= 4096
    besa = await town.person(language)
    arta = await town.colleague(Role.COORDINATOR, language)
    number = await ask(town, besa, language, words)
    async with town.komshi.database.reading() as uow:
        assert [one.text for one in await uow.inbox.entries(number)] == [words]
    seen = [await _opened(arta, number)]
    assert "fundi <i>" in seen[0]
    for page in range(1, 8):
        await do(arta, ShowThread(number, page))
        seen.append(arta.text)
        assert len(arta.text) <= LONGEST_TEXT
    assert "<b>Po</b> & [x](y) *_`" in seen[-1]
    read = "".join(dict.fromkeys(seen))
    assert sum(read.count(letter) for letter in letters) == len(body)
    await do(arta, WriteReply(number))
    await arta.send(words)
    notice = await besa.wait_for_message()
    assert "<b>Po</b> & [x](y) *_`" in notice.text
    assert len(notice.text) <= LONGEST_TEXT


async def test_of_two_colleagues_who_claim_at_once_one_gets_it(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    team = [await town.colleague(Role.COORDINATOR) for _ in range(2)]
    number = await ask(town, besa, Language.ENGLISH, "Is it open?")
    await asyncio.gather(*(do(one, ClaimThread(number)) for one in team))
    texts = [one.text for one in team]
    assert sum("A colleague answers it" in text for text in texts) == 1
    assert sum("Is it open?" in text for text in texts) == 1
    loser = next(one for one in team if "A colleague answers it" in one.text)
    await do(loser, WriteReply(number))
    await loser.send("I was late")
    assert "A colleague answers it" in loser.text
    await do(loser, ShowThread(number))
    await loser.tap("Take it over")
    await loser.tap("Answer")
    await loser.send("Yes")
    assert "Yes" in (await besa.wait_for_message()).text


@pytest.mark.parametrize(
    "forged",
    [
        lambda _number: ListInbox(),
        ShowThread,
        ClaimThread,
        WriteReply,
        ChooseColleague,
        ChooseEnding,
        lambda number: CloseThread(number, Closing.ANSWERED),
        lambda number: HandOver(number, 1),
    ],
    ids=["list", "show", "claim", "reply", "colleague", "ending", "close", "hand over"],
)
async def test_a_forged_staff_button_shows_and_changes_nothing_and_is_noted(
    town: Town, forged: Callable[[int], Action]
) -> None:
    besa = await town.person(Language.ENGLISH)
    thief = await town.person(Language.ENGLISH)
    number = await ask(town, besa, Language.ENGLISH, "My secret pump")
    await do(thief, forged(number))
    assert "This is for the team only" in thief.text
    assert "secret" not in thief.text
    (thread,) = await threads(town)
    assert (thread.state, thread.claimed_by) == ("waiting", None)
    assert [act for act, _ in await log_of(town)] == ["refused"]


@pytest.mark.parametrize("forged", [ShowQuestion, ConfirmWithdrawal, WithdrawQuestion])
async def test_a_question_of_somebody_else_is_not_there(
    town: Town, forged: Callable[[int], Action]
) -> None:
    besa = await town.person(Language.ENGLISH)
    thief = await town.person(Language.ENGLISH)
    number = await ask(town, besa, Language.ENGLISH, "My secret pump")
    await do(thief, forged(number))
    assert "This is not here any more" in thief.text
    assert "secret" not in thief.text
    (thread,) = await threads(town)
    assert thread.state == "waiting"


async def test_a_coordinator_of_another_programme_does_not_see_it(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    scope = Scope(frozenset({"interdev"}), None)
    arta = await town.colleague(Role.COORDINATOR, scope=scope)
    number = await ask(town, besa, Language.ENGLISH, "My pump")
    await arta.send("/inbox")
    assert "Nothing waits" in arta.text
    await do(arta, ShowThread(number))
    assert "This is for the team only" in arta.text


@pytest.mark.parametrize("language", MAIN)
async def test_a_discreet_person_gets_a_notice_that_tells_nothing(
    town: Town, language: Language
) -> None:
    besa = await town.person(language)
    await do(besa, SetDiscreet(1))
    arta = await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, language, "Is the pump included?")
    await do(arta, WriteReply(number))
    await arta.send("The pump is included.")
    notice = await besa.wait_for_message()
    assert "pump" not in notice.text
    assert str(number) not in notice.text
    assert town.say("A message from Komshi", language) in notice.text
    await besa.tap(town.say("Read", language), notice)
    assert "The pump is included." in besa.text


async def test_a_locked_phone_takes_a_question_but_shows_none(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    number = await ask(town, besa, Language.ENGLISH, "My secret pump")
    await do(besa, ChoosePasscode())
    await besa.send("bukuri")
    await do(besa, LockNow())
    await do(besa, ShowQuestion(number))
    assert "secret" not in besa.text
    other = await ask(town, besa, Language.ENGLISH, "Another one")
    assert other != number
    assert "secret" not in besa.text


async def test_a_question_is_handed_over_and_its_new_colleague_is_told(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    arta, dren = [await town.colleague(Role.COORDINATOR) for _ in range(2)]
    for phone, name in ((arta, "Arta"), (dren, "Dren")):
        await do(phone, ChooseStaffName())
        await phone.send(name)
    number = await ask(town, besa, Language.ENGLISH, "Is it open?")
    await do(arta, ClaimThread(number))
    await arta.tap("Hand over")
    await arta.tap("Dren")
    assert "Dren" in arta.text
    notice = await dren.wait_for_message(containing="A colleague handed you a question")
    assert "Is it open?" not in notice.text
    await dren.tap("Open", notice)
    assert "Is it open?" in dren.text


async def test_an_overdue_question_is_marked(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR)
    await ask(town, besa, Language.ENGLISH, "Is it open?")
    await arta.send("/inbox")
    assert "2 working days left" in arta.text
    town.sandbox.clock.advance(timedelta(days=2))
    await arta.send("/inbox")
    assert "hours left" in arta.text
    town.sandbox.clock.advance(timedelta(days=2))
    await arta.send("/inbox")
    assert "⏰ overdue since" in arta.text


@pytest.mark.parametrize("language", MAIN)
async def test_a_person_takes_a_question_back(town: Town, language: Language) -> None:
    besa = await town.person(language)
    arta = await town.colleague(Role.COORDINATOR)
    number = await ask(town, besa, language, "My secret pump")
    await besa.tap(town.say("My questions", language))
    await besa.tap("1")
    await besa.tap(town.say("Take it back", language))
    await besa.tap(town.say("Yes, take it back", language))
    assert "secret" not in besa.text
    assert "secret" not in await _opened(arta, number)
    async with town.komshi.database.reading() as uow:
        assert not list(await uow._session.scalars(select(InboxMessage)))


async def test_what_is_typed_below_a_closed_question_is_a_search(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    number = await ask(town, besa, Language.ENGLISH, "Is it open?")
    await do(besa, WithdrawQuestion(number))
    await besa.send("Prizren")
    assert any("Prizren" in label for label in besa.buttons) or "Prizren" in besa.text
    assert [one.state for one in await threads(town)] == ["closed"]


async def test_mydata_shows_the_questions_and_the_file_has_them(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    number = await ask(town, besa, Language.ENGLISH, "Is the pump included?")
    await besa.send("/mydata")
    assert "Your questions to the team: 1 thing" in besa.text
    await besa.tap("Take it along")
    documents = [one.content.get("document") for one in besa.from_bot]
    files = [town.sandbox.world.files.get(one["file_id"]) for one in documents if one]
    data = json.loads(next(one.content for one in files if one.name.endswith(".json")))
    assert data["questions"][0]["number"] == number
    assert data["questions"][0]["messages"][0]["text"] == "Is the pump included?"


async def test_a_sticker_instead_of_a_question_sends_nothing(town: Town) -> None:
    besa = await town.person(Language.ENGLISH)
    await do(besa, WriteQuestion("integra"))
    await besa.send_sticker()
    assert await threads(town) == []
    assert "What I can take: text, a picture, a file" in besa.text


@pytest.mark.parametrize("language", MAIN)
async def test_the_team_hears_of_new_questions_once_until_somebody_looks(
    town: Town, language: Language
) -> None:
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.COORDINATOR, language)
    shy = await town.colleague(Role.COORDINATOR, language)
    await do(shy, SetDiscreet(1))
    elsewhere = await town.colleague(
        Role.COORDINATOR, language, Scope(frozenset({"interdev"}), None)
    )
    for words in ("Is the pump included?", "And the hose?"):
        await ask(town, besa, Language.ENGLISH, words)
    first = town.say("A question waits for the team", language)
    assert [one.text.splitlines()[0] for one in arta.notices] == [first]
    assert [one.text.splitlines()[0] for one in shy.notices] == [
        town.say("A message from Komshi", language)
    ]
    assert elsewhere.notices == []
    await arta.tap(town.say("Open the inbox", language), arta.notices[0])
    assert arta.text.startswith(town.say("Inbox", language))
    await ask(town, besa, Language.ENGLISH, "And the tank?")
    assert len(arta.notices) == 2
    assert len(shy.notices) == 1
