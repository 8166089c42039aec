"""The log of staff acts in a real database."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.staff.audit import Deed
from bot.domain.staff.roles import Act
from bot.services.staff import audit
from bot.storage.unit_of_work import Database


async def _fill(database: Database, count: int, now: datetime) -> None:
    async with database.transaction() as uow:
        for number in range(count):
            await audit.note(uow, None, Act.MANAGE_ROUNDS, f"call:{number}", now)


async def _verify(database: Database) -> int | None:
    async with database.reading() as uow:
        return await audit.verify(uow)


async def _tamper(database: Database, *statements: str) -> None:
    """What somebody does who may do anything with the database, but lacks the key file."""
    off, on = (
        (["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"], [])
        if database.is_sqlite
        else (
            ["ALTER TABLE audit_entry DISABLE TRIGGER ALL"],
            ["ALTER TABLE audit_entry ENABLE TRIGGER ALL"],
        )
    )
    async with database.engine.begin() as connection:
        for statement in (*off, *statements, *on):
            await connection.execute(text(statement))


async def test_an_empty_and_a_filled_log_are_whole(database: Database, now: datetime) -> None:
    assert await _verify(database) is None
    await _fill(database, 5, now)
    assert await _verify(database) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET subject = 'other' WHERE id = 2",
        "DELETE FROM audit_entry WHERE id = 2",
        "UPDATE audit_entry SET id = 9 WHERE id = 3",
    ],
)
async def test_the_database_refuses_to_change_or_delete_an_entry(
    database: Database, now: datetime, statement: str
) -> None:
    await _fill(database, 3, now)
    with pytest.raises(DBAPIError, match="only ever added to"):
        async with database.engine.begin() as connection:
            await connection.execute(text(statement))
    assert await _verify(database) is None


async def test_postgresql_refuses_to_empty_the_log(database: Database, now: datetime) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    await _fill(database, 3, now)
    with pytest.raises(DBAPIError, match="only ever added to"):
        async with database.engine.begin() as connection:
            await connection.execute(text("TRUNCATE audit_entry"))


TAMPERINGS = [
    (["UPDATE audit_entry SET subject = 'call:9' WHERE id = 3"], 3),
    (["UPDATE audit_entry SET actor = 77 WHERE id = 1"], 1),
    (["DELETE FROM audit_entry WHERE id = 4"], 4),
    (["DELETE FROM audit_entry WHERE id > 3"], 4),
    (["DELETE FROM audit_entry WHERE id > 3", "UPDATE audit_head SET last_id = 3"], 4),
    (["DELETE FROM audit_entry"], 1),
    (["DELETE FROM audit_head"], 6),
    (
        [
            "UPDATE audit_entry SET id = 100 WHERE id = 2",
            "UPDATE audit_entry SET id = 2 WHERE id = 3",
            "UPDATE audit_entry SET id = 3 WHERE id = 100",
        ],
        2,
    ),
]


@pytest.mark.parametrize(("statements", "first"), TAMPERINGS)
async def test_what_was_done_to_the_rows_is_found(
    database: Database, now: datetime, statements: list[str], first: int
) -> None:
    await _fill(database, 5, now)
    await _tamper(database, *statements)
    found = await _verify(database)
    assert found is not None
    assert found <= first


@pytest.mark.parametrize(
    "statements",
    [
        ["DELETE FROM audit_entry WHERE id > 3"],
        ["DELETE FROM audit_entry WHERE id > 3", "UPDATE audit_head SET last_id = 3"],
        ["UPDATE audit_entry SET subject = 'call:9' WHERE id = 5"],
    ],
)
async def test_entries_that_come_later_do_not_heal_a_broken_end(
    database: Database, now: datetime, statements: list[str]
) -> None:
    await _fill(database, 5, now)
    await _tamper(database, *statements)
    await _fill(database, 3, now)
    assert await _verify(database) is not None


async def test_entries_of_a_transaction_that_fails_are_gone_without_a_gap(
    database: Database, now: datetime
) -> None:
    await _fill(database, 2, now)
    with pytest.raises(RuntimeError, match="no"):  # noqa: PT012 -- the block is the point
        async with database.transaction() as uow:
            await audit.note(uow, None, Deed.INVITED, "x:1", now)
            raise RuntimeError("no")
    await _fill(database, 1, now)
    async with database.reading() as uow:
        assert [line.id for line in await uow.audit.latest(9)] == [3, 2, 1]
    assert await _verify(database) is None


async def test_those_who_write_at_the_same_time_write_one_chain(
    database: Database, now: datetime
) -> None:
    other = Database(database.url, database.keyring)

    async def write(where: Database, number: int) -> None:
        async with where.transaction() as uow:
            await audit.note(uow, None, Act.SEND_BROADCAST, f"campaign:{number}", now)

    await asyncio.gather(*(write(one, n) for n in range(8) for one in (database, other)))
    await other.close()
    assert await _verify(database) is None
    async with database.reading() as uow:
        assert await uow.audit.count() == 16


async def test_a_long_log_is_read_page_by_page(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.staff.audit_log.PAGE", 2)
    await _fill(database, 6, now)
    assert await _verify(database) is None
    await _tamper(database, "UPDATE audit_entry SET act = 'x' WHERE id = 5")
    assert await _verify(database) == 5


@pytest.mark.parametrize("subject", ["Arta Krasniqi", "ђ", "a" * 121, "x\n", "<b>"])
async def test_a_text_is_no_subject(database: Database, now: datetime, subject: str) -> None:
    async with database.transaction() as uow:
        with pytest.raises(ValueError, match="made of ids"):
            await audit.note(uow, None, Act.VIEW_INBOX, subject, now)


async def test_people_who_were_never_staff_are_not_named(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        person = await uow.people.meet(918_273, now)
        await audit.note(uow, person.id, Deed.REFUSED, "manage_team", now)
        number = await uow.staff.enrol(person.id)
        await audit.note(uow, person.id, Deed.REFUSED, "manage_team", now)
    async with database.reading() as uow:
        assert [line.actor for line in await uow.audit.latest(2)] == [number, None]
