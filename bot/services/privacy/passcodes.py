"""A passcode opens one's own things on a shared phone; people may choose a word as one."""

import hashlib
import hmac
import os
from datetime import datetime, timedelta
from typing import Final

from bot.storage.people import Person

SHORTEST: Final = 4
LONGEST: Final = 32
OPEN_FOR: Final = timedelta(minutes=10)
"""So long the things stay open after the passcode was given."""
TRIES: Final = 5
LOCKED_OUT_FOR: Final = timedelta(minutes=15)
_SALT_BYTES: Final = 16
# About 50 ms and 16 MB a try: a stolen database cannot be searched quickly for short passcodes.
_COST: Final = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def fits(typed: str) -> bool:
    """Whether what was typed can be a passcode: 4 to 32 characters."""
    return SHORTEST <= len(_folded(typed)) <= LONGEST


def is_set(person: Person) -> bool:
    """Whether the person chose a passcode."""
    return person.passcode is not None


def set_passcode(person: Person, typed: str, now: datetime) -> None:
    """Ask for this passcode before showing the person's things; they are open right now."""
    salt = os.urandom(_SALT_BYTES)
    person.passcode = salt + _hash(typed, salt)
    person.lock_failures = 0
    person.locked_out_until = None
    person.unlocked_until = now + OPEN_FOR


def remove_passcode(person: Person) -> None:
    """Ask for no passcode any more, and forget how often a wrong one was given."""
    person.passcode = None
    person.lock_failures = 0
    person.unlocked_until = None
    person.locked_out_until = None


def is_locked(person: Person, now: datetime) -> bool:
    """Whether the passcode has to be given first."""
    if person.passcode is None:
        return False
    return person.unlocked_until is None or person.unlocked_until <= now


def is_locked_out(person: Person, now: datetime) -> bool:
    """Whether too many wrong passcodes were given, so that none is taken for a while."""
    return person.locked_out_until is not None and person.locked_out_until > now


def try_passcode(person: Person, typed: str, now: datetime) -> bool:
    """Open the person's things if the passcode is right; wrong ones are counted."""
    if person.passcode is None or is_locked_out(person, now):
        return False
    salt, known = person.passcode[:_SALT_BYTES], person.passcode[_SALT_BYTES:]
    if hmac.compare_digest(known, _hash(typed, salt)):
        person.lock_failures = 0
        person.unlocked_until = now + OPEN_FOR
        return True
    person.lock_failures += 1
    if person.lock_failures >= TRIES:
        person.lock_failures = 0
        person.locked_out_until = now + LOCKED_OUT_FOR
    return False


def close(person: Person) -> None:
    """Lock the person's things at once."""
    person.unlocked_until = None


def _hash(typed: str, salt: bytes) -> bytes:
    return hashlib.scrypt(_folded(typed).encode(), salt=salt, **_COST)


def _folded(typed: str) -> str:
    return " ".join(typed.casefold().split())
