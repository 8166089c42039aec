"""Where declared interests can go, who differs, and which counts are shown."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures.checks import LEFT, Event, Happening, publish_checks
from bot.domain.figures.suppression import SMALLEST, TOTAL
from bot.domain.interests.declared import AFTER, OPEN, InterestState, InterestStep, after, differ

ANSWER = st.sampled_from(["", "albanian", "serb", "prizren"])
PARTNER = st.fixed_dictionaries({}, optional={"community": ANSWER, "municipality": ANSWER})


def test_what_was_decided_or_withdrawn_stays_so() -> None:
    ended = set(InterestState) - OPEN
    assert not [step for step in AFTER if step[0] in ended]
    assert all(after(state, step) is None for state, step in product(ended, InterestStep))


def test_every_open_interest_can_be_decided_and_withdrawn() -> None:
    for state in OPEN:
        assert after(state, InterestStep.DECIDE) is InterestState.DECIDED
        assert after(state, InterestStep.WITHDRAW) is InterestState.WITHDRAWN


def test_every_state_is_reached() -> None:
    assert {InterestState.DECLARED, *AFTER.values()} == set(InterestState)


@given(PARTNER, PARTNER)
def test_it_does_not_matter_who_of_two_partners_is_first(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert differ(one, other) == differ(other, one)
    assert not differ(one, one)
    assert not differ(one, {})


def test_partners_differ_in_either() -> None:
    here = {"community": "serb", "municipality": "prizren"}
    assert differ(here, {"community": "albanian", "municipality": "prizren"})
    assert differ(here, {"community": "serb", "municipality": "istog"})
    assert not differ(here, {"community": "", "municipality": "prizren"})


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
