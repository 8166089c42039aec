"""Two processes on one database: whoever gets the same update, a person gets one answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.app import Komshi
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.transport.courier import UnansweredError
from bot.transport.flood import UNLIMITED
from tests.journeys.conftest import Town

PEOPLE = 10
FIRST_UPDATE = 900_001_000


@pytest.fixture
async def replica(town: Town) -> AsyncIterator[Komshi]:
    """A second process beside the one of the town; neither takes updates by itself."""
    settings = replace(town.komshi._settings, http_port=0)
    second = Komshi(settings, now=town.sandbox.clock.now, samples=False, limits=UNLIMITED)
    second.database.keyring.load()
    await second.bot.initialize()

    async def let_both_store(_seconds: float) -> None:
        """Stand in for a second of the clock, in which both answer and note what they answered.

        A part of it passes really, because whoever owes an answer needs time to give it.
        """
        await town.sandbox.world.changed.until(lambda: False, 0.3)
        for komshi in (town.komshi, second):
            await komshi.receiver.receipts.store()

    for komshi in (town.komshi, second):
        komshi.receiver._pause = let_both_store
    yield second
    await second.bot.shutdown()
    await second.database.close()


def _wrote(phone: Phone, number: int, text: str) -> dict[str, Any]:
    chat = {"id": phone.user_id, "type": "private"}
    message = {"message_id": 900 + number, "date": 0, "chat": chat, "text": text}
    return {
        "update_id": FIRST_UPDATE + number,
        "message": {**message, "from": phone.person.wire},
    }


def _tapped(phone: Phone, number: int) -> dict[str, Any]:
    query = {"id": str(number), "from": phone.person.wire, "message": phone.screen.wire}
    data = next(b.callback_data for row in phone.rows for b in row if b.callback_data)
    return {"update_id": FIRST_UPDATE + number, "callback_query": {**query, "data": data}}


async def _at_both(town: Town, replica: Komshi, updates: Sequence[Mapping[str, Any]]) -> None:
    await asyncio.gather(
        *(komshi.receiver.receive(one) for one in updates for komshi in (town.komshi, replica))
    )


async def test_the_same_message_at_two_processes_at_once_gets_one_answer(
    town: Town, replica: Komshi
) -> None:
    phones = [await town.person(Language.ENGLISH) for _ in range(PEOPLE)]
    before = [len(phone.from_bot) for phone in phones]
    await _at_both(town, replica, [_wrote(p, n, "/help") for n, p in enumerate(phones)])
    assert [len(phone.from_bot) for phone in phones] == [count + 1 for count in before]
    assert all(phone.text.startswith("Help") for phone in phones)


async def test_the_same_refusal_at_two_processes_at_once_is_said_once(
    town: Town, replica: Komshi
) -> None:
    phones = [await town.person(Language.ENGLISH) for _ in range(PEOPLE)]
    before = [len(phone.from_bot) for phone in phones]
    await _at_both(town, replica, [_wrote(p, n, "/team") for n, p in enumerate(phones)])
    assert [len(phone.from_bot) for phone in phones] == [count + 1 for count in before]


async def test_the_same_tap_at_two_processes_at_once_is_answered_once(
    town: Town, replica: Komshi
) -> None:
    phones = [await town.person(Language.ENGLISH) for _ in range(PEOPLE)]
    town.sandbox.calls.clear()
    await _at_both(town, replica, [_tapped(p, n) for n, p in enumerate(phones)])
    assert len(town.sandbox.calls.of("editMessageText")) == PEOPLE
    assert len(town.sandbox.calls.of("answerCallbackQuery")) == PEOPLE


async def test_the_answer_of_a_process_that_died_is_given_by_another(
    town: Town, replica: Komshi
) -> None:
    phone = await town.person(Language.ENGLISH)
    before = len(phone.from_bot)
    update = _wrote(phone, 1, "/help")
    town.sandbox.faults.bad_gateway("sendMessage", times=5)
    with pytest.raises(UnansweredError):  # the first one commits, and never gets to speak
        await town.komshi.receiver.receive(update)
    assert len(phone.from_bot) == before
    await replica.receiver.receive(update)
    assert len(phone.from_bot) == before + 1
    assert phone.text.startswith("Help")
    await town.komshi.receiver.receive(update)
    assert len(phone.from_bot) == before + 1


async def test_what_was_answered_is_not_answered_again_however_much_came_after_it(
    town: Town,
) -> None:
    phone = await town.person(Language.ENGLISH)
    updates = [_wrote(phone, n, text) for n, text in enumerate(["/help", "/calls", "/about"])]
    for update in updates:
        await town.komshi.receiver.receive(update)
    count, text = len(phone.from_bot), phone.text
    for update in updates:
        await town.komshi.receiver.receive(update)
    assert (len(phone.from_bot), phone.text) == (count, text)
