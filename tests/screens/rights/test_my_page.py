"""The page that a person takes along: words and local days, no codes."""

import re
from datetime import UTC, date, datetime

import pytest

from bot.domain.inbox.threads import About, Closing, Thread, ThreadEntry, ThreadState
from bot.domain.interests.declared import (
    ContactWay,
    Decision,
    Interest,
    InterestState,
    Shared,
    Way,
)
from bot.domain.privacy.consent import Given, Purpose
from bot.domain.rights.my_data import CheckData, DeclaredInterest, HeldRole, MyData, SentQuestion
from bot.domain.text.languages import OFFERED, Language
from bot.screens.rights.my_page import entries
from tests.repository import content, translator

AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""Already the next day on the wall of the reader."""
THREAD = Thread(
    7, 1, About("integra", "prizren"), ThreadState.CLOSED, AT, closing=Closing.NOT_FOR_US
)
INTEREST = Interest(
    id=1,
    reference="12345678",
    person_id=1,
    call_id="akt-startup",
    round_number=1,
    municipality="prizren",
    state=InterestState.DECIDED,
    declared_at=AT,
    changed_at=AT,
    decision=Decision.NO_FUNDS,
    papers=1,
)
EVERYTHING = MyData(
    telegram_id=1,
    language="en",
    created_at=AT,
    active_on=date(2026, 11, 22),
    stopped=False,
    discreet=True,
    quiet_from=21,
    quiet_until=8,
    has_passcode=True,
    follows=(("call", "akt-startup"), ("municipality", "prizren"), ("call", "gone-long-ago")),
    answers={"place": "prizren", "applicant": "person"},
    consents=(Given(Purpose.SPECIAL, 1, AT, AT),),
    messages=3,
    staff_name="Arta",
    roles=(HeldRole("focal_point", "*", "prizren,istog", "*", AT, AT),),
    questions=(SentQuestion(THREAD, (ThreadEntry(1, None, "Is it open?", AT),)),),
    interests=(
        DeclaredInterest(
            INTEREST,
            ContactWay(Way.PHONE, "+38344123456"),
            Shared("unclear", {"applicant": "person"}, {"community": "serb"}),
        ),
    ),
    check=CheckData("akt-startup", {"applicant": "person", "age": "18..29"}),
    sensitive={"community": "serb"},
)
NOTHING = MyData(
    telegram_id=1,
    language=None,
    created_at=AT,
    active_on=None,
    stopped=False,
    discreet=None,
    quiet_from=0,
    quiet_until=0,
    has_passcode=False,
    follows=(),
    answers={},
    consents=(),
    messages=0,
)


def page(data: MyData, language: Language) -> str:
    """The page as lines of text."""
    speak = translator().plain
    return "\n".join(
        speak(phrase, language)
        for entry in entries(data, content())
        for phrase in (entry.label, *entry.lines)
    )


@pytest.mark.parametrize("language", OFFERED)
def test_no_code_and_no_machine_time_is_on_the_page(language: Language) -> None:
    read = page(EVERYTHING, language)
    assert not re.search(r"\d{4}-\d\d-\d\d|T\d\d:\d\d|\+00:00", read)
    codes = ("akt-startup", "no-funds", "not_for_us", "focal_point", "special", "serb\n", "unclear",
             "decided\n" if language is not Language.ENGLISH else "no_funds", "person\n" if
             language is not Language.ENGLISH else "applicant")  # fmt: skip
    assert [code for code in codes if code in read] == []


def test_days_are_those_of_the_wall_and_answers_those_of_the_screens() -> None:
    read = page(EVERYTHING, Language.ENGLISH)
    assert "taken back on 23 November 2026" in read
    assert "No notices from 21 to 8" in read
    assert "Is it open?" in read
    assert "+38344123456" in read


def test_what_the_content_does_not_know_any_more_is_still_there() -> None:
    assert "gone-long-ago" in page(EVERYTHING, Language.ENGLISH)


def test_what_is_not_kept_has_no_row() -> None:
    labels = {entry.label for entry in entries(NOTHING, content())}
    assert len(labels) == 5
    assert all(entry.lines for entry in entries(NOTHING, content()))
