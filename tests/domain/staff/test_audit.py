"""The chain of the log: whatever is done to it by somebody without the key is found."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.staff.audit import (
    BEGINNING,
    EMPTY,
    AuditEntry,
    Head,
    Line,
    Verification,
    entry_after,
    head_at,
)

KEY, ANOTHER_KEY = b"k" * 32, b"a" * 32
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def chain(count: int, key: bytes = KEY) -> tuple[list[AuditEntry], Head]:
    entries: list[AuditEntry] = []
    for number in range(1, count + 1):
        line = Line(number, START + timedelta(minutes=number), number % 3 or None, "act", "x:1")
        entries.append(entry_after(key, entries[-1].hash if entries else BEGINNING, line))
    return entries, head_at(key, entries[-1]) if entries else EMPTY


def broken(entries: Sequence[AuditEntry], head: Head) -> int | None:
    verification = Verification(KEY)
    found = verification.walk(entries)
    return found if found is not None else verification.end(head)


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_a_whole_log_is_whole(count: int) -> None:
    assert broken(*chain(count)) is None


@given(st.integers(0, 12), st.integers(0, 12))
def test_walking_in_steps_is_the_same_as_at_once(count: int, step: int) -> None:
    entries, head = chain(count)
    verification = Verification(KEY)
    assert verification.walk(entries[:step]) is None
    assert verification.walk(entries[step:]) is None
    assert verification.end(head) is None


CHANGES: dict[str, Callable[[Line], Any]] = {
    "at": lambda line: line.at + timedelta(microseconds=1),
    "actor": lambda line: 7 if line.actor is None else None,
    "act": lambda line: f"{line.act}s",
    "subject": lambda line: line.subject.replace("1", "2"),
}


@given(st.integers(1, 12), st.integers(0, 11), st.sampled_from(sorted(CHANGES)))
def test_an_altered_entry_is_found(count: int, at: int, what: str) -> None:
    entries, head = chain(count)
    at %= count
    line = entries[at].line
    entries[at] = replace(entries[at], line=replace(line, **{what: CHANGES[what](line)}))
    assert broken(entries, head) == at + 1


@given(st.integers(1, 12), st.integers(0, 11), st.integers(0, 63))
def test_an_altered_hash_is_found(count: int, at: int, byte: int) -> None:
    entries, head = chain(count)
    at %= count
    both = bytearray(entries[at].previous_hash + entries[at].hash)
    both[byte] ^= 1
    entries[at] = AuditEntry(entries[at].line, bytes(both[:32]), bytes(both[32:]))
    assert broken(entries, head) == at + 1


@given(st.integers(1, 12), st.integers(0, 11), st.integers(1, 12))
def test_removed_entries_are_found_also_at_the_end(count: int, at: int, many: int) -> None:
    entries, head = chain(count)
    at %= count
    del entries[at : at + many]
    assert broken(entries, head) == at + 1


@given(st.integers(2, 12), st.data())
def test_reordered_entries_are_found(count: int, data: st.DataObject) -> None:
    entries, head = chain(count)
    shuffled = data.draw(st.permutations(entries))
    assume(shuffled != entries)
    first = next(n for n in range(count) if shuffled[n] != entries[n])
    assert broken(shuffled, head) == first + 1


@given(st.integers(2, 12), st.integers(0, 11), st.integers(0, 11))
def test_entries_that_swapped_their_words_are_found(count: int, one: int, other: int) -> None:
    entries, head = chain(count)
    one, other = sorted((one % count, other % count))
    assume(one != other)
    first, second = entries[one].line, entries[other].line
    entries[one] = replace(entries[one], line=replace(second, id=first.id, at=first.at))
    entries[other] = replace(entries[other], line=replace(first, id=second.id, at=second.at))
    assume(entries[one].line != first)
    assert broken(entries, head) == one + 1


@given(st.integers(1, 12), st.integers(0, 12))
def test_a_forged_entry_is_found_wherever_it_is_put(count: int, at: int) -> None:
    entries, head = chain(count)
    at = min(at, count)
    before = entries[at - 1].hash if at else BEGINNING
    line = Line(at + 1, START, None, "act", "forged")
    entries.insert(at, entry_after(ANOTHER_KEY, before, line))
    assert broken(entries, head) == at + 1


@given(st.integers(1, 12), st.integers(0, 11))
def test_a_log_made_anew_without_the_key_is_found(count: int, kept: int) -> None:
    _, head = chain(count)
    assert broken(*chain(count, ANOTHER_KEY)) == 1
    assert broken(chain(count, ANOTHER_KEY)[0], head) == 1
    entries, _ = chain(count)
    kept = min(kept, count - 1)
    assert broken(entries[:kept], Head(kept, b"x" * 32)) is not None


@given(st.integers(1, 12), st.integers(0, 11))
def test_a_head_is_not_moved_back_without_the_key(count: int, kept: int) -> None:
    entries, head = chain(count)
    kept = min(kept, count - 1)
    assert broken(entries[:kept], Head(kept, head.seal)) is not None
    assert broken(entries, Head(count + 1, head.seal)) == count + 1


def test_the_bytes_of_a_line_do_not_depend_on_the_zone_in_which_its_time_is_told() -> None:
    line = Line(1, START, 5, "act", "x:1")
    elsewhere = replace(line, at=START.astimezone(timezone(timedelta(hours=1))))
    assert line.canonical() == elsewhere.canonical()
    assert line.canonical() == b'[1, "2026-11-22T09:00:00.000000+00:00", 5, "act", "x:1"]'
