"""Every tap of the bot, forged by every role: refused is what the table does not allow, no more."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import MISSING, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, get_type_hints

import pytest

from bot.domain.errors import DomainError, NotAllowedError
from bot.domain.staff.roles import EVERYWHERE, MATRIX, Role
from bot.screens.actions import all_actions
from bot.screens.codec import Action
from bot.screens.staff.panel import ENTRIES
from bot.storage.unit_of_work import Database
from bot.transport.routing import Router, Tap
from bot.transport.visit import Visit
from handlers.commands import COMMANDS, STAFF_COMMANDS
from handlers.registry import ROUTES
from handlers.staff.panel import COUNTS
from tests.repository import edition, translator

ROUTER = Router(ROUTES)
STAFF_ACTS = {
    route.action: route.act for route in ROUTES if isinstance(route, Tap) and route.act is not None
}
SUBJECTS = {
    "call": "akt-startup",
    "programme": "integra",
    "municipality": "prizren",
    "municipalities": "prizren.istog",
    "district": "prizren",
    "contact": "integra-team",
    "center": "prizren",
    "language": "sq",
    "subject": "integra",
    "found": "c.akt-startup",
    "then": "h",
    "value": "integra",
    "question": "applicant",
    "answer": "person",
    "packed": "0a",
    "phone": "+38344123456",
}


class UndoneError(Exception):
    """Nothing of what was tried is to stay."""


def a_tap(kind: type[Action]) -> Action:
    """An action as somebody could forge it."""
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for field in fields(kind):
        hint = hints[field.name]
        if field.default is not MISSING:
            continue
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            values[field.name] = next(iter(hint))
        else:
            values[field.name] = 1 if hint is int else SUBJECTS[field.name]
    return kind(**values)


@asynccontextmanager
async def visiting(database: Database, role: Role | None, now: datetime) -> AsyncIterator[Visit]:
    """A visit of somebody with this role; nothing of it stays."""
    with suppress(UndoneError):
        async with database.transaction() as uow:
            person = await uow.people.meet(918_273, now)
            person.language, person.welcomed_at, person.discreet = "en", now, False
            if role is not None:
                number = await uow.staff.enrol(person.id)
                await uow.staff.give(person.id, role, EVERYWHERE, number, now)
            yield Visit(
                uow=uow,
                person=person,
                edition=edition(),
                now=now,
                bot_username="komshi_bot",
                telegram_language="en",
                message_id=1,
                router=ROUTER,
                translator=translator(),
            )
            raise UndoneError


async def refused(database: Database, role: Role | None, now: datetime) -> dict[type[Action], str]:
    """Which taps somebody is refused, and the act for which a role would be needed."""
    found = {}
    for kind in all_actions():
        async with visiting(database, role, now) as visit:
            try:
                await ROUTER.answer(visit, a_tap(kind))
            except NotAllowedError as error:
                found[kind] = error.act
            except DomainError:
                continue  # something is missing, which says that it was looked for
    return found


async def test_whoever_is_not_staff_is_refused_every_tap_of_staff_and_no_other(
    database: Database, now: datetime
) -> None:
    assert await refused(database, None, now) == STAFF_ACTS


@pytest.mark.parametrize("role", Role)
async def test_a_role_is_refused_exactly_what_the_table_does_not_allow_it(
    database: Database, now: datetime, role: Role
) -> None:
    expected = {kind: act for kind, act in STAFF_ACTS.items() if role not in MATRIX[act]}
    assert await refused(database, role, now) == expected


@pytest.mark.parametrize("role", Role)
async def test_the_panel_shows_exactly_what_a_role_may_do(
    database: Database, now: datetime, role: Role
) -> None:
    async with visiting(database, role, now) as visit:
        screen = await ROUTER.answer(visit, STAFF_COMMANDS[0].action or a_tap(Action))
        shown = {
            button.action  # type: ignore[union-attr]
            for row in screen.rows
            for button in row
        }
    for entry in ENTRIES:
        assert (entry.action in shown) is (role in MATRIX[entry.act]), entry


def test_every_entry_of_the_panel_is_a_staff_tap_of_its_own_act_and_has_a_command() -> None:
    commands = {command.action for command in STAFF_COMMANDS}
    for entry in ENTRIES:
        assert STAFF_ACTS[type(entry.action)] is entry.act
        assert entry.action in commands


def test_every_count_of_the_panel_has_somebody_who_counts() -> None:
    assert {entry.count for entry in ENTRIES if entry.count} == set(COUNTS)


def test_the_commands_of_staff_are_marked_and_lead_to_staff_taps() -> None:
    assert all(command.for_staff and type(command.action) in STAFF_ACTS
               for command in STAFF_COMMANDS)  # fmt: skip
    assert not [command for command in COMMANDS if command.for_staff]
