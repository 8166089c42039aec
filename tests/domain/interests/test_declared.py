"""Where declared interests can go, who differs, and which counts are shown."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures.checks import LEFT, Event, Happening, publish_checks
from bot.domain.figures.suppression import SMALLEST, TOTAL
from bot.domain.interests.declared import (
    AFTER,
    BEFORE,
    OPEN,
    Decision,
    InterestState,
    InterestStep,
    after,
    differ,
)

PLACES = st.sampled_from(["istog", "prizren"])
COMMUNITIES = st.sampled_from(["albanian", "serb"])
PARTNER = st.fixed_dictionaries({}, optional={"community": COMMUNITIES, "municipality": PLACES})
NAMED = st.frozensets(st.sampled_from(["community", "municipality"]))


def test_what_was_decided_is_only_corrected_and_what_was_withdrawn_stays_so() -> None:
    ended = set(InterestState) - OPEN
    corrections = {
        (InterestState.DECIDED, InterestStep.DECIDE): InterestState.DECIDED,
        (InterestState.DECIDED, InterestStep.WAIT): InterestState.WAITING,
    }
    taken = {step: state for step, state in AFTER.items() if step[0] in ended}
    assert taken == corrections
    assert all(
        after(state, step) == corrections.get((state, step))
        for state, step in product(ended, InterestStep)
    )


def test_every_open_interest_can_be_decided_and_withdrawn() -> None:
    for state in OPEN:
        assert after(state, InterestStep.DECIDE) is InterestState.DECIDED
        assert after(state, InterestStep.WITHDRAW) is InterestState.WITHDRAWN


def test_the_waiting_list_is_no_end() -> None:
    assert InterestState.WAITING in OPEN
    assert Decision.WAITING.step is InterestStep.WAIT
    others = set(Decision) - {Decision.WAITING}
    assert {one.step for one in others} == {InterestStep.DECIDE}


def test_every_mark_of_staff_can_be_undone_and_nothing_else() -> None:
    marks = {AFTER[step] for step in AFTER if step[1] in (InterestStep.CONTACT, InterestStep.APPLY)}
    assert set(BEFORE) == marks


def test_every_state_is_reached() -> None:
    assert {InterestState.DECLARED, *AFTER.values()} == set(InterestState)


@given(NAMED, PARTNER, PARTNER)
def test_it_does_not_matter_who_of_two_partners_is_first(
    named: frozenset[str], one: dict[str, str], other: dict[str, str]
) -> None:
    assert differ(named, one, other) == differ(named, other, one)
    assert not differ(named, one, one)
    assert not differ(named, one, {})


@given(NAMED, PARTNER, PARTNER, st.data())
def test_what_partners_read_tells_nothing_about_origin(
    named: frozenset[str], one: dict[str, str], other: dict[str, str], data: st.DataObject
) -> None:
    of_others = {**other, "community": data.draw(COMMUNITIES)}
    assert differ(named, one, other) == differ(named, one, of_others)


def test_partners_differ_only_in_what_their_call_names() -> None:
    here, there = {"municipality": "prizren"}, {"municipality": "istog"}
    assert differ({"municipality", "partner"}, here, there)
    assert not differ({"partner"}, here, there)
    assert not differ({"municipality"}, here, {"age": 30})


COUNTS = st.integers(0, 60)


@given(COUNTS, COUNTS, COUNTS)
def test_how_checks_ended_shows_no_small_count(finished: int, stopped: int, left: int) -> None:
    counted = {
        Happening(Event.STARTED.value): finished + stopped + left,
        Happening(Event.FINISHED.value): finished,
        Happening(Event.STOPPED.value, "age"): stopped,
    }
    shown = publish_checks(counted)
    true = {Event.FINISHED.value: finished, Event.STOPPED.value: stopped, LEFT: left}
    for name, count in true.items():
        assert shown.ends[name] in (None, count)
        assert count >= SMALLEST or shown.ends[name] is None
    hidden = [name for name in (*true, TOTAL) if shown.ends[name] is None]
    assert len(hidden) != 1
    assert shown.stopped["age"] in (None, stopped)
    assert shown.ends[Event.STOPPED] is not None or shown.stopped["age"] is None


@given(COUNTS, COUNTS, COUNTS, st.data())
def test_what_excludes_people_is_shown_only_where_nobody_is_found(
    fits: int, unclear: int, excluded: int, data: st.DataObject
) -> None:
    because = data.draw(st.integers(0, excluded))
    shown = publish_checks(
        {
            Happening("fits", "weld"): fits,
            Happening("unclear", "weld"): unclear,
            Happening("excluded", "weld"): excluded,
            Happening("because", "weld", "age"): because,
        }
    )
    told = shown.because["weld", "age"]
    if told is not None:
        assert told == because >= SMALLEST
        assert shown.verdicts["weld", "excluded"] == excluded
        assert excluded - because == 0 or excluded - because >= SMALLEST


def test_a_narrow_role_sees_only_its_calls() -> None:
    counted = {Happening("fits", call): 20 for call in ("weld", "milk")}
    shown = publish_checks(counted).narrowed(frozenset({"milk"}))
    assert {call for call, _verdict in shown.verdicts} == {"milk"}
