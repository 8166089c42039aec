"""The key of the erasure ledger, from which other lasting keys are derived."""

from typing import Final

from bot.storage.keys.key_store import KeyStore
from bot.storage.keys.keyring import Keyring, KeyringError

LEDGER_KEY_PURPOSE: Final = "komshi erasure ledger key"


async def ledger_key(keyring: Keyring, keys: KeyStore) -> bytes:
    """The key, the same through all rotations of the master key.

    Raises:
        KeyringError: if the key store is not unlocked.
    """
    state = await keys.state()
    if state is None:
        raise KeyringError("the key store is not unlocked yet")
    return keyring.master(state.master_key_id).unwrap(state.ledger_key, LEDGER_KEY_PURPOSE)
