"""To whom something is said, as rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.broadcasts import audience as rules
from bot.domain.broadcasts.audience import Audience, Condition, Field, Joint, Reader
from bot.domain.staff.roles import EVERYWHERE, Role, Scope
from bot.domain.text.languages import OFFERED

TODAY = date(2026, 11, 22)
CALLS = {"akt": ["bees", "milk"], "csp": ["tools"]}
TOPICS = [
    ("programme", "akt"),
    ("programme", "csp"),
    ("municipality", "prizren"),
    ("municipality", "istog"),
    ("call", "bees"),
    ("call", "tools"),
    ("kind", "equipment"),
]
VALUES = {
    Field.PROGRAMME: ["akt", "csp"],
    Field.MUNICIPALITY: ["prizren", "istog"],
    Field.LANGUAGE: [language.value for language in OFFERED],
    Field.TOPIC: ["call.bees", "call.tools", "kind.equipment"],
    Field.ROLE: [role.value for role in Role],
    Field.ACTIVE: [str(days) for days in rules.ACTIVE_DAYS],
}
PROFILES = st.builds(
    Reader,
    st.sampled_from(OFFERED),
    st.frozensets(st.sampled_from(TOPICS)),
    st.frozensets(st.sampled_from(Role), max_size=2),
    st.none() | st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days)),
)


@st.composite
def steps(draw: st.DrawFn) -> Condition:
    field = draw(st.sampled_from(Field))
    values = draw(st.frozensets(st.sampled_from(VALUES[field]), min_size=1))
    return Condition(draw(st.sampled_from(Joint)), field, values)


AUDIENCES = (
    st.lists(steps(), max_size=5)
    .filter(lambda found: not found or found[0].joint is not Joint.OR)
    .map(lambda found: Audience(tuple(found)))
)


@given(AUDIENCES)
def test_an_audience_comes_back_from_its_column(audience: Audience) -> None:
    assert rules.read(rules.write(audience)) == audience


@given(PROFILES)
def test_without_conditions_it_is_everybody(profile: Reader) -> None:
    assert rules.includes(Audience(), profile, CALLS, TODAY)


@given(AUDIENCES, steps(), PROFILES)
def test_and_narrows_or_widens_except_takes_away(
    audience: Audience, step: Condition, profile: Reader
) -> None:
    before = rules.includes(audience, profile, CALLS, TODAY)
    fit = rules.fits(step, profile, CALLS, TODAY)
    expected = {
        Joint.AND: before and fit,
        Joint.OR: before or fit,
        Joint.EXCEPT: before and not fit,
    }[step.joint]
    if audience.steps or step.joint is not Joint.OR:
        longer = Audience((*audience.steps, step))
        assert rules.includes(longer, profile, CALLS, TODAY) is expected


@given(AUDIENCES, st.integers(0, 6))
def test_a_condition_can_always_be_taken_out(audience: Audience, number: int) -> None:
    left = audience.without(number)
    assert len(left.steps) == len(audience.steps) - (number < len(audience.steps))


@given(AUDIENCES, steps())
def test_a_value_that_is_tapped_twice_is_as_before(audience: Audience, step: Condition) -> None:
    value = min(step.values)
    last = audience.steps[-1] if audience.steps else None
    joint = Joint.AND if not audience.steps and step.joint is Joint.OR else step.joint
    if last and (last.joint, last.field) == (joint, step.field) and last.values == {value}:
        return  # the condition was there with this value alone, and is gone after the first tap
    once = audience.toggled(joint, step.field, value)
    assert once.toggled(joint, step.field, value) == audience


@given(PROFILES)
def test_a_role_for_everything_reaches_everybody_and_no_role_nobody(profile: Reader) -> None:
    assert rules.within([EVERYWHERE], profile, CALLS)
    assert not rules.within([], profile, CALLS)


def test_a_narrowed_role_reaches_who_follows_something_of_each() -> None:
    scope = Scope(frozenset({"akt"}), frozenset({"prizren"}), None)
    language = OFFERED[0]
    follows = frozenset({("call", "bees"), ("municipality", "prizren")})
    assert rules.within([scope], Reader(language, follows), CALLS)
    assert not rules.within([scope], Reader(language, frozenset({("call", "bees")})), CALLS)


@pytest.mark.parametrize("word", ["community", "ethnic", "religion", "health", "origin"])
def test_nothing_can_ask_for_community(word: str) -> None:
    assert all(word not in field.name.lower() for field in Field)
    with pytest.raises(ValueError, match="not a condition"):
        Condition(Joint.AND, Field.TOPIC, frozenset({f"{word}.roma"}))


@pytest.mark.parametrize(
    ("field", "value"),
    [(Field.LANGUAGE, "xx"), (Field.ROLE, "king"), (Field.ACTIVE, "8"), (Field.TOPIC, "call.")],
)
def test_a_value_that_the_field_does_not_have_is_refused(field: Field, value: str) -> None:
    with pytest.raises(ValueError, match="not a condition"):
        Condition(Joint.AND, field, frozenset({value}))


def test_the_first_condition_cannot_add_to_everybody() -> None:
    with pytest.raises(ValueError, match="everybody"):
        Audience((Condition(Joint.OR, Field.LANGUAGE, frozenset({"en"})),))
