from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import make_transient_to_detached

from bot.domain.text.languages import Language
from bot.services.rights.people import (
    choose_language,
    come_in,
    note_activity,
    resume_messages,
    stop_messages,
)
from bot.storage.people import Person


@pytest.fixture
def person(now: datetime) -> Person:
    return Person(telegram_id=1, created_at=now)


@pytest.mark.parametrize("payload", ["call-bees", "from-market_day", "x" * 64])
async def test_the_way_in_is_kept(person: Person, now: datetime, payload: str) -> None:
    assert await come_in(person, payload, now) is False
    assert person.pending == payload


@pytest.mark.parametrize("payload", ["", "x" * 65, "call bees", "call-bees\n", "č", "a\0"])
async def test_what_no_link_can_carry_is_dropped(
    person: Person, now: datetime, payload: str
) -> None:
    person.pending = "call-bees"
    await come_in(person, payload, now)
    assert person.pending is None


async def test_stopping_twice_keeps_the_first_time_and_coming_in_ends_it(
    person: Person, now: datetime
) -> None:
    await stop_messages(person, now)
    await stop_messages(person, now + timedelta(days=1))
    assert person.stopped_at == now
    assert await come_in(person, "", now + timedelta(days=2)) is True
    assert person.stopped_at is None
    assert await come_in(person, "", now + timedelta(days=3)) is False


async def test_messages_resume(person: Person, now: datetime) -> None:
    await stop_messages(person, now)
    await resume_messages(person)
    assert person.stopped_at is None


async def test_a_language_is_kept_by_its_code(person: Person) -> None:
    await choose_language(person, Language.SERBIAN_CYRILLIC)
    assert person.language == "sr_Cyrl"


def test_activity_is_noted_by_the_local_day_and_makes_a_warning_void(person: Person) -> None:
    note_activity(person, datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    assert person.active_on == date(2026, 11, 22)
    person.warned_at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    note_activity(person, datetime(2026, 11, 22, 23, 0, tzinfo=UTC))  # midnight has struck here
    assert person.active_on == date(2026, 11, 23)
    assert person.warned_at is None


def test_noting_activity_again_on_the_same_day_changes_nothing_in_the_row(
    person: Person, now: datetime
) -> None:
    person.id, person.active_on, person.warned_at = 1, now.date(), None
    make_transient_to_detached(person)
    note_activity(person, now)
    assert not inspect(person).modified
