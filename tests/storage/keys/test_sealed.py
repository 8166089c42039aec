import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, event
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from bot.storage.database.sealed_column import SHORTEST, SealedBytes, SealedColumn, SealedPlace
from bot.storage.keys import sealed as sealing
from bot.storage.keys.keyring import Keyring, KeyringError
from bot.storage.keys.sealed import KeyDestroyedError, UnsealError
from bot.storage.unit_of_work import Database

NOTE = SealedColumn("report", "note")
PLACE = NOTE.at(12)
BESA, DREN = 1, 2


async def _seal(database: Database, text: str, now: datetime, person: int = BESA) -> bytes:
    async with database.transaction() as uow:
        return await uow.seal.seal(person, PLACE, text, now)


async def _unseal(
    database: Database, value: bytes, person: int = BESA, place: SealedPlace = PLACE
) -> str:
    async with database.reading() as uow:
        return await uow.seal.unseal(person, place, value)


@pytest.mark.parametrize("text", ["", "po", "Ђорђе, ëndërr", "\0end\0\0", "x" * 5000, "\x80"])
async def test_what_was_sealed_comes_back(database: Database, now: datetime, text: str) -> None:
    assert await _unseal(database, await _seal(database, text, now)) == text


async def test_equal_texts_look_different(database: Database, now: datetime) -> None:
    first, second = await _seal(database, "po", now), await _seal(database, "po", now)
    assert first != second
    assert not set(_blocks(first)) & set(_blocks(second))


def _blocks(value: bytes) -> list[bytes]:
    return [value[start : start + 16] for start in range(1, len(value) - 15, 16)]


async def test_the_length_of_a_short_answer_does_not_show(
    database: Database, now: datetime
) -> None:
    lengths = {len(await _seal(database, text, now)) for text in ("", "po", "Aškali", "a" * 63)}
    assert lengths == {SHORTEST}


@pytest.mark.parametrize(
    "elsewhere",
    [
        SealedPlace("report", 13, "note"),
        SealedPlace("report", "12", "note"),
        SealedPlace("report", (12,), "note"),
        SealedPlace("report", 12, "answer"),
        SealedPlace("answer", 12, "note"),
        SealedPlace("reportnote", 12, ""),
    ],
)
async def test_a_value_opens_only_where_it_was_sealed(
    database: Database, now: datetime, elsewhere: SealedPlace
) -> None:
    value = await _seal(database, "for one place", now)
    with pytest.raises(UnsealError, match="does not open"):
        await _unseal(database, value, place=elsewhere)


async def test_a_value_does_not_open_for_another_person(database: Database, now: datetime) -> None:
    value = await _seal(database, "mine", now)
    await _seal(database, "yours", now, DREN)
    with pytest.raises(UnsealError, match="does not open"):
        await _unseal(database, value, DREN)


async def test_a_value_does_not_open_for_another_person_even_with_the_same_key(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing.os, "urandom", bytes)  # type: ignore[attr-defined]
    value = await _seal(database, "mine", now)
    await _seal(database, "yours", now, DREN)
    assert await _unseal(database, value) == "mine"
    with pytest.raises(UnsealError, match="does not open"):
        await _unseal(database, value, DREN)


async def test_a_wrapped_key_that_was_moved_to_another_person_does_not_open(
    database: Database, now: datetime
) -> None:
    value = await _seal(database, "mine", now)
    async with database.transaction() as uow:
        found = await uow.keys.find(BESA)
        assert found is not None
        await uow.keys.add(DREN, found.wrapped, found.master_key_id, now)
    with pytest.raises(KeyringError, match="does not open"):
        await _unseal(database, value, DREN)


async def test_every_altered_byte_is_noticed(database: Database, now: datetime) -> None:
    value = await _seal(database, "as it was", now)
    async with database.reading() as uow:
        for position in range(len(value)):
            altered = bytearray(value)
            altered[position] ^= 1
            with pytest.raises(UnsealError, match="does not open"):
                await uow.seal.unseal(BESA, PLACE, bytes(altered))
        for shorter in (b"", value[:1], value[:-1], value[:20]):
            with pytest.raises(UnsealError, match="does not open"):
                await uow.seal.unseal(BESA, PLACE, shorter)


async def test_a_destroyed_key_makes_every_value_unreadable(
    database: Database, now: datetime
) -> None:
    value = await _seal(database, "gone", now)
    async with database.transaction() as uow:
        assert await uow.seal.unseal(BESA, PLACE, value) == "gone"
        assert await uow.seal.destroy_key(BESA)
        with pytest.raises(KeyDestroyedError):  # the remembered key is forgotten as well
            await uow.seal.unseal(BESA, PLACE, value)
        assert not await uow.seal.destroy_key(BESA)
    await _seal(database, "a new beginning", now)
    with pytest.raises(UnsealError, match="does not open"):
        await _unseal(database, value)


