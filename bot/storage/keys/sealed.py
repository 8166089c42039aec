"""Sealing text: encrypted with a key of the person's own, bound to the place where it lies."""

import os
from collections import OrderedDict
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.database.sealed_column import (
    BLOCK_BYTES,
    NONCE_BYTES,
    SHORTEST,
    VERSION,
    SealedPlace,
)
from bot.storage.keys.key_store import KeyStore
from bot.storage.keys.keyring import KEY_BYTES, Keyring, KeyringError

REMEMBERED_KEYS: Final = 256
"""Data keys held in memory in one transaction; the one used longest ago goes first."""

_END: Final = b"\x80"


class UnsealError(RuntimeError):
    """A sealed value does not open: altered, moved, or the key is another's."""


class KeyDestroyedError(UnsealError):
    """The person's data key is gone, so that nothing sealed with it can be read again."""


def data_key_purpose(person_id: int) -> str:
    """What a wrapped data key is for, so that it cannot stand in for another person's."""
    return f"komshi data key of person {person_id}"


class Seal:
    """Seals and unseals text inside one transaction.

    Touch the data first, as reading the person or the value does: a process that locks the keys
    before the data may wait for one that locked the data before the keys.
    """

    def __init__(self, keyring: Keyring, keys: KeyStore) -> None:
        self._keyring = keyring
        self._keys = keys
        self._remembered: OrderedDict[int, AESGCM] = OrderedDict()

    async def seal(self, person_id: int, place: SealedPlace, text: str, now: datetime) -> bytes:
        """Encrypt a person's text for one place; the same text never looks the same twice.

        The person's data key is made with their first text.

        Raises:
            KeyringError: if the key store is not unlocked.
        """
        key = await self._find(person_id) or await self._make(person_id, now)
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + key.encrypt(nonce, _pad(text), place.bound_to(person_id))

    async def unseal(self, person_id: int, place: SealedPlace, sealed: bytes) -> str:
        """The text that was sealed for this person and this place.

        Raises:
            KeyDestroyedError: if the person was erased.
            UnsealError: if the value was altered, or belongs to another person or place.
        """
        key = await self._find(person_id)
        if key is None:
            raise KeyDestroyedError(f"the key for {place.table}.{place.column} is destroyed")
        refusal = UnsealError(f"a value of {place.table}.{place.column} does not open")
        if not sealed.startswith(VERSION) or len(sealed) < SHORTEST:
            raise refusal
        start = len(VERSION) + NONCE_BYTES
        try:
            padded = key.decrypt(sealed[len(VERSION) : start], sealed[start:],
                                 place.bound_to(person_id))  # fmt: skip
        except InvalidTag:
            raise refusal from None
        return _unpad(padded)

    async def destroy_key(self, person_id: int) -> bool:
        """Make everything that was ever sealed for a person unreadable, in old backups too.

        Returns:
            False if they had no key.
        """
        self._remembered.pop(person_id, None)
        return await self._keys.destroy(person_id)

    async def _find(self, person_id: int) -> AESGCM | None:
        if person_id in self._remembered:
            self._remembered.move_to_end(person_id)
            return self._remembered[person_id]
        stored = await self._keys.find(person_id)
        if stored is None:
            return None
        master = self._keyring.master(stored.master_key_id)
        secret = master.unwrap(stored.wrapped, data_key_purpose(person_id))
        return self._remember(person_id, secret)

    async def _make(self, person_id: int, now: datetime) -> AESGCM:
        # Held until the commit: a rotation may drop a master key only when no key that it wraps
        # can still appear.
        state = await self._keys.hold_state()
        if state is None:
            raise KeyringError("the key store is not unlocked yet")
        master = self._keyring.master(state.master_key_id)
        secret = os.urandom(KEY_BYTES)
        wrapped = master.wrap(secret, data_key_purpose(person_id))
        if await self._keys.add(person_id, wrapped, master.id, now):
            return self._remember(person_id, secret)
        made_by_another = await self._find(person_id)
        if made_by_another is None:
            raise RuntimeError("a data key vanished between insert and read")
        return made_by_another

    def _remember(self, person_id: int, secret: bytes) -> AESGCM:
        self._remembered[person_id] = key = AESGCM(secret)
        if len(self._remembered) > REMEMBERED_KEYS:
            self._remembered.popitem(last=False)
        return key


def _pad(text: str) -> bytes:
    ended = text.encode() + _END
    return ended + bytes(-len(ended) % BLOCK_BYTES)


def _unpad(padded: bytes) -> str:
    return padded.rstrip(b"\0").removesuffix(_END).decode()
