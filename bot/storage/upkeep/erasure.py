"""Erasing a person for good, also from backups that are put back later."""

import hashlib
import hmac
from datetime import datetime

from bot.storage.keys.key_store import ledger_key
from bot.storage.unit_of_work import UnitOfWork


async def erase_person(uow: UnitOfWork, person_id: int, telegram_id: int, now: datetime) -> None:
    """Erase a person: destroy their data key, enter them in the ledger, delete their rows.

    Raises:
        KeyringError: if the key store is not unlocked.
    """
    await uow.keys.note_erasure(_mark(await ledger_key(uow.keyring, uow.keys), telegram_id), now)
    await _remove(uow, person_id)


async def replay_erasures(uow: UnitOfWork) -> int:
    """Erase again everybody whom a restored backup brought back.

    Who came back by themselves after they were erased stays.

    Returns:
        How many people were erased.

    Raises:
        KeyringError: if the key store is not unlocked.
    """
    ledger = await uow.keys.erasures()
    if not ledger:
        return 0
    key = await ledger_key(uow.keyring, uow.keys)
    returned = sorted(
        address.person_id
        for address in await uow.people.addresses()
        if (erased_at := ledger.get(_mark(key, address.telegram_id)))
        and address.created_at <= erased_at
    )
    for person_id in returned:
        await _remove(uow, person_id)
    return len(returned)


async def _remove(uow: UnitOfWork, person_id: int) -> None:
    # What lies under a sealed number can be found only as long as the key is there.
    await uow.screenings.drop_sensitive(person_id)
    await uow.shared_parts.erase_origins(await uow.interests.of_person(person_id))
    await uow.seal.destroy_key(person_id)
    await uow.people.remove(person_id)


def _mark(ledger_key: bytes, telegram_id: int) -> bytes:
    return hmac.digest(ledger_key, str(telegram_id).encode(), hashlib.sha256)
