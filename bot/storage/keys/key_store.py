"""The key store: data keys and the erasure ledger, kept apart from the data and its backups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database.statements import insert_new, rows_changed
from bot.storage.keys.keyring import Keyring, KeyringError
from bot.storage.keys.tables import ErasureMark, KeyBase, KeyStoreMark, KeyStoreState, PersonKey

LEDGER_KEY_PURPOSE: Final = "komshi erasure ledger key"
_ONLY: Final = 1
_KEYS: Final = select(PersonKey.person_id, PersonKey.wrapped, PersonKey.master_key_id)


class WrappedKey(NamedTuple):
    """A person's data key as it is stored.

    Args:
        master_key_id: The name of the master key that opens it.
    """

    person_id: int
    wrapped: bytes
    master_key_id: str


class KeyStore:
    """Data keys and the erasure ledger. Everything in them is wrapped or a mark."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def state(self) -> KeyStoreState | None:
        """Which store this is, and which master key wraps new keys; None before its first use."""
        statement = select(KeyStoreState).execution_options(populate_existing=True)
        return (await self._session.scalars(statement)).one_or_none()

    async def hold_state(self) -> KeyStoreState | None:
        """As :meth:`state`, and no rotation begins before this transaction ends."""
        statement = (
            select(KeyStoreState)
            .with_for_update(read=True)
            .execution_options(populate_existing=True)
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def begin(
        self, store_id: str, master_key_id: str, ledger_key: bytes, now: datetime
    ) -> None:
        """Write the first row of a new store; the first of several processes wins."""
        await self._add(
            KeyStoreState,
            id=_ONLY,
            store_id=store_id,
            master_key_id=master_key_id,
            ledger_key=ledger_key,
            made_at=now,
        )

    async def choose_master(self, master_key_id: str, ledger_key: bytes) -> None:
        """From now on, wrap new keys with another master key; waits for keys being made."""
        await self._session.execute(
            update(KeyStoreState).values(master_key_id=master_key_id, ledger_key=ledger_key)
        )

    async def find(self, person_id: int) -> WrappedKey | None:
        """A person's data key; None if they never had one, or it is destroyed."""
        row = (await self._session.execute(_KEYS.where(PersonKey.person_id == person_id))).first()
        return None if row is None else WrappedKey(*row)

    async def add(self, person_id: int, wrapped: bytes, master_key_id: str, now: datetime) -> bool:
        """Store a new data key; False if the person has one already."""
        return await self._add(
            PersonKey,
            person_id=person_id,
            wrapped=wrapped,
            master_key_id=master_key_id,
            made_at=now,
        )

    async def destroy(self, person_id: int) -> bool:
        """Forget a data key for ever; False if there was none.

        Inside a unit of work use ``uow.seal.destroy_key``, which also forgets what it remembers.
        """
        result = await self._session.execute(
            delete(PersonKey).where(PersonKey.person_id == person_id)
        )
        return rows_changed(result) == 1

    async def master_key_ids(self) -> set[str]:
        """The names of all master keys that are needed to open the data keys."""
        return set(await self._session.scalars(select(PersonKey.master_key_id).distinct()))

    async def not_wrapped_by(self, master_key_id: str, limit: int) -> Sequence[WrappedKey]:
        """Data keys that another master key than this one wraps, locked.

        Args:
            limit: How many at most.
        """
        statement = (
            _KEYS.where(PersonKey.master_key_id != master_key_id)
            .order_by(PersonKey.person_id)
            .limit(limit)
            .with_for_update()
        )
        return [WrappedKey(*row) for row in await self._session.execute(statement)]

    async def rewrap(self, master_key_id: str, wrapped: dict[int, bytes]) -> None:
        """Store data keys as a new master key wraps them.

        Args:
            wrapped: By the id of the person.
        """
        await self._session.execute(
            update(PersonKey),
            [
                {"person_id": person, "wrapped": key, "master_key_id": master_key_id}
                for person, key in wrapped.items()
            ],
        )

    async def note_erasure(self, person_mark: bytes, now: datetime) -> None:
        """Enter an erasure in the ledger, or move the time of an earlier one forward."""
        later = case((ErasureMark.erased_at > now, ErasureMark.erased_at), else_=now)
        statement = self._insert(ErasureMark).values(person_mark=person_mark, erased_at=now)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["person_mark"], set_={"erased_at": later}
            )
        )

    async def erasures(self) -> dict[bytes, datetime]:
        """The whole ledger of erasures.

        Returns:
            When somebody was last erased, by the mark that stands for them.
        """
        rows = await self._session.execute(select(ErasureMark.person_mark, ErasureMark.erased_at))
        return {row.person_mark: row.erased_at for row in rows}

    async def forget_erasures(self, before: datetime) -> int:
        """Drop entries of the ledger that are older than every backup of the data.

        Returns:
            How many were dropped.
        """
        result = await self._session.execute(
            delete(ErasureMark).where(ErasureMark.erased_at < before)
        )
        return rows_changed(result)

    def _insert(self, table: type[KeyBase]) -> postgresql.Insert | sqlite.Insert:
        on_sqlite = self._session.get_bind().dialect.name == "sqlite"
        return sqlite.insert(table) if on_sqlite else postgresql.insert(table)

    async def _add(self, table: type[KeyBase], **values: Any) -> bool:
        statement = self._insert(table).values(**values).on_conflict_do_nothing()
        result = await self._session.execute(statement)
        return rows_changed(result) == 1


class StoreMark:
    """Which key store belongs to the data; the mark lies with the data and not in the store."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(self) -> str | None:
        """The name of the key store that opens this data; None before its first use."""
        return (await self._session.scalars(select(KeyStoreMark.store_id))).one_or_none()

    async def write(self, store_id: str) -> None:
        """Note to which key store the data belongs; a mark that is there already stays."""
        await insert_new(self._session, KeyStoreMark, {"id": _ONLY, "store_id": store_id})


async def ledger_key(keyring: Keyring, keys: KeyStore) -> bytes:
    """The key of the erasure ledger, the same through all rotations of the master key.

    Raises:
        KeyringError: if the key store is not unlocked.
    """
    state = await keys.state()
    if state is None:
        raise KeyringError("the key store is not unlocked yet")
    return keyring.master(state.master_key_id).unwrap(state.ledger_key, LEDGER_KEY_PURPOSE)
