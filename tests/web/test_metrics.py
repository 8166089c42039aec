"""The page of figures, and a queue that makes the bot not ready."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.delivery.outbox import Lane, OutboxMessage
from bot.domain.delivery.outcomes import Delivered
from bot.services.delivery.delivery import Tried
from bot.storage.unit_of_work import Database
from bot.transport.meters import SendMeters
from bot.web.metrics import METRICS_PATH, Metrics
from bot.web.server import WebServer

DAY = timedelta(days=1)


async def samples(page: bytes) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every figure by its name and the values of its labels."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


@pytest.fixture
async def served(database: Database, now: datetime) -> AsyncIterator[tuple[WebServer, SendMeters]]:
    figures = SendMeters()
    app = web.Application()
    app.router.add_get(METRICS_PATH, Metrics(figures, database, lambda: now).serve)
    server = WebServer(app, "127.0.0.1", 0)
    await server.start()
    yield server, figures
    await server.stop()


async def test_the_page_says_how_the_queue_stands_and_what_the_sender_did(
    served: tuple[WebServer, SendMeters], database: Database, now: datetime
) -> None:
    server, figures = served
    async with database.transaction() as uow:
        campaign = await uow.campaigns.add(NewCampaign("broadcast", now, now + DAY), now)
        person = await uow.people.meet(918_273_645, now)
        for kind, key, since, number in (
            ("deadline_reminder", "a", now - timedelta(seconds=90), None),
            ("deadline_reminder", "b", now, None),
            ("broadcast", "c", now, campaign),  # the campaign does not run yet
        ):
            message = OutboxMessage(
                kind, key, since, person_id=person.id, campaign_id=number, expires_at=now + DAY
            )
            await uow.outbox.enqueue(message)
    async with database.reading() as uow:
        due = (await uow.outbox.due(Lane.REMINDER, now, 1))[0]
    figures.sends = True
    figures.count([Tried(due, Delivered(1), now)])
    figures.count_call(0.2)
    figures.count_call(99.0)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}{METRICS_PATH}") as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        page = await answer.read()
    found = await samples(page)
    assert found["komshi_outbox_messages", ("reminder", "queued")] == 2
    assert found["komshi_outbox_messages", ("broadcast", "queued")] == 1
    assert found["komshi_outbox_oldest_due_seconds", ("reminder",)] == 90
    assert found["komshi_outbox_oldest_due_seconds", ("broadcast",)] == 0
    assert found["komshi_sender_outcomes_total", ("reminder", "Delivered")] == 1
    assert found["komshi_sender_leads", ()] == 1
    assert found["komshi_sender_call_seconds_bucket", ("0.25",)] == 1
    assert found["komshi_sender_call_seconds_count", ()] == 2
    assert b"918273645" not in page


async def test_an_empty_outbox_has_a_page_too(served: tuple[WebServer, SendMeters]) -> None:
    server, _figures = served
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}{METRICS_PATH}") as answer,
    ):
        found = await samples(await answer.read())
    assert found["komshi_outbox_oldest_due_seconds", ("interactive",)] == 0
    assert found["komshi_sender_leads", ()] == 0
