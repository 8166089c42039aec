"""The chain of the log of staff acts: each entry is bound to all that went before.

Every link is keyed (HMAC-SHA256, RFC 2104) with a key that does not lie in the database, so that
whoever can write to the database can neither change an entry nor make the chain anew.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

HASH_BYTES: Final = 32
BEGINNING: Final = bytes(HASH_BYTES)
"""What the first entry follows; also what an entry follows if the log before it is damaged."""
_HEAD: Final = b"head"


class Deed(StrEnum):
    """What the log holds beside the acts of :class:`bot.domain.staff.roles.Act`; codes stay."""

    REFUSED = "refused"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    JOINED = "joined"
    ROLE_ENDED = "role_ended"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry of the log says.

    Args:
        id: From 1 on, without gaps.
        actor: The staff number of who did it; None for somebody who is not staff, and for the
            bot itself.
        act: The code of an act or deed.
        subject: What it was done to: ids only, never a name or a text.
    """

    id: int
    at: datetime
    actor: int | None
    act: str
    subject: str

    def canonical(self) -> bytes:
        """The bytes that are hashed: the same for the same entry on every database."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return json.dumps([self.id, at, self.actor, self.act, self.subject]).encode()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which entries of the log are read; nothing given: all of them.

    Args:
        by: A staff number.
        day: On the wall.
        number: Of the entry itself, or of what it is about.
    """

    by: int | None = None
    day: date | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line with its place in the chain."""

    line: Line
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends, so that missing last entries are noticed.

    Args:
        seal: Binds the number to the hash of that entry; empty while the log is.
    """

    last_id: int
    seal: bytes


EMPTY: Final = Head(0, b"")


def entry_after(key: bytes, previous_hash: bytes, line: Line) -> AuditEntry:
    """The next entry of a chain."""
    return AuditEntry(line, previous_hash, _link(key, previous_hash, line))


def head_at(key: bytes, last: AuditEntry) -> Head:
    """The head of a log that ends with this entry."""
    return Head(last.line.id, _seal(key, last.line.id, last.hash))


def is_head_of(key: bytes, head: Head, last: AuditEntry | None) -> bool:
    """Whether a head belongs to a log that ends with this entry; None for an empty log."""
    if last is None:
        return head == EMPTY
    expected = head_at(key, last)
    return head.last_id == expected.last_id and hmac.compare_digest(head.seal, expected.seal)


class Verification:
    """Walks along a log, oldest entry first, and finds where it is broken."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.last: AuditEntry | None = None
        """The last entry that was in order."""

    def walk(self, entries: Iterable[AuditEntry]) -> int | None:
        """Go on; the number of the first entry that is altered, missing or out of order."""
        for entry in entries:
            expected = self.last.line.id + 1 if self.last else 1
            if entry.line.id != expected or not self._follows(entry):
                return min(expected, entry.line.id)
            self.last = entry
        return None

    def end(self, head: Head) -> int | None:
        """The log is over: the number of the first entry that is missing at its end, if any is."""
        if is_head_of(self._key, head, self.last):
            return None
        last_id = self.last.line.id if self.last else 0
        return last_id + 1 if head.last_id > last_id else max(1, min(last_id, head.last_id + 1))

    def _follows(self, entry: AuditEntry) -> bool:
        before = self.last.hash if self.last else BEGINNING
        link = _link(self._key, before, entry.line)
        return entry.previous_hash == before and hmac.compare_digest(entry.hash, link)


def _link(key: bytes, previous_hash: bytes, line: Line) -> bytes:
    return hmac.digest(key, previous_hash + line.canonical(), hashlib.sha256)


def _seal(key: bytes, last_id: int, last_hash: bytes) -> bytes:
    return hmac.digest(key, _HEAD + str(last_id).encode() + b":" + last_hash, hashlib.sha256)