async def test_texts_sealed_at_the_same_time_share_one_key(
    database: Database, now: datetime
) -> None:
    other = Database(database.url, Keyring(database.keyring.file))
    values = await asyncio.gather(
        *(_seal(where, "first", now) for where in (database, other) for _ in range(4))
    )
    assert {await _unseal(other, value) for value in values} == {"first"}
    await other.close()


async def test_a_transaction_that_fails_leaves_no_key(database: Database, now: datetime) -> None:
    async def change_one_s_mind() -> None:
        async with database.transaction() as uow:
            await uow.seal.seal(BESA, PLACE, "text", now)
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await change_one_s_mind()
    async with database.reading() as uow:
        assert await uow.keys.find(BESA) is None


async def test_no_data_is_committed_before_its_key(database: Database, now: datetime) -> None:
    """A kill between two commits may leave a key without data, never data without its key."""

    def fail(_connection: object) -> None:
        raise OSError("killed here")

    async def meet_and_seal() -> None:
        async with database.transaction() as uow:
            await uow.people.meet(77, now)
            await uow.seal.seal(BESA, PLACE, "text", now)

    event.listen(database.engine.sync_engine, "commit", fail)
    with pytest.raises(OSError, match="killed here"):
        await meet_and_seal()
    event.remove(database.engine.sync_engine, "commit", fail)
    async with database.reading() as uow:
        assert await uow.people.look(77) is None
        assert (await uow.keys.find(BESA) is not None) == database.is_sqlite


async def test_a_key_store_that_cannot_commit_leaves_neither_key_nor_data(
    database: Database, now: datetime
) -> None:
    def fail(_connection: object) -> None:
        raise OSError("disk full")

    async def meet_and_seal() -> None:
        async with database.transaction() as uow:
            await uow.people.meet(77, now)
            await uow.seal.seal(BESA, PLACE, "text", now)

    event.listen(database.key_engine.sync_engine, "commit", fail)
    with pytest.raises(OSError, match="disk full"):
        await meet_and_seal()
    event.remove(database.key_engine.sync_engine, "commit", fail)
    async with database.reading() as uow:
        assert await uow.people.look(77) is None
        assert await uow.keys.find(BESA) is None
    await meet_and_seal()
    async with database.reading() as uow:
        assert await uow.people.look(77) is not None
        assert await uow.keys.find(BESA) is not None


async def test_few_keys_are_remembered_and_all_values_open(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "REMEMBERED_KEYS", 3)
    async with database.transaction() as uow:
        values = {p: await uow.seal.seal(p, PLACE, f"text {p}", now) for p in range(10)}
        for person, value in values.items():
            assert await uow.seal.unseal(person, PLACE, value) == f"text {person}"
            assert len(uow.seal._remembered) <= 3


async def test_a_new_person_does_not_inherit_a_key(database: Database, now: datetime) -> None:
    """A restored backup gives ids out again that had keys."""
    async with database.transaction() as uow:
        before = await uow.people.meet(5, now)
        await uow.seal.seal(before.id + 1, PLACE, "somebody lost in the restore", now)
    async with database.transaction() as uow:
        newcomer = await uow.people.meet(6, now)
        assert newcomer.id == before.id + 1
        assert await uow.keys.find(newcomer.id) is None


async def test_nothing_is_sealed_before_the_store_is_unlocked(
    database_url: str, tmp_path: Path, now: datetime
) -> None:
    locked = Database(database_url, Keyring(tmp_path / "komshi.key"))
    with pytest.raises(KeyringError, match="not unlocked"):
        await _seal(locked, "text", now)
    await locked.close()


@pytest.mark.parametrize("plain", [b"plain text", b"", b"\x01short", b"\x02" + bytes(200)])
def test_a_sealed_column_refuses_what_nobody_sealed(plain: bytes) -> None:
    with pytest.raises(ValueError, match="only what was sealed"):
        SealedBytes().process_bind_param(plain, SQLiteDialect())


def test_a_sealed_column_takes_sealed_bytes_and_nothing() -> None:
    column = SealedBytes()
    assert isinstance(column.impl_instance, LargeBinary)
    value = b"\x01" + bytes(SHORTEST)
    assert column.process_bind_param(value, SQLiteDialect()) == value
    assert column.process_bind_param(None, SQLiteDialect()) is None
