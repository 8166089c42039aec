"""What comes after a try, as a table and for every course that a message can take."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery.campaigns import STEPS, CampaignState, CampaignStateError, step
from bot.domain.delivery.outbox import (
    FINAL,
    KINDS,
    TRANSITIONS,
    DeliveryReason,
    DeliveryState,
    Due,
    Lane,
    OutboxMessage,
    Recipient,
    Repeat,
)
from bot.domain.delivery.outcomes import (
    AFTER_UNKNOWN,
    LONGEST_DOUBT,
    Delivered,
    GivenBack,
    Moved,
    NextTry,
    NotSent,
    Obsolete,
    Outcome,
    Placement,
    Refused,
    Throttled,
    Unknown,
    Unreachable,
    decide,
    pause_after,
    pause_in_doubt,
    placement_after,
    put_aside,
    unwritten,
)
from bot.domain.localtime import from_local

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ONCE, AGAIN = Repeat.AT_MOST_ONCE, Repeat.MAY_REPEAT
DAY = timedelta(days=1)


def due(**changes: object) -> Due:
    person = Recipient(7, 1, quiet_from=0, quiet_until=0)
    plain = Due(1, "deadline_reminder", {}, Lane.REMINDER, ONCE, NOW + DAY, person)
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "repeat", "unknown", "decision"),
    [
        (Delivered(5), ONCE, 0, NextTry(DeliveryState.SENT, message_id=5)),
        (
            Unreachable(DeliveryReason.BLOCKED),
            AGAIN,
            0,
            NextTry(DeliveryState.UNREACHABLE, DeliveryReason.BLOCKED),
        ),
        (Refused(), AGAIN, 0, NextTry(DeliveryState.FAILED, DeliveryReason.REFUSED)),
        (Obsolete(), ONCE, 0, NextTry(DeliveryState.CANCELLED, DeliveryReason.OBSOLETE)),
        (Obsolete(), AGAIN, 1, NextTry(DeliveryState.UNCERTAIN, DeliveryReason.OBSOLETE)),
        (Moved(-9), AGAIN, 0, NextTry(DeliveryState.QUEUED, chat_id=-9)),
        (GivenBack(), ONCE, 0, NextTry(DeliveryState.QUEUED)),
        (
            Throttled(10_072),
            ONCE,
            0,
            NextTry(DeliveryState.QUEUED, DeliveryReason.FLOOD, timedelta(seconds=10_072)),
        ),
        (
            NotSent(DeliveryReason.GATEWAY),
            ONCE,
            0,
            NextTry(DeliveryState.QUEUED, DeliveryReason.GATEWAY, timedelta(seconds=1)),
        ),
        (
            Unknown(DeliveryReason.TIMED_OUT),
            ONCE,
            0,
            NextTry(DeliveryState.UNCERTAIN, DeliveryReason.TIMED_OUT, AFTER_UNKNOWN, unknown=True),
        ),
        (
            Unknown(DeliveryReason.TIMED_OUT),
            AGAIN,
            0,
            NextTry(DeliveryState.QUEUED, DeliveryReason.TIMED_OUT, AFTER_UNKNOWN, unknown=True),
        ),
        (
            Unknown(DeliveryReason.TIMED_OUT),
            AGAIN,
            1,
            NextTry(
                DeliveryState.QUEUED, DeliveryReason.TIMED_OUT, AFTER_UNKNOWN * 2, unknown=True
            ),
        ),
        (
            Unknown(DeliveryReason.INTERRUPTED),
            ONCE,
            0,
            NextTry(
                DeliveryState.UNCERTAIN, DeliveryReason.INTERRUPTED, AFTER_UNKNOWN, unknown=True
            ),
        ),
        (
            Unknown(DeliveryReason.INTERRUPTED),
            AGAIN,
            500,
            NextTry(DeliveryState.QUEUED, DeliveryReason.INTERRUPTED, LONGEST_DOUBT, unknown=True),
        ),
    ],
)
def test_what_comes_after_a_try(
    outcome: Outcome, repeat: Repeat, unknown: int, decision: NextTry
) -> None:
    assert decide(outcome, repeat, 1, unknown) == decision


def test_pauses_grow_to_a_minute() -> None:
    seconds = [pause_after(tries).total_seconds() for tries in (0, 1, 2, 3, 4, 5, 6, 7, 8, 500)]
    assert seconds == [1, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_pauses_in_doubt_double_to_an_hour() -> None:
    seconds = [pause_in_doubt(doubts).total_seconds() for doubts in (0, 1, 2, 3, 10, 11, 10_000)]
    assert seconds == [2, 4, 8, 16, 2048, 3600, 3600]


@pytest.mark.parametrize(
    ("outcome", "doubts", "state", "number"),
    [
        (Delivered(5), 0, DeliveryState.SENT, 5),
        (Delivered(2**63), 0, DeliveryState.SENT, None),  # no column holds it
        (Unknown(DeliveryReason.BROKEN), 0, DeliveryState.UNCERTAIN, None),
        (Throttled(1e300), 1, DeliveryState.UNCERTAIN, None),
        (Throttled(1e300), 0, DeliveryState.FAILED, None),
        (Moved(5), 0, DeliveryState.FAILED, None),
    ],
)
def test_what_cannot_be_written_down_ends_as_truly_as_is_known(
    outcome: Outcome, doubts: int, state: DeliveryState, number: int | None
) -> None:
    placed = unwritten(due(unknown=doubts), outcome, NOW)
    assert (placed.state, placed.reason) == (state, DeliveryReason.NOT_WRITTEN)
    assert (placed.message_id, placed.settled_at) == (number, NOW)
    assert placed.unknown == isinstance(outcome, Unknown)


def test_what_would_be_tried_too_late_ends_now() -> None:
    late = NOW + DAY - timedelta(seconds=5)
    placed = placement_after(due(), Throttled(30), late)
    assert (placed.state, placed.reason, placed.settled_at) == (
        DeliveryState.EXPIRED,
        DeliveryReason.FLOOD,
        late,
    )
    back = placement_after(due(), GivenBack(), NOW + DAY)
    assert (back.state, back.reason) == (DeliveryState.EXPIRED, DeliveryReason.TOO_LATE)
    tried = placement_after(due(unknown=1, repeat=AGAIN), Throttled(30), late)
    assert tried.state is DeliveryState.UNCERTAIN


def test_only_a_group_moves() -> None:
    moved = placement_after(due(recipient=Recipient(-7)), Moved(-9), NOW)
    assert (moved.state, moved.chat_id, moved.due_at) == (DeliveryState.QUEUED, -9, NOW)
    odd = placement_after(due(), Moved(-9), NOW)
    assert (odd.state, odd.reason, odd.chat_id) == (
        DeliveryState.FAILED,
        DeliveryReason.REFUSED,
        None,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"expires_at": NOW}, (DeliveryState.EXPIRED, DeliveryReason.TOO_LATE)),
        ({"expires_at": NOW, "unknown": 1}, (DeliveryState.UNCERTAIN, DeliveryReason.TOO_LATE)),
        (
            {"recipient": Recipient(7, 1, stopped=True)},
            (DeliveryState.CANCELLED, DeliveryReason.STOPPED),
        ),
        (
            {"recipient": Recipient(7, 1, unreachable=True)},
            (DeliveryState.UNREACHABLE, DeliveryReason.KNOWN_UNREACHABLE),
        ),
        (
            {"recipient": Recipient(7, 1, stopped=True, unreachable=True), "kind": "inbox_reply"},
            None,
        ),
        ({"recipient": Recipient(-7)}, None),
    ],
)
def test_whether_a_message_is_tried_at_all(
    changes: dict[str, object], expected: tuple[DeliveryState, DeliveryReason] | None
) -> None:
    placed = put_aside(due(**changes), NOW, NOW)
    assert (placed and (placed.state, placed.reason)) == expected
    assert placed is None or placed.settled_at == NOW


@pytest.mark.parametrize(
    ("day", "morning"),
    [
        (datetime(2026, 11, 22, 23, 30), datetime(2026, 11, 23, 8, 0)),  # noqa: DTZ001
        (datetime(2027, 3, 27, 22, 0), datetime(2027, 3, 28, 8, 0)),  # noqa: DTZ001 -- forward
        (datetime(2026, 10, 24, 22, 0), datetime(2026, 10, 25, 8, 0)),  # noqa: DTZ001 -- back
        (datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 8, 0)),  # noqa: DTZ001 -- twice
    ],
)
def test_quiet_hours_put_a_message_off_until_the_morning_on_the_wall(
    day: datetime, morning: datetime
) -> None:
    now = from_local(day)
    sleeper = Recipient(7, 1, quiet_from=21, quiet_until=8)
    message = due(recipient=sleeper, expires_at=now + DAY)
    placed = put_aside(message, now, now)
    assert placed == Placement(
        1,
        DeliveryState.QUEUED,
        DeliveryState.QUEUED,
        DeliveryReason.QUIET,
        due_at=from_local(morning),
    )
    assert put_aside(replace(message, kind="session_changed"), now, now) is None
    short = put_aside(replace(message, expires_at=now + timedelta(hours=1)), now, now)
    assert short is not None
    assert (short.state, short.reason) == (DeliveryState.EXPIRED, DeliveryReason.QUIET)


def test_a_chat_that_rests_puts_a_message_off() -> None:
    placed = put_aside(due(), NOW, NOW + timedelta(seconds=1))
    assert placed == Placement(
        1, DeliveryState.QUEUED, DeliveryState.QUEUED, due_at=NOW + timedelta(seconds=1)
    )


OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Delivered, st.integers(1, 9)),
    st.builds(Unreachable, st.sampled_from([DeliveryReason.BLOCKED, DeliveryReason.NO_CHAT])),
    st.builds(Refused),
    st.builds(Obsolete),
    st.builds(Moved, st.integers(-9, -1)),
    st.builds(Throttled, st.floats(0, 20_000)),
    st.builds(NotSent, st.sampled_from([DeliveryReason.GATEWAY, DeliveryReason.NO_CONNECTION])),
    st.builds(Unknown, st.sampled_from([DeliveryReason.TIMED_OUT, DeliveryReason.INTERRUPTED])),
    st.builds(GivenBack),
)


@given(
    st.sampled_from(sorted(KINDS)),
    st.lists(st.tuples(OUTCOMES, st.floats(0, 100_000)), max_size=60),
    st.integers(0, 23),
    st.integers(0, 23),
    st.booleans(),
)
def test_whatever_happens_a_message_goes_only_where_it_may_and_ends_once(
    kind: str,
    tries: list[tuple[Outcome, float]],
    quiet_from: int,
    quiet_until: int,
    stopped: bool,  # noqa: FBT001 -- drawn
) -> None:
    policy = KINDS[kind]
    person = Recipient(7, 1, quiet_from=quiet_from, quiet_until=quiet_until, stopped=stopped)
    message = due(kind=kind, repeat=policy.repeat, recipient=person, expires_at=NOW + policy.lives)
    now, state, arrived = NOW, DeliveryState.QUEUED, 0
    for outcome, later in tries:
        aside = put_aside(message, now, now)
        if aside is None:
            placed = placement_after(message, outcome, now)
            assert placed.was is DeliveryState.SENDING
            assert placed.state in TRANSITIONS[DeliveryState.SENDING]
            maybe = isinstance(outcome, Delivered | Unknown)
            arrived += maybe
            assert placed.unknown <= isinstance(outcome, Unknown)
            message = replace(
                message, attempts=message.attempts + 1, unknown=message.unknown + placed.unknown
            )
        else:
            placed = aside
            assert placed.was is DeliveryState.QUEUED
            assert placed.state in TRANSITIONS[DeliveryState.QUEUED] | {DeliveryState.QUEUED}
        state = placed.state
        assert (placed.settled_at is not None) == (state in FINAL)
        if state in FINAL:
            assert (placed.reason is None) == (state is DeliveryState.SENT)
            break
        assert placed.due_at is not None
        assert placed.due_at < message.expires_at
        now = max(now + timedelta(seconds=later), placed.due_at)
    if state in {DeliveryState.EXPIRED, DeliveryState.CANCELLED}:
        assert arrived == 0  # what may have arrived is never called undelivered
    if policy.repeat is Repeat.AT_MOST_ONCE:
        assert arrived <= 1
    assert arrived <= message.unknown + 1  # each doubt is counted by itself


def test_a_campaign_goes_only_where_it_may() -> None:
    assert step(CampaignState.SCHEDULED, CampaignState.RUNNING) is CampaignState.RUNNING
    with pytest.raises(CampaignStateError):
        step(CampaignState.DONE, CampaignState.RUNNING)
    reachable, new = {CampaignState.SCHEDULED}, {CampaignState.SCHEDULED}
    while new:
        new = {to for state in new for to in STEPS[state]} - reachable
        reachable |= new
    assert reachable == set(CampaignState)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "gossip"}, "no kind"),
        ({"person_id": None}, "to a person or to a group"),
        ({"chat_id": -5}, "to a person or to a group"),
        ({"person_id": None, "chat_id": 5}, "negative"),
        ({"dedupe_key": ""}, "1 to 80"),
        ({"dedupe_key": "x" * 81}, "1 to 80"),
        ({"expires_at": NOW}, "before it expires"),
    ],
)
def test_a_message_that_makes_no_sense_is_refused(changes: dict[str, object], says: str) -> None:
    message = OutboxMessage("broadcast", "a", NOW, person_id=1)
    with pytest.raises(ValueError, match=says):
        replace(message, **changes)  # type: ignore[arg-type]


def test_every_kind_fits_its_column() -> None:
    assert all(len(kind) <= 24 for kind in KINDS)
    assert all(len(reason) <= 24 for reason in DeliveryReason)
    assert all(len(state) <= 16 for state in [*DeliveryState, *Lane, *Repeat, *CampaignState])
