"""Which calls fit me: whole conversations, as people have them on a phone."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.privacy.consent import Purpose
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.privacy.actions import ChoosePasscode, LockNow, WithdrawConsent
from bot.screens.screening.actions import (
    AskNext,
    BeginCheck,
    CheckCall,
    ConfirmForgetting,
    GiveAnswer,
    GoBack,
    KeepSensitive,
    ListReplies,
    ShowVerdict,
    ShowVerdicts,
    UseKept,
)
from bot.screens.screening.verdicts import sentence
from bot.services.case import Case
from bot.services.rights.retention import tidy
from bot.services.screening import conversation
from bot.storage.database.base import Base
from bot.storage.people import Person
from bot.storage.screening.tables import Screening, ScreeningAnswer, SensitiveAnswer
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
LONGEST = 700
"""Characters on a screen of a check, so that it fits a small phone."""
UNSURE = "?unsure"


def asked(phone: Phone) -> str:
    """The question on the screen, by its buttons; empty if there is none."""
    for row in phone.rows:
        for button in row:
            code, _, rest = (button.callback_data or "").partition(":")
            if code in {"vn", "vr"}:
                return rest.partition(":")[0]
    return ""


async def answer(phone: Phone, replies: Mapping[str, str], otherwise: str = "") -> list[str]:
    """Answer until nothing is asked any more; returns the questions, in order."""
    questions: list[str] = []
    while question := asked(phone):
        reply = replies.get(question, otherwise)
        assert reply, f"nobody said what to answer to {question}"
        assert question not in questions, f"{question} is asked twice"
        assert len(phone.text) <= LONGEST
        await do(phone, GiveAnswer(question, reply))
        questions.append(question)
    return questions


async def open_all(town: Town) -> None:
    """Let every call that has a rule be open."""
    async with town.komshi.database.reading() as uow:
        known = {one.call_id for one in await uow.rounds.all()}
    for call in town.komshi.shelf.current.compiled.calls.keys() - known:
        await town.open_call(call)


async def check(town: Town, replies: Mapping[str, str], otherwise: str = "") -> Phone:
    """Somebody who answers all that is asked about every open call."""
    await open_all(town)
    phone = await town.person(Language.ENGLISH)
    await phone.send("/check")
    await phone.tap("Show me everything")
    await answer(phone, replies, otherwise)
    return phone


async def says(town: Town, phone: Phone, call: str) -> Verdict:
    """What the card of a call says."""
    await do(phone, ShowVerdict(call))
    assert phone.text.startswith(town.title(call, Language.ENGLISH))
    assert len(phone.text) <= LONGEST
    found = [one for one in Verdict if sentence(one).msgid in phone.text]
    assert len(found) == 1, phone.text
    return found[0]


# People.


PERSON = {"applicant": "person", "support-before": "no", "job": "none"}


@pytest.mark.quick
async def test_a_returnee_woman_in_prizren_with_an_idea(town: Town) -> None:
    woman = {
        **PERSON, "sex": "woman", "age": "40", "municipality": "prizren", "situation": "returnee",
        "stage": "idea", "trade": "none", "community": "albanian", "displaced": "neither",
        "farm": "other",
    }  # fmt: skip
    phone = await check(town, woman)
    assert await says(town, phone, "integra-c2-call-1") is Verdict.FITS
    assert "Staff decide" in phone.text or "staff decide" in phone.text
    assert await says(town, phone, "interdev-tep-textile") is Verdict.EXCLUDED


async def test_a_man_of_forty_is_told_for_whom_the_call_is(town: Town) -> None:
    man = {
        **PERSON, "sex": "man", "age": "40", "municipality": "prizren", "situation": "returnee",
        "stage": "idea", "trade": "none", "community": "albanian", "displaced": "neither",
        "farm": "other",
    }  # fmt: skip
    phone = await check(town, man)
    assert await says(town, phone, "integra-c2-call-1") is Verdict.EXCLUDED
    assert "35" in phone.text


async def test_a_youth_who_wants_to_weld(town: Town) -> None:
    youth = {
        **PERSON, "situation": "difficult", "sex": "man", "age": "22", "municipality": "dragash",
        "stage": "none", "trade": "welding", "community": "gorani", "displaced": "neither",
        "farm": "other",
    }  # fmt: skip
    phone = await check(town, youth)
    assert await says(town, phone, "interdev-tep-vocational") is Verdict.FITS


async def test_a_farmer_in_dragash(town: Town) -> None:
    farmer = {"applicant": "household", "municipality": "dragash", "farm": "cows"}
    phone = await check(town, farmer, UNSURE)
    assert await says(town, phone, "interdev-tep-milk") is Verdict.FITS
    assert await says(town, phone, "interdev-tep-bees") is Verdict.EXCLUDED


async def test_an_albanian_in_leposavic_and_one_in_gjilan(town: Town) -> None:
    said = {
        **PERSON, "sex": "man", "age": "50", "situation": "neither", "stage": "idea",
        "trade": "none", "community": "albanian", "displaced": "neither", "farm": "other",
    }  # fmt: skip
    north = await check(town, {**said, "municipality": "leposaviq"}, UNSURE)
    assert await says(town, north, "csp-enterprise") is Verdict.FITS
    south = await check(town, {**said, "municipality": "gjilan"}, UNSURE)
    assert await says(town, south, "csp-enterprise") is Verdict.EXCLUDED
    assert "Albanian" not in south.text


async def test_two_organizations_of_different_communities(town: Town) -> None:
    ngo = {
        "applicant": "cso", "municipality": "mitrovice-veri", "community": "serb",
        "partner": "yes", "partner-community": "albanian",
        "partner-municipality": "mitrovice-jug", "mixed": "yes", "idea-for": "everybody",
    }  # fmt: skip
    phone = await check(town, ngo, UNSURE)
    assert await says(town, phone, "untfhs-cso-joint") is Verdict.FITS
    alone = await check(town, {**ngo, "partner": "no"}, UNSURE)
    assert await says(town, alone, "untfhs-cso-joint") is Verdict.EXCLUDED


async def test_an_employer(town: Town) -> None:
    employer = {
        "applicant": "business", "municipality": "prizren", "hires": "yes",
        "stage": "running-registered", "workers": "4",
    }  # fmt: skip
    phone = await check(town, employer, UNSURE)
    assert await says(town, phone, "integra-c4-call-1") is Verdict.FITS


async def test_who_is_not_sure_of_anything_is_sent_to_staff_and_never_refused(town: Town) -> None:
    phone = await check(town, {}, UNSURE)
    for call in town.komshi.shelf.current.compiled.calls:
        assert await says(town, phone, call) is Verdict.UNCLEAR
        assert "Ask staff about" in phone.text


NGO = {
    "applicant": "cso", "municipality": "zvecan", "community": "serb", "partner": "yes",
    "partner-community": "serb", "partner-municipality": "zvecan", "mixed": "no",
    "idea-for": "everybody",
}  # fmt: skip


@pytest.mark.parametrize("otherwise", [UNSURE, "?withheld"])
@pytest.mark.parametrize("language", MAIN)
async def test_every_card_fits_a_small_phone_and_accepts_nobody(
    town: Town, language: Language, otherwise: str
) -> None:
    await open_all(town)
    phone = await town.person(language)
    await phone.send("/check")
    await do(phone, BeginCheck())
    await answer(phone, NGO if otherwise == UNSURE else {}, otherwise)
    for call in town.komshi.shelf.current.compiled.calls:
        await do(phone, ShowVerdict(call))
        assert phone.text.startswith(town.title(call, language))
        assert len(phone.text) <= LONGEST, (call, phone.text)
        for word in ("accepted", "congratulations", "prano", "prihva", "rejected"):
            assert word not in phone.text.lower()
    await do(phone, ShowVerdicts())
    while any("➡️" in label for label in phone.buttons):
        assert len(phone.text) <= LONGEST
        await phone.tap("➡️")


async def test_only_what_a_person_can_change_is_said_to_change_a_verdict(town: Town) -> None:
    employer = {
        "applicant": "business", "municipality": "prizren", "hires": "no",
        "stage": "running-registered", "workers": "4",
    }  # fmt: skip
    phone = await check(town, employer, UNSURE)
    assert await says(town, phone, "integra-c4-call-1") is Verdict.EXCLUDED
    while "Check this call fully" in " ".join(phone.buttons):
        await phone.tap("Check this call fully")
        await answer(phone, employer, UNSURE)
    assert "What would change it:" in phone.text
    assert phone.text.endswith("Yes")
    assert await says(town, phone, "csp-social-inclusion") is Verdict.EXCLUDED
    assert "Who applies: A" not in phone.text.partition("What would change it:")[2]


# The conversation.


async def _begin(town: Town, language: Language = Language.ENGLISH) -> Phone:
    await open_all(town)
    phone = await town.person(language)
    await phone.send("/check")
    await phone.tap(town.say("Show me everything", language))
    return phone


async def _to(phone: Phone, question: str, replies: Mapping[str, str]) -> None:
    """Answer until this question is asked."""
    while asked(phone) != question:
        assert asked(phone), f"{question} was never asked"
        await do(phone, GiveAnswer(asked(phone), replies.get(asked(phone), UNSURE)))


WOMAN = {"applicant": "person", "municipality": "prizren", "sex": "woman", "stage": "idea"}


OTHERWISE = {
    **WOMAN, "age": "40", "trade": "none", "farm": "other", "support-before": "no",
    "situation": "neither", "job": "none", "displaced": "neither", "community": "albanian",
}  # fmt: skip


async def _at_age(town: Town, language: Language = Language.ENGLISH) -> Phone:
    phone = await _begin(town, language)
    await _to(phone, "age", {**WOMAN, "situation": "returnee", "trade": "none"})
    return phone


@pytest.mark.parametrize("language", MAIN)
async def test_the_first_screen_says_what_happens_with_answers(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    await phone.tap("🧭")
    for line in (
        "Your answers stay up to 8 days, so that you can go on. Nobody else sees them.",
        "Nobody is refused here: the programme's staff decide.",
    ):
        assert town.say(line, language) in phone.text


@pytest.mark.parametrize(
    "typed", ["35", "35 vjeç", "ima mi 35 godina", "٣٥", "３５", "3️⃣5️⃣", "12.10.1991"]
)
async def test_a_number_is_understood_as_people_type_it(town: Town, typed: str) -> None:
    phone = await _at_age(town)
    await phone.send(typed)
    assert asked(phone) != "age"
    assert await _stored(town, phone, "age") == "35"


async def test_a_year_of_birth_is_an_age(town: Town) -> None:
    phone = await _at_age(town)
    await phone.send("1976")
    assert asked(phone) != "age"


async def test_a_year_of_birth_that_leaves_two_ages_open_asks_which(town: Town) -> None:
    phone = await _at_age(town)
    await phone.send("1960")
    assert "65 or 66" in phone.text
    await phone.tap("65")
    assert await _stored(town, phone, "age") == "65"


@pytest.mark.parametrize("typed", ["👍", "a" * 4000, "18-25", "-3", "plak"])
async def test_what_is_no_number_gets_one_kind_hint_and_the_buttons_again(
    town: Town, typed: str
) -> None:
    phone = await _at_age(town)
    before = phone.buttons
    await phone.send(typed)
    assert asked(phone) == "age"
    assert "I did not understand that." in phone.text
    assert phone.buttons == before


async def test_a_picture_or_a_voice_message_gets_the_same_hint(town: Town) -> None:
    phone = await _at_age(town)
    await phone.send_photo()
    assert asked(phone) == "age"
    assert "I did not understand that." in phone.text
    await phone.send_voice()
    assert asked(phone) == "age"


async def test_an_answer_can_be_typed_in_words(town: Town) -> None:
    phone = await _begin(town)
    await _to(phone, "municipality", {"applicant": "person", "stage": "idea"})
    await phone.send("Mitrovica")
    assert "Which one do you mean?" in phone.text
    await phone.tap("North")
    assert await _stored(town, phone, "municipality") == "mitrovice-veri"


async def test_back_changes_the_last_answer_and_then_the_one_before(town: Town) -> None:
    phone = await _begin(town)
    first = asked(phone)
    await do(phone, GiveAnswer(first, "person"))
    second = asked(phone)
    await do(phone, GiveAnswer(second, UNSURE))
    await phone.tap("Back")
    assert asked(phone) == second
    await phone.tap("Back")
    assert asked(phone) == first
    await do(phone, GiveAnswer(first, "household"))
    assert await _stored(town, phone, first) == "household"
    assert asked(phone) not in {first, ""}
    await do(phone, GoBack())
    await phone.tap("Back")
    await phone.tap("Back")
    assert "What do you look for?" in phone.text


async def test_a_double_tap_and_an_old_button_are_harmless(town: Town) -> None:
    phone = await _begin(town)
    first = asked(phone)
    await do(phone, GiveAnswer(first, "person"))
    text = phone.text
    await do(phone, GiveAnswer(first, "person"))
    assert phone.text == text
    await do(phone, GiveAnswer("no-such-question", "yes"))
    await do(phone, GiveAnswer(first, "no-such-option"))
    assert phone.text == text
    await do(phone, GiveAnswer(asked(phone), UNSURE))
    await do(phone, GoBack(first))
    assert "What do you look for?" in phone.text


async def test_an_answer_button_of_a_check_that_was_erased_begins_anew(town: Town) -> None:
    phone = await _begin(town)
    await do(phone, ConfirmForgetting())
    await phone.tap("Yes, erase my answers")
    await do(phone, GiveAnswer("applicant", "person"))
    assert "Which calls fit me?" in phone.text
    assert await _stored(town, phone, "applicant") is None


async def test_why_names_the_calls_that_need_the_answer(town: Town) -> None:
    phone = await _begin(town)
    question = town.komshi.shelf.current.compiled.rules.questions[asked(phone)]
    await phone.tap("Why do you ask?")
    assert town.komshi.translator.plain(question.why, Language.ENGLISH) in phone.text
    assert "For these calls" in phone.text
    await phone.tap("To the question")
    assert asked(phone) == question.id


async def test_stopping_shows_what_is_known_and_lets_go_on(town: Town) -> None:
    phone = await _begin(town)
    await do(phone, GiveAnswer(asked(phone), "person"))
    question = asked(phone)
    await phone.tap("Stop here")
    assert "…" in phone.text or "Go on" in " ".join(phone.buttons)
    await phone.tap("Go on")
    assert asked(phone) == question


async def test_the_language_can_be_changed_half_way(town: Town) -> None:
    phone = await _begin(town)
    await do(phone, GiveAnswer(asked(phone), "person"))
    question = asked(phone)
    await phone.send("/language")
    await phone.tap("Shqip")
    assert asked(phone) == question
    label = town.komshi.shelf.current.compiled.rules.questions[question].label
    assert town.komshi.translator.plain(label, Language.ALBANIAN) in phone.text
    assert await _stored(town, phone, "applicant") == "person"


async def test_cancel_leaves_and_check_goes_on_at_the_same_question(town: Town) -> None:
    phone = await _begin(town)
    await do(phone, GiveAnswer(asked(phone), "person"))
    question = asked(phone)
    await phone.send("/cancel")
    await phone.send("/check")
    assert "1 answer is still here" in phone.text
    await phone.tap("Go on")
    assert asked(phone) == question


async def test_a_check_goes_on_after_seven_days_and_is_gone_after_nine(town: Town) -> None:
    phone = await _begin(town)
    await do(phone, GiveAnswer(asked(phone), "person"))
    question = asked(phone)
    await do(phone, GiveAnswer(question, UNSURE))
    question = asked(phone)
    town.sandbox.clock.advance(timedelta(days=7))
    await phone.send("/check")
    await phone.tap("Go on")
    assert asked(phone) == question
    town.sandbox.clock.advance(timedelta(days=9))
    await phone.send("/check")
    assert "still here" not in phone.text
    await do(phone, AskNext())
    assert "What do you look for?" in phone.text


def _change_rules(town: Town) -> None:
    """Staff publish other rules."""
    shelf = town.komshi.shelf
    edition = shelf.current
    rules = replace(edition.content.rules, version="another")
    content = replace(edition.content, rules=rules)
    shelf.current = replace(edition, content=content, compiled=compile_rules(rules), _plans={})


async def test_a_change_of_the_rules_is_told_kindly_and_what_counts_stays(town: Town) -> None:
    phone = await _begin(town)
    await do(phone, GiveAnswer(asked(phone), "person"))
    _change_rules(town)
    await phone.send("/check")
    await phone.tap("Go on")
    assert "The calls have changed since you began." in phone.text
    assert asked(phone)
    assert await _stored(town, phone, "applicant") == "person"
    await do(phone, AskNext())
    assert "have changed" not in phone.text


async def test_a_change_of_the_rules_is_told_with_the_verdicts_too(town: Town) -> None:
    phone = await _begin(town)
    await do(phone, GiveAnswer(asked(phone), "person"))
    _change_rules(town)
    await do(phone, ShowVerdicts())
    assert "The calls have changed since you began." in phone.text
    await do(phone, ShowVerdicts())
    assert "have changed" not in phone.text


async def test_a_card_checks_its_one_call_with_few_questions(town: Town) -> None:
    await open_all(town)
    phone = await town.person(Language.ENGLISH)
    await phone.start("call-integra-c2-call-1")
    await phone.tap("Does this fit me?")
    replies = {**WOMAN, "age": "40", "situation": "returnee", "support-before": "no"}
    questions = await answer(phone, replies)
    assert len(questions) <= 7
    assert phone.text.startswith(town.title("integra-c2-call-1", Language.ENGLISH))
    assert "It looks as if this call fits you." in phone.text
    assert "accepted" not in phone.text
    await phone.tap("Check other calls")
    await phone.tap("Show me everything")
    assert asked(phone) not in questions


async def test_after_a_short_circuit_a_call_can_be_checked_in_every_point(town: Town) -> None:
    await open_all(town)
    phone = await town.person(Language.ENGLISH)
    await do(phone, CheckCall("integra-c2-call-1"))
    await _to(phone, "municipality", {"applicant": "person"})
    await phone.send("Gjakova")
    assert "for others" in phone.text
    assert "Other points were not checked." in phone.text
    await phone.tap("Check this call fully")
    replies = {**WOMAN, "age": "70", "situation": "neither", "support-before": "no"}
    assert await answer(phone, replies)
    assert phone.text.count("✗") >= 2
    assert "Check this call fully" not in " ".join(phone.buttons)


async def test_with_no_call_open_the_check_says_what_to_do_instead(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/check")
    await phone.tap("Show me everything")
    assert "No call is open for this today." in phone.text
    assert "All calls" in " ".join(phone.buttons)


# What is kept.


async def _stored(town: Town, phone: Phone, question: str) -> str | None:
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(phone.user_id)
        assert person is not None
        edition, now = town.komshi.shelf.current, town.sandbox.clock.now()
        case = Case(uow, edition.content, edition.compiled, person.id, now)
        talk = await conversation.find(case)
        return talk.replies.get(question) if talk else None


async def _sensitive(town: Town) -> Phone:
    """Somebody who answered one sensitive question, and is asked another."""
    phone = await _begin(town)
    await _to(phone, "community", OTHERWISE)
    await do(phone, GiveAnswer("community", "albanian"))
    assert asked(phone)
    return phone


async def test_sensitive_answers_lie_apart_and_name_nobody(town: Town) -> None:
    phone = await _sensitive(town)
    async with town.komshi.database.reading() as uow:
        apart = (await uow._session.scalars(select(SensitiveAnswer))).all()
        ordinary = set((await uow._session.scalars(select(ScreeningAnswer.question))).all())
    assert len(apart) == 1
    assert "community" not in ordinary
    assert "municipality" in ordinary
    columns = set(Base.metadata.tables["sensitive_answer"].columns.keys())
    assert columns == {"id", "answers", "kept_until"}
    assert await _stored(town, phone, "community") == "albanian"


async def test_where_i_stand_tells_nothing_of_my_answers(town: Town) -> None:
    await _sensitive(town)
    async with town.komshi.database.reading() as uow:
        places = (await uow._session.execute(select(Person.here, Person.back_to))).all()
    assert {here for here, _back in places} == {"vq"}


async def test_a_sensitive_answer_is_not_echoed(town: Town) -> None:
    phone = await _sensitive(town)
    assert "noted" in phone.text
    assert "Albanian" not in phone.text


async def test_prefer_not_to_say_leads_to_staff(town: Town) -> None:
    phone = await _begin(town)
    await _to(phone, "situation", OTHERWISE)
    await phone.tap("Prefer not to say")
    await answer(phone, OTHERWISE, "?withheld")
    assert await says(town, phone, "integra-c2-call-1") is Verdict.UNCLEAR


async def test_answers_are_kept_with_consent_and_confirmed_instead_of_asked_again(
    town: Town,
) -> None:
    phone = await _sensitive(town)
    await phone.tap("Stop here")
    await phone.tap("Keep my answers")
    assert "May I keep this?" in phone.text
    await phone.tap("I agree")
    assert "I keep your answers for 12 months." in phone.text
    await phone.tap("Sensitive answers")
    assert "May I keep this?" in phone.text
    await phone.tap("I agree")
    town.sandbox.clock.advance(timedelta(days=20))
    await tidy(town.komshi.database, town.sandbox.clock.now())
    await phone.send("/check")
    await phone.tap("Show me everything")
    assert "Is this still right?" in phone.text
    await phone.tap("Yes, use them")
    assert await _stored(town, phone, "municipality") == "prizren"
    assert await _stored(town, phone, "community") == "albanian"
    assert asked(phone) not in {"municipality", "community", "applicant"}


async def test_taking_the_consent_back_erases_the_kept_sensitive_answers(town: Town) -> None:
    phone = await _sensitive(town)
    await do(phone, KeepSensitive())
    await phone.tap("I agree")
    async with town.komshi.database.reading() as uow:
        assert len((await uow._session.scalars(select(SensitiveAnswer))).all()) == 2
    await do(phone, WithdrawConsent(Purpose.SPECIAL))
    async with town.komshi.database.reading() as uow:
        assert len((await uow._session.scalars(select(SensitiveAnswer))).all()) == 1


async def test_my_answers_are_listed_changed_exported_and_erased(town: Town) -> None:
    phone = await _sensitive(town)
    await phone.send("/mydata")
    await phone.tap("My answers")
    assert "Prizren" in phone.text
    await phone.tap("1")
    assert asked(phone) == "applicant"
    await phone.send("/mydata")
    await phone.tap("Take it along")
    document = phone.from_bot[-1].content["document"]
    data = json.loads(town.sandbox.world.files.get(document["file_id"]).content)
    assert data["check"]["answers"]["community"] == "albanian"
    await do(phone, ListReplies())
    await phone.tap("Erase my answers now")
    await phone.tap("Yes, erase my answers")
    async with town.komshi.database.reading() as uow:
        for table in (Screening, ScreeningAnswer, SensitiveAnswer):
            assert (await uow._session.scalars(select(table))).all() == []


async def test_delete_erases_the_sensitive_answers_too(town: Town) -> None:
    phone = await _sensitive(town)
    await do(phone, KeepSensitive())
    await phone.tap("I agree")
    await phone.send("/delete")
    await phone.tap("Yes, erase everything")
    async with town.komshi.database.reading() as uow:
        for table in (Screening, ScreeningAnswer, SensitiveAnswer):
            assert (await uow._session.scalars(select(table))).all() == []


async def test_a_word_closes_my_answers_on_a_shared_phone(town: Town) -> None:
    phone = await _sensitive(town)
    question = asked(phone)
    await do(phone, ChoosePasscode())
    await phone.send("molla 77")
    await do(phone, LockNow())
    for action in (
        AskNext(),
        ShowVerdicts(),
        ListReplies(),
        ShowVerdict("integra-c2-call-1"),
        GiveAnswer(question, "no"),
        UseKept(),
        GoBack(),
    ):
        await do(phone, action)
        assert "type your word" in phone.text, action
    async with town.komshi.database.reading() as uow:
        (here,) = (await uow._session.scalars(select(Person.here))).all()
    assert "yes" not in (here or "")
    assert question not in (here or "")
    await phone.send("molla 77")
    assert asked(phone) == question
