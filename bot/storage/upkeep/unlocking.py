"""What happens to sealed data before the bot serves."""

import os
import secrets
from datetime import datetime

from bot.storage.database.engine import KEY_SCHEMA, key_store_path, sqlite_path
from bot.storage.keys.key_store import LEDGER_KEY_PURPOSE
from bot.storage.keys.keyring import KEY_BYTES, KeyFileMissingError, Keyring, KeyringError
from bot.storage.keys.tables import KeyStoreState
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.upkeep.erasure import replay_erasures


async def unlock(database: Database, now: datetime) -> int:
    """Check that the key file opens the key store, then erase again who was erased already.

    The first start makes the key file and the key store. Safe when processes start together,
    and when it is repeated.

    Returns:
        How many people a restored backup had brought back and are erased again.

    Raises:
        KeyringError: if the key file or the key store is missing, or does not belong here.
    """
    async with database.transaction() as uow:
        # The data is locked before the keys, here as everywhere, so that two processes never
        # wait for each other.
        mark = await uow.key_store_mark.read()
        state = await uow.keys.state()
        if mark is not None and (state is None or state.store_id != mark):
            raise KeyringError(
                f"the key store of this database ({_whereabouts(database)}) is missing or another "
                "one: put its backup back"
            )
        if state is None:
            state = await _begin(uow, now)
        else:
            _open(database.keyring, state)
        _check_ring(database.keyring, await uow.keys.master_key_ids())
        if mark is None:
            await uow.key_store_mark.write(state.store_id)
        erased = await replay_erasures(uow)
    if erased:
        await database.scrub()
    return erased


def check_opens(keyring: Keyring, state: KeyStoreState) -> bytes:
    """The key of the erasure ledger, as the proof that a keyring belongs to a key store.

    Raises:
        KeyringError: if it does not.
    """
    try:
        return keyring.master(state.master_key_id).unwrap(state.ledger_key, LEDGER_KEY_PURPOSE)
    except KeyringError as error:
        raise KeyringError(
            f"the key file {keyring.file} does not open the key store: put the right one back"
        ) from error


async def _begin(uow: UnitOfWork, now: datetime) -> KeyStoreState:
    keyring = uow.keyring
    try:
        keyring.load()
    except KeyFileMissingError:
        keyring.create()
    ledger_key = keyring.newest.wrap(os.urandom(KEY_BYTES), LEDGER_KEY_PURPOSE)
    await uow.keys.begin(secrets.token_hex(16), keyring.newest.id, ledger_key, now)
    state = await uow.keys.state()
    if state is None:
        raise RuntimeError("the key store vanished between insert and read")
    check_opens(keyring, state)
    return state


def _open(keyring: Keyring, state: KeyStoreState) -> None:
    try:
        keyring.load()
    except KeyFileMissingError as error:
        raise KeyringError(
            f"the key file {keyring.file} is missing, but this database was sealed with one: "
            "put it back from where its copy is kept"
        ) from error
    check_opens(keyring, state)


def _check_ring(keyring: Keyring, needed: set[str]) -> None:
    missing = needed - set(keyring.ids)
    if missing:
        raise KeyringError(
            f"the key file {keyring.file} lacks {len(missing)} master key(s) that sealed data "
            "still needs: put the complete file back"
        )


def _whereabouts(database: Database) -> str:
    file = sqlite_path(database.url)
    return f"schema {KEY_SCHEMA}" if file is None else str(key_store_path(file))
