from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.localtime import from_local
from bot.domain.rounds.news import ErasureWarning
from bot.domain.text.languages import OFFERED, Language
from bot.i18n.translator import Translator
from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.screens.notices import as_screen, notice_of
from bot.services.ports import Courier as CourierPort
from bot.services.ports import Outcome, Told
from bot.storage.people import Person
from bot.transport.courier import Courier, TelegramBot
from bot.transport.notifier import Notifier
from tests import repository
from tests.conftest import NOW

NEWS = ErasureWarning(date(2028, 11, 22))
LATE = from_local(datetime(2026, 11, 22, 21, 0))  # noqa: DTZ001 -- wall time


@pytest.fixture(scope="module")
def translator() -> Translator:
    return repository.translator()


@pytest.fixture
def notifier(bot: TelegramBot, translator: Translator) -> CourierPort:
    async def no_pause(_seconds: float) -> None:
        pass

    return Notifier(Courier(bot, no_pause), translator)


@pytest.fixture
def person(phone: Phone) -> Person:
    return Person(
        telegram_id=phone.user_id,
        language="en",
        created_at=NOW,
        discreet=False,
        quiet_from=21,
        quiet_until=8,
    )


async def test_an_ordinary_notice_says_what_it_is_about_and_sounds(
    notifier: CourierPort, person: Person, phone: Phone
) -> None:
    told = await notifier.notify(person, NEWS, NOW)
    assert told == Told(Outcome.SENT, phone.screen.message_id)
    assert phone.text.splitlines()[0] == "Reminder: we will soon erase your data"
    assert "22 November 2028" in phone.text
    assert [label.split()[-1] for label in phone.buttons] == ["data", "messages"]
    assert not phone.screen.silent


async def test_a_discreet_notice_says_nothing_and_makes_no_sound(
    notifier: CourierPort, person: Person, phone: Phone
) -> None:
    person.discreet = True
    await notifier.notify(person, NEWS, NOW)
    assert phone.text == "A message from Komshi\nTap to read."
    assert phone.buttons == ["Read"]
    assert phone.screen.silent


@pytest.mark.parametrize("language", OFFERED)
async def test_a_notice_comes_in_the_persons_language(
    notifier: CourierPort,
    person: Person,
    phone: Phone,
    language: Language,
    translator: Translator,
) -> None:
    person.language = language.value
    await notifier.notify(person, NEWS, NOW)
    first = as_screen(notice_of(NEWS), discreet=False).title
    assert phone.text.splitlines()[0] == translator.plain(first, language)


async def test_whoever_chose_no_language_reads_english(
    notifier: CourierPort, person: Person, phone: Phone
) -> None:
    person.language = None
    await notifier.notify(person, NEWS, NOW)
    assert phone.text.startswith("Reminder")


async def test_nothing_is_tried_in_quiet_hours(
    notifier: CourierPort, person: Person, sandbox: Sandbox
) -> None:
    assert await notifier.notify(person, NEWS, LATE) == Told(Outcome.QUIET)
    assert len(sandbox.calls) == 0
    person.quiet_from = person.quiet_until = 0
    assert (await notifier.notify(person, NEWS, LATE)).outcome is Outcome.SENT


@pytest.mark.parametrize("column", ["stopped_at", "unreachable_at"])
async def test_nothing_is_tried_where_nothing_is_wanted_or_arrives(
    notifier: CourierPort, person: Person, sandbox: Sandbox, column: str
) -> None:
    setattr(person, column, datetime(2026, 1, 1, tzinfo=UTC))
    assert await notifier.notify(person, NEWS, NOW) == Told(Outcome.OFF)
    assert await notifier.notify(person, NEWS, NOW + timedelta(days=900)) == Told(Outcome.OFF)
    assert len(sandbox.calls) == 0


async def test_a_person_who_blocked_the_bot_is_found_out(
    notifier: CourierPort, person: Person, phone: Phone
) -> None:
    await phone.block()
    assert await notifier.notify(person, NEWS, NOW) == Told(Outcome.UNREACHABLE)


async def test_telegram_that_is_away_is_told_apart(
    notifier: CourierPort, person: Person, phone: Phone, sandbox: Sandbox
) -> None:
    async with sandbox.unreachable():
        assert await notifier.notify(person, NEWS, NOW) == Told(Outcome.AWAY)
    assert phone.from_bot == []
