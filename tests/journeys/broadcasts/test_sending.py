"""The whole bot sends a broadcast while people use it."""

from datetime import timedelta

import aiohttp
import pytest

from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.text.languages import Language
from bot.sandbox.rules.limits import ApiLimits
from bot.web.server import WebServer, build_app
from tests.journeys.conftest import Town
from tests.transport.outbox_town import (
    FIRST,
    enter,
    greet,
    move_in,
    queue_campaign,
    wait_until,
)

READERS = 150


@pytest.fixture
def hurries() -> bool:
    """The pace is what these are about."""
    return False


async def test_whoever_writes_during_a_broadcast_is_answered_before_it_goes_on_for_long(
    town: Town,
) -> None:
    phone = await town.person(Language.ENGLISH)
    town.komshi.sender._wording._renderers = {"broadcast": greet}
    now = town.sandbox.clock.now()
    people = await enter(town.komshi.database, move_in(town.sandbox, READERS), now)
    # What was said before counts for the limit of a second.
    town.sandbox.limits = ApiLimits.of_telegram()
    campaign = await queue_campaign(town.komshi.database, people, now)

    def sent() -> int:
        calls = town.sandbox.calls.of("sendMessage")
        return sum(call.ok and call.params["chat_id"] >= FIRST for call in calls)

    await wait_until(lambda: sent() >= 20)
    between = []
    for command in ("/help", "/calls", "/about"):
        before = sent()
        await phone.send(command)
        between.append(sent() - before)
        await wait_until(lambda: sent() >= before + 30)  # noqa: B023 -- a second between two
    assert max(between) < 28  # less than a second's worth of the broadcast

    async def is_over() -> bool:
        async with town.komshi.database.reading() as uow:
            stored = await uow.campaigns.find(campaign)
        return stored is not None and stored.finished_at is not None

    await wait_until(is_over)
    assert sent() == READERS


@pytest.mark.quick
async def test_a_queue_that_stands_still_makes_the_bot_not_ready(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    assert await town.komshi._problem() is None
    town.komshi.sender._calls._pace.push(10_000)
    now = town.sandbox.clock.now()
    async with town.komshi.database.transaction() as uow:
        person = await uow.people.look(phone.user_id)
        assert person is not None
        await uow.outbox.enqueue(
            OutboxMessage("session_changed", "a change", now, person_id=person.id)
        )
    server = WebServer(build_app(town.komshi._problem), "127.0.0.1", 0)
    await server.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as http:
        async with http.get("/readyz") as answer:
            assert answer.status == 200
        town.sandbox.clock.advance(timedelta(minutes=2))
        async with http.get("/readyz") as answer:
            assert answer.status == 503
            assert (await answer.json())["problem"] == "messages wait and none is sent"
        async with http.get("/healthz") as answer:
            assert answer.status == 200  # restarting it would not help
    await server.stop()
