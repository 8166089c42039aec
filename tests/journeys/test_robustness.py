"""What happens when something breaks: nothing is lost, nothing happens twice, nobody waits."""

import asyncio
import logging
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.delivery.patience import PAUSES
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.home.actions import ShowHelp
from bot.services.rights import rights
from bot.services.staff.parked import wish_again
from bot.transport.parking import NotYetError
from bot.transport.visit import Visit
from tests.journeys.conftest import Town


async def _break(_visit: Visit, _action: ShowHelp) -> None:
    raise KeyError("a secret that somebody typed")


def _help(phone: Phone, update_id: int) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": 77,
            "date": 0,
            "chat": {"id": phone.user_id, "type": "private"},
            "from": {"id": phone.user_id, "is_bot": False, "language_code": "en"},
            "text": "/help",
        },
    }


async def _fail_until_parked(town: Town, update: Mapping[str, Any]) -> int:
    """Deliver an update again whenever it is due; how often that was in vain."""
    failures = 1
    while True:
        try:
            await town.komshi.receiver.receive(update)
        except NotYetError as error:
            failures += 1
            town.sandbox.clock.advance(timedelta(seconds=error.seconds))
        else:
            return failures


async def test_what_fails_is_tried_again_for_minutes_and_others_are_served_at_once(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    phone = await town.person(Language.ENGLISH)
    other = await town.person(Language.ALBANIAN)
    town.komshi.router._handlers[ShowHelp] = _break  # type: ignore[assignment]
    update = _help(phone, 900_000_002)
    with caplog.at_level(logging.ERROR), pytest.raises(NotYetError):
        await town.komshi.receiver.receive(update)
    assert "Something went wrong" in phone.text
    assert "a secret" not in caplog.text
    for _ in range(20):
        with pytest.raises(NotYetError):
            await town.komshi.receiver.receive(update)
    await phone.send("/calls")
    await other.send("/calls")
    assert "Open calls" in phone.text
    async with town.komshi.database.reading() as uow:
        assert await uow.updates.parked() == 0
        failures = await uow.updates.failures(900_000_002)
    assert failures is not None
    assert failures.count == 1


async def test_what_was_mended_meanwhile_is_served_after_all(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    whole = town.komshi.router._handlers[ShowHelp]
    town.komshi.router._handlers[ShowHelp] = _break  # type: ignore[assignment]
    update = _help(phone, 900_000_002)
    with pytest.raises(NotYetError) as failed:
        await town.komshi.receiver.receive(update)
    town.komshi.router._handlers[ShowHelp] = whole
    town.sandbox.clock.advance(timedelta(seconds=failed.value.seconds))
    await town.komshi.receiver.receive(update)
    assert phone.text.startswith("Help")


async def test_what_fails_for_minutes_is_parked_told_to_owners_and_tried_again_on_a_wish(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    phone = await town.person(Language.ENGLISH)
    owner = await town.colleague(Role.OWNER)
    whole = town.komshi.router._handlers[ShowHelp]
    town.komshi.router._handlers[ShowHelp] = _break  # type: ignore[assignment]
    began = town.sandbox.clock.now()
    assert await _fail_until_parked(town, _help(phone, 900_000_002)) == 1 + len(PAUSES)
    assert town.sandbox.clock.now() - began > timedelta(minutes=5)
    assert "parked after 6 failures" in caplog.text
    assert "try again a little later" in phone.text
    await town.deliver()
    assert "could not read a message" in owner.text

    async with town.komshi.database.transaction() as uow:
        found = await wish_again(uow, None, town.sandbox.clock.now())
        assert [one.update_id for one in found] == [900_000_002]
    assert await town.komshi.receiver.retry_parked() == 0
    async with town.komshi.database.transaction() as uow:
        assert [one.wished for one in await uow.updates.all_parked()] == [False]
        await wish_again(uow, [900_000_002], town.sandbox.clock.now())
    town.komshi.router._handlers[ShowHelp] = whole
    assert await town.komshi.receiver.retry_parked() == 1
    assert phone.text.startswith("Help")
    async with town.komshi.database.reading() as uow:
        assert await uow.updates.parked() == 0
        assert await uow.updates.content(900_000_002) is None


async def test_a_parked_update_is_sealed_and_goes_with_the_person(
    town: Town, database_url: str
) -> None:
    phone = await town.person(Language.ENGLISH)
    town.komshi.router._handlers[ShowHelp] = _break  # type: ignore[assignment]
    update = _help(phone, 900_000_002)
    await _fail_until_parked(town, {**update, "secret": "a-word-of-their-own"})
    async with town.komshi.database.transaction() as uow:
        assert "a-word-of-their-own" in (await uow.updates.content(900_000_002) or "")
        person = await uow.people.look(phone.user_id)
        assert person is not None
        await rights.erase(uow, person, town.sandbox.clock.now())
    async with town.komshi.database.reading() as uow:
        assert [one.kept for one in await uow.updates.all_parked()] == [False]
    if database_url.startswith("sqlite"):
        file = Path(database_url.partition("///")[2])
        beside = (file, file.with_name(f"{file.name}-wal"))
        assert all(b"a-word-of-their-own" not in one.read_bytes() for one in beside)


async def test_effects_that_are_committed_happen_once_though_the_answer_was_parked(
    town: Town,
) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.start("call-akt-startup")
    button = next(b for row in phone.rows for b in row if "🔔" in b.label)
    update = {
        "update_id": 900_000_003,
        "callback_query": {
            "id": "1",
            "from": phone.person.wire,
            "message": phone.screen.wire,
            "chat_instance": "1",
            "data": button.callback_data,
        },
    }
    refused = town.sandbox.faults.refuse(400, "Bad Request: no", "editMessageText", times=None)
    assert await _fail_until_parked(town, update) == 1 + len(PAUSES)
    assert refused.fired
    town.sandbox.faults.rules.remove(refused)
    async with town.komshi.database.transaction() as uow:
        await wish_again(uow, None, town.sandbox.clock.now())
    assert await town.komshi.receiver.retry_parked() == 1
    await phone.send("/alerts")
    assert "My alerts: 1" in phone.text


MALFORMED: dict[str, dict[str, Any]] = {
    "a number that no database holds": {"update_id": 1 << 63},
    "a number that is none": {"update_id": "7"},
    "no number": {"update_id": None},
    "a yes for a number": {"update_id": True},
    "a person whose number is a word": {
        "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "text": "/help",
                    "from": {"id": "five", "is_bot": False}},
    },
    "a person whose number no database holds": {
        "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "text": "/help",
                    "from": {"id": 1 << 63, "is_bot": False}},
    },
    "a message that is none": {"message": "hello"},
    "a message that is empty": {"message": {}},
    "a tap of nobody": {"callback_query": {"id": "1", "data": "h"}},
    "a tap without a number": {"callback_query": {"id": 1, "data": "h", "from": {"id": 5}}},
    "a tap that says a number": {"callback_query": {"id": "1", "data": 7, "from": {"id": 5}}},
    "a change of nothing": {"my_chat_member": None},
    "a group whose number is a word": {
        "message": {"message_id": 1, "chat": {"id": "x", "type": "group"}, "text": "/help"},
    },
}  # fmt: skip


async def test_what_makes_no_sense_is_dropped_with_one_line_in_the_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    for number, (name, update) in enumerate(MALFORMED.items()):
        caplog.clear()
        await town.komshi.receiver.receive({"update_id": 900_000_100 + number, **update})
        assert [record.levelname for record in caplog.records] == ["ERROR"], name
        assert "makes no sense" in caplog.text
    async with town.komshi.database.reading() as uow:
        assert await uow.updates.failures(900_000_101) is None


@pytest.mark.quick
async def test_a_redelivered_tap_changes_nothing_and_draws_the_current_screen(
    town: Town,
) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.start("call-akt-startup")
    button = next(b for row in phone.rows for b in row if "🔔" in b.label)
    update = {
        "update_id": 900_000_001,
        "callback_query": {
            "id": "1",
            "from": phone.person.wire,
            "message": phone.screen.wire,
            "chat_instance": "1",
            "data": button.callback_data,
        },
    }
    await town.komshi.receiver.receive(update)
    shown = phone.text
    count = len(phone.messages)
    await town.komshi.receiver.receive(update)
    assert phone.text == shown
    assert len(phone.messages) == count
    await phone.send("/alerts")
    assert "My alerts: 1" in phone.text


async def test_a_redelivered_command_edits_its_first_answer_instead_of_repeating_it(
    town: Town,
) -> None:
    phone = await town.person(Language.ENGLISH)
    update_id = await phone.send("/help")
    mine = next(m for m in reversed(phone.messages) if not m.from_bot)
    update = {"update_id": update_id, "message": mine.wire}
    before = len(phone.messages)
    await town.komshi.receiver.receive(update)
    assert len(phone.messages) == before
    assert "Help" in phone.text


async def test_a_person_who_blocked_the_bot_costs_one_try(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    town.sandbox.faults.forbid("sendMessage", chat_id=phone.user_id, times=None)
    await phone.send("/help")
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(phone.user_id)
        assert person is not None
        assert person.unreachable_at is not None
        assert await uow.updates.parked() == 0


async def test_bad_gateways_and_dropped_answers_are_survived(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    town.sandbox.faults.bad_gateway("sendMessage", times=2)
    await phone.send("/help")
    assert "Help" in phone.text
    town.sandbox.faults.drop_after("sendMessage", times=1)
    await phone.send("/calls")
    assert "Open calls" in phone.text


async def test_telegram_being_away_for_a_while_loses_nothing(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    phone.patience = None
    async with town.sandbox.unreachable():
        await phone.send("/help")
    phone.patience = 20.0
    await town.sandbox.settle()
    assert "Help" in phone.text


async def test_two_people_are_served_at_once(town: Town) -> None:
    """While the answer to one is held up, the other gets theirs."""
    slow = await town.person(Language.ENGLISH)
    quick = await town.person(Language.ALBANIAN)
    town.sandbox.faults.delay(2.0, "sendMessage", chat_id=slow.user_id, times=1)
    waiting = asyncio.create_task(slow.send("/help"))
    await quick.send("/calls")
    assert not waiting.done()
    await waiting
    assert "Help" in slow.text


async def test_a_broken_edit_keeps_the_old_content_serving(
    town: Town, caplog: pytest.LogCaptureFixture, tmp_path_factory: pytest.TempPathFactory
) -> None:

    copy = tmp_path_factory.mktemp("content")
    shutil.copytree(town.komshi.shelf._folder, copy, dirs_exist_ok=True)
    town.komshi.shelf._folder = copy
    file = copy / "calls" / "akt-startup.yml"
    whole = file.read_text()
    file.write_text(whole.replace("programme: akt-ls", "programme: nobody"))
    assert town.komshi.reload() is False
    assert "akt-startup.yml" in caplog.text
    phone = await town.person(Language.ENGLISH)
    await phone.start("call-akt-startup")
    assert phone.text.startswith(town.title("akt-startup", Language.ENGLISH))
    file.write_text(whole.replace(town.title("akt-startup", Language.ENGLISH), "A fresh title"))
    assert town.komshi.reload() is True
    await phone.start("call-akt-startup")
    assert phone.text.startswith("A fresh title")
