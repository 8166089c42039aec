"""What happens when something breaks: nothing is lost, nothing happens twice, nobody waits."""

import asyncio
import logging
import shutil

import pytest

from bot.domain.text.languages import Language
from bot.screens.home.actions import ShowHelp
from bot.transport.visit import Visit
from tests.journeys.conftest import Town


async def _break(_visit: Visit, _action: ShowHelp) -> None:
    raise KeyError("a secret that somebody typed")


async def test_a_poison_update_is_parked_and_the_next_one_is_served(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    phone = await town.person(Language.ENGLISH)
    other = await town.person(Language.ALBANIAN)
    town.komshi.router._handlers[ShowHelp] = _break  # type: ignore[assignment]
    with caplog.at_level(logging.ERROR):
        await phone.send("/help")
    assert "Something went wrong" in phone.text
    assert "parked after 5 failures" in caplog.text
    assert "a secret" not in caplog.text
    await phone.send("/calls")
    await other.send("/calls")
    assert "Open calls" in phone.text
    async with town.komshi.database.reading() as uow:
        assert await uow.updates.parked() == 1


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
