"""The log of staff acts: added to in the transaction of the act, read, verified."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.localtime import from_local
from bot.domain.staff.audit import (
    BEGINNING,
    AuditEntry,
    Head,
    Line,
    Narrowing,
    Verification,
    entry_after,
    head_at,
    is_head_of,
)
from bot.storage.keys.key_store import KeyStore, ledger_key
from bot.storage.keys.keyring import Keyring
from bot.storage.staff.tables import AuditHead, AuditRow

PAGE: Final = 1000
"""Entries that are read at once where the whole log is read."""
_KEY_PURPOSE: Final = b"komshi audit chain"
_LOST: Final = Head(0, b"lost")
EVERYTHING: Final = Narrowing()


class AuditLog:
    """The acts of staff in the order in which they came; none is ever changed."""

    def __init__(self, session: AsyncSession, keyring: Keyring, keys: KeyStore) -> None:
        self._session = session
        self._keyring = keyring
        self._keys = keys

    async def add(self, actor: int | None, act: str, subject: str, now: datetime) -> AuditEntry:
        """Write an act into the log; others that write wait until this transaction ends.

        Args:
            actor: A staff number; None for who has none.

        Raises:
            KeyringError: if the key store is not unlocked.
        """
        statement = select(AuditHead).where(AuditHead.id == 1).with_for_update()
        row = (await self._session.scalars(statement)).one()
        head = Head(row.last_id, row.seal)
        key = await self._key()
        last = await self._find_last()
        # An entry after a damaged end follows nothing, so that the damage stays to be found.
        whole = is_head_of(key, head, last)
        previous = last.hash if whole and last else BEGINNING
        number = max(head.last_id, last.line.id if last else 0) + 1
        entry = entry_after(key, previous, Line(number, now, actor, act, subject))
        self._session.add(
            AuditRow(
                id=number,
                at=now,
                actor=actor,
                act=act,
                subject=subject,
                previous_hash=entry.previous_hash,
                hash=entry.hash,
            )
        )
        row.last_id, row.seal = number, head_at(key, entry).seal
        await self._session.flush()
        return entry

    async def latest(
        self, count: int, before: int | None = None, only: Narrowing = EVERYTHING
    ) -> Sequence[Line]:
        """The newest lines of the log, newest first.

        Args:
            count: How many at most.
            before: Only lines with a smaller number.
            only: Which lines are wanted.
        """
        statement = select(AuditRow).order_by(AuditRow.id.desc()).limit(count)
        if before is not None:
            statement = statement.where(AuditRow.id < before)
        if only.by is not None:
            statement = statement.where(AuditRow.actor == only.by)
        if only.day is not None:
            begins = datetime.combine(only.day, time())
            statement = statement.where(
                AuditRow.at >= from_local(begins),
                AuditRow.at < from_local(begins + timedelta(days=1)),
            )
        if only.number is not None:
            parts = literal(":") + AuditRow.subject + literal(":")
            about = parts.contains(f":{only.number}:", autoescape=True)
            statement = statement.where(or_(AuditRow.id == only.number, about))
        return [_entry(row).line for row in await self._session.scalars(statement)]

    async def count(self) -> int:
        """The number of the last entry, 0 for an empty log."""
        return (await self._session.scalars(select(AuditHead.last_id))).one()

    async def verify(self) -> tuple[int | None, AuditEntry | None]:
        """Walk along the whole log and look for what was altered.

        Returns:
            The number of the first entry that is altered, missing or out of order, if there is
            one; and the last entry that is in order.

        Raises:
            KeyringError: if the key store is not unlocked.
        """
        verification = Verification(await self._key())
        denied: int | None = None
        while True:
            page = await self._read_after(verification.last)
            broken = verification.walk(page)
            if broken is not None:
                return broken, verification.last
            if denied is not None and not page:
                return denied, verification.last
            # Somebody may have added an entry since it was read: then there is one more page.
            denied = verification.end(await self._read_head()) if len(page) < PAGE else None
            if denied is None and len(page) < PAGE:
                return None, verification.last

    async def _read_after(self, last: AuditEntry | None) -> Sequence[AuditEntry]:
        statement = select(AuditRow).order_by(AuditRow.id).limit(PAGE)
        if last is not None:
            statement = statement.where(AuditRow.id > last.line.id)
        return [_entry(row) for row in await self._session.scalars(statement)]

    async def _read_head(self) -> Head:
        rows = await self._session.execute(select(AuditHead.last_id, AuditHead.seal))
        row = rows.one_or_none()
        return Head(row.last_id, row.seal) if row else _LOST

    async def _find_last(self) -> AuditEntry | None:
        statement = select(AuditRow).order_by(AuditRow.id.desc()).limit(1)
        row = (await self._session.scalars(statement)).first()
        return None if row is None else _entry(row)

    async def _key(self) -> bytes:
        ledger = await ledger_key(self._keyring, self._keys)
        return hmac.digest(ledger, _KEY_PURPOSE, hashlib.sha256)


def _entry(row: AuditRow) -> AuditEntry:
    line = Line(row.id, row.at, row.actor, row.act, row.subject)
    return AuditEntry(line, row.previous_hash, row.hash)
