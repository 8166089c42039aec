"""A new master key for every data key, while the bot serves and whatever interrupts it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.storage.keys.key_store import LEDGER_KEY_PURPOSE, WrappedKey
from bot.storage.keys.keyring import Keyring, KeyringError, MasterKey
from bot.storage.keys.sealed import data_key_purpose
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.upkeep.unlocking import check_opens

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation of the master key did.

    Args:
        rewrapped: How many data keys got a new wrapping.
        resumed: Whether it finished what an interrupted rotation had begun.
    """

    rewrapped: int
    resumed: bool


def _silent(_step: str) -> None:
    """Say nothing about the progress."""


async def rotate(
    database: Database, *, batch: int = BATCH, progress: Callable[[str], None] = _silent
) -> Rotation:
    """Make a new master key and wrap every data key with it; the data stays as it is.

    The order makes every moment safe to be killed in: the new key is on the disk before anything
    is wrapped with it, and the old key leaves the file when nothing needs it any more. Started
    again, it finishes; only then does a further rotation make a further key. Backups of the key
    store from before need the old master key.

    Args:
        batch: Data keys in one transaction.
        progress: Told after every step that is durable.

    Raises:
        KeyringError: if the key file does not open the store, or another rotation runs.
    """
    keyring = database.keyring
    with keyring.rotating():
        await _check(database, keyring)
        resumed = len(keyring.ids) > 1
        if not resumed:
            keyring.add()
            progress("key made")
        newest = keyring.newest
        await _choose(database, newest)
        progress("key chosen")
        rewrapped = 0
        while done := await _rewrap(database, newest, batch):
            rewrapped += done
            progress("batch done")
        await _check_done(database, newest)
        keyring.drop_old()
        progress("old key dropped")
    return Rotation(rewrapped, resumed)


async def _check(database: Database, keyring: Keyring) -> None:
    async with database.reading() as uow:
        state = await uow.keys.state()
    if state is None:
        raise KeyringError("there is no key store yet: nothing was ever sealed")
    check_opens(keyring, state)


async def _choose(database: Database, newest: MasterKey) -> None:
    """From here on no new data key can appear that the old master key wraps."""
    async with database.transaction() as uow:
        state = await uow.keys.state()
        if state is not None and state.master_key_id != newest.id:
            ledger_key = check_opens(uow.keyring, state)
            await uow.keys.choose_master(newest.id, newest.wrap(ledger_key, LEDGER_KEY_PURPOSE))


async def _rewrap(database: Database, newest: MasterKey, batch: int) -> int:
    async with database.transaction() as uow:
        wrapped = {
            key.person_id: _rewrapped(uow, newest, key)
            for key in await uow.keys.not_wrapped_by(newest.id, batch)
        }
        if wrapped:
            await uow.keys.rewrap(newest.id, wrapped)
    return len(wrapped)


def _rewrapped(uow: UnitOfWork, newest: MasterKey, key: WrappedKey) -> bytes:
    purpose = data_key_purpose(key.person_id)
    opened = uow.keyring.master(key.master_key_id).unwrap(key.wrapped, purpose)
    return newest.wrap(opened, purpose)


async def _check_done(database: Database, newest: MasterKey) -> None:
    async with database.transaction() as uow:
        state = await uow.keys.state()
        needed = await uow.keys.master_key_ids()
    if state is None or state.master_key_id != newest.id or needed - {newest.id}:
        raise KeyringError("data keys changed during the rotation: start it again")
