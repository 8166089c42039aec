"""How long the event loop stands still while something reads very many rows."""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from benchmarks.databases import Databases
from bot.catalogue.loader import load_content
from bot.domain.broadcasts.audience import Audience, Condition, Field, Joint
from bot.domain.content import Content
from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.localtime import local_day
from bot.domain.privacy.consent import CURRENT, Purpose
from bot.domain.staff.roles import EVERYWHERE, Grant, Role, StaffMember
from bot.domain.text.languages import OFFERED
from bot.services.broadcasts.reach import calls_of
from bot.services.case import Case
from bot.services.interests import desk as interest_desk
from bot.services.screening import matching
from bot.storage.database.base import Base
from bot.storage.delivery.rows import values_of
from bot.storage.keys.keyring import Keyring
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.upkeep.unlocking import unlock

NOW: Final = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_BEAT_SECONDS: Final = 0.001
_PAGE: Final = 10_000
_APPLIES: Final = 20
"""Every so-manieth person agreed to be compared and wants to apply; a tenth of them answered."""
_QUESTIONS: Final = ("age", "trade", "place", "status", "land")

Read = Callable[[UnitOfWork], Awaitable[object]]


def run(*, quick: bool) -> None:
    """Measure every long read on SQLite and on PostgreSQL, and print the tables."""
    asyncio.run(_measure_all(5_000 if quick else 100_000))


async def _measure_all(people: int) -> None:
    loaded, report = load_content(Path("content"), samples=False)
    if loaded is None:
        raise SystemExit(report.as_text())
    compiled = compile_rules(loaded.rules)
    print(
        f"\nLong reads of {people} people, longest of three. Load before: {os.getloadavg()[0]:.2f}"
    )
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        for kind in ("sqlite", "postgresql"):
            database = Database(await databases.new(kind), Keyring(Path(folder) / "komshi.key"))
            await upgrade(database)
            await unlock(database, NOW)
            campaign = await _fill(database, loaded, people)
            print(f"\n{kind:<24}{'ms':>9}{'loop stood still, ms':>24}")
            for name, read in _reads(loaded, compiled, campaign).items():
                taken = [await _measure(database, read) for _ in range(3)]
                took, stood = (max(one) * 1000 for one in zip(*taken, strict=True))
                print(f"{name:<24}{took:>9.0f}{stood:>24.0f}")
            await database.close()


def _reads(content: Content, compiled: Compiled, campaign: int) -> Mapping[str, Read]:
    call = next(call for call in content.calls.values() if call.id in compiled.calls)
    audience = Audience((Condition(Joint.AND, Field.PROGRAMME, frozenset({call.programme})),))
    calls, today = calls_of(content), local_day(NOW)
    owner = StaffMember(1, 1, (Grant(1, Role.OWNER, EVERYWHERE),))

    async def figures(uow: UnitOfWork) -> None:
        await uow.figures.people()
        for topic in ("programme", "municipality", "call"):
            await uow.figures.followers(topic)

    return {
        "figures": figures,
        "audience: readers": lambda uow: uow.audiences.readers(
            audience, (EVERYWHERE,), calls, today
        ),
        "audience: people": lambda uow: uow.audiences.people(audience, (EVERYWHERE,), calls, today),
        "interested in a call": lambda uow: uow.round_work.interested(call),
        "matching": lambda uow: matching.fitting(uow, compiled, call.id),
        "export: followers": lambda uow: uow.figures.list_followers("programme", call.programme),
        "export: interests": lambda uow: interest_desk.taken_along(
            Case(uow, content, compiled, owner.person_id, NOW), owner, call.id
        ),
        "progress": lambda uow: uow.campaigns.progress(campaign),
        "totals of the outbox": lambda uow: uow.outbox.totals(),
    }


async def _measure(database: Database, read: Read) -> tuple[float, float]:
    """Seconds that a read took, and the longest time in which nothing else ran."""
    async with database.reading() as uow, _watched() as gaps:
        began = time.perf_counter()
        await read(uow)
        took = time.perf_counter() - began
    return took, max(gaps)


@asynccontextmanager
async def _watched() -> AsyncIterator[Sequence[float]]:
    gaps: list[float] = []

    async def beat() -> None:
        while True:
            slept = time.perf_counter()
            try:
                await asyncio.sleep(_BEAT_SECONDS)
            finally:
                gaps.append(max(0.0, time.perf_counter() - slept - _BEAT_SECONDS))

    beating = asyncio.create_task(beat())
    await asyncio.sleep(_BEAT_SECONDS)
    yield gaps
    beating.cancel()
    await asyncio.wait({beating})


async def _fill(database: Database, content: Content, people: int) -> int:
    """Made-up people who follow things, agree, want to apply and get a campaign; its number."""
    tables = Base.metadata.tables
    call = next(iter(content.calls.values()))
    ids = range(1, people + 1)
    applicants = ids[::_APPLIES]
    async with database.transaction() as uow:
        campaign = await uow.campaigns.add(
            NewCampaign("broadcast", NOW, NOW + timedelta(days=1)), NOW
        )
        for table, rows in (
            ("person", [_person(one) for one in ids]),
            ("follow", [_follow(one, call.programme) for one in ids[::2]]),
            ("consent", [_consent(one) for one in applicants]),
            ("declared_interest", [_interest(one, call.id) for one in applicants]),
            ("outbox", [_message(one, campaign) for one in ids]),
        ):
            for start in range(0, len(rows), _PAGE):
                await uow._session.execute(insert(tables[table]), rows[start : start + _PAGE])  # noqa: SLF001 -- rows by the thousand
        await uow.campaigns.complete(campaign)
        for one in applicants[::10]:
            for question in _QUESTIONS:
                await uow.answers.store(one, question, "yes", NOW)
    return campaign


def _person(one: int) -> dict[str, Any]:
    return {
        "id": one,
        "telegram_id": 5_000_000 + one,
        "language": OFFERED[one % len(OFFERED)].value,
        "created_at": NOW,
        "active_on": local_day(NOW),
    }


def _follow(one: int, programme: str) -> dict[str, Any]:
    return {"person_id": one, "topic": "programme", "subject": programme, "made_at": NOW}


def _consent(one: int) -> dict[str, Any]:
    purpose = Purpose.MATCHING
    return {
        "person_id": one,
        "purpose": purpose.value,
        "version": CURRENT[purpose],
        "given_at": NOW,
    }


def _interest(one: int, call: str) -> dict[str, Any]:
    return {
        "reference": f"R{one}",
        "person_id": one,
        "call_id": call,
        "round_number": 1,
        "municipality": "",
        "state": "declared",
        "declared_at": NOW,
        "changed_at": NOW,
    }


def _message(one: int, campaign: int) -> dict[str, Any]:
    return values_of(
        OutboxMessage(
            kind="broadcast",
            dedupe_key=f"b{campaign}:{one}",
            not_before=NOW,
            person_id=one,
            campaign_id=campaign,
        )
    )
