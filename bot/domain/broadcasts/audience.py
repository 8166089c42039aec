"""To whom something is said: conditions joined by and, or, except.

What a condition may ask for is the list in :class:`Field`. Community or ethnicity is not in it and
cannot be said otherwise either (need L13): what nobody can write down, nobody can send to.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from bot.domain.staff.roles import Role, Scope
from bot.domain.text.languages import Language

MOST_STEPS: Final = 8
"""More conditions nobody can oversee on a phone."""
ACTIVE_DAYS: Final = (7, 30, 90, 365)
"""For how many days back activity can be asked for."""

Topic = tuple[str, str]
"""What somebody follows: the kind of topic and its id."""


class Field(StrEnum):
    """What a condition asks for."""

    PROGRAMME = "p"  # follows the programme or one of its calls
    MUNICIPALITY = "m"  # follows the municipality
    LANGUAGE = "l"  # reads this language
    TOPIC = "t"  # follows a call or a kind of call: ``call.<id>``, ``kind.<id>``
    ROLE = "r"  # has this role among the staff
    ACTIVE = "a"  # used the bot within so many days


class Joint(StrEnum):
    """How a condition goes together with all before it."""

    AND = "a"
    OR = "o"
    EXCEPT = "x"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition and how it is joined; any one of the values is enough.

    Raises:
        ValueError: if there is no value, or one that the field does not have.
    """

    joint: Joint
    field: Field
    values: frozenset[str]

    def __post_init__(self) -> None:
        if not self.values or not all(_is_value(self.field, value) for value in self.values):
            raise ValueError(f"not a condition: {self.field.name.lower()}")


@dataclass(frozen=True, slots=True)
class Audience:
    """Conditions from left to right, beginning with everybody.

    ``and`` keeps of those before whoever fits, ``or`` adds whoever fits, ``except`` takes away
    whoever fits. As everybody is there at first, the first condition cannot be an ``or``.

    Raises:
        ValueError: if there are too many conditions, or the first is an ``or``.
    """

    steps: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if len(self.steps) > MOST_STEPS:
            raise ValueError("too many conditions")
        if self.steps and self.steps[0].joint is Joint.OR:
            raise ValueError("everybody is there already")

    def toggled(self, joint: Joint, field: Field, value: str) -> "Audience":
        """With a value added to the last condition, or taken out of it.

        A condition of its own begins where the last one asks for something else.

        Raises:
            ValueError: if that is one condition too many, or the field has no such value.
        """
        if not self.steps and joint is Joint.OR:
            joint = Joint.AND
        last = self.steps[-1] if self.steps else None
        if last is None or (last.joint, last.field) != (joint, field):
            return Audience((*self.steps, Condition(joint, field, frozenset({value}))))
        values = last.values ^ {value}
        rest = self.steps[:-1]
        return Audience((*rest, replace(last, values=values)) if values else rest)

    def without(self, number: int) -> "Audience":
        """Without the condition of this number, counted from 0; if it is gone, as it is."""
        steps = [step for position, step in enumerate(self.steps) if position != number]
        if steps and steps[0].joint is Joint.OR:
            steps[0] = replace(steps[0], joint=Joint.AND)
        return Audience(tuple(steps))


class KeptAudience(NamedTuple):
    """An audience that staff keep under a name."""

    id: int
    name: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of somebody that a condition may ask for."""

    language: Language
    follows: frozenset[Topic] = frozenset()
    roles: frozenset[Role] = frozenset()
    active_on: date | None = None


CallsOf = Mapping[str, Sequence[str]]
"""The ids of the calls of each programme, by the id of the programme."""


def topics_of(field: Field, values: frozenset[str], calls: CallsOf) -> frozenset[Topic]:
    """What must be followed for a condition about what is followed; any one is enough."""
    match field:
        case Field.PROGRAMME:
            of_calls = {("call", call) for value in values for call in calls.get(value, ())}
            return frozenset({("programme", value) for value in values} | of_calls)
        case Field.MUNICIPALITY:
            return frozenset(("municipality", value) for value in values)
        case Field.TOPIC:
            return frozenset(_topic(value) for value in values)
        case _:
            return frozenset()


def active_since(values: frozenset[str], today: date) -> date:
    """The day from which on somebody must have used the bot; of several, the earliest."""
    return today - timedelta(days=max(int(value) for value in values))


def fits(step: Condition, reader: Reader, calls: CallsOf, today: date) -> bool:
    """Whether somebody fits one condition, however it is joined."""
    match step.field:
        case Field.LANGUAGE:
            return reader.language.value in step.values
        case Field.ROLE:
            return any(role.value in step.values for role in reader.roles)
        case Field.ACTIVE:
            since = active_since(step.values, today)
            return reader.active_on is not None and reader.active_on >= since
        case _:
            return not topics_of(step.field, step.values, calls).isdisjoint(reader.follows)


def includes(audience: Audience, reader: Reader, calls: CallsOf, today: date) -> bool:
    """Whether somebody belongs to an audience."""
    belongs = True
    for step in audience.steps:
        fit = fits(step, reader, calls, today)
        match step.joint:
            case Joint.AND:
                belongs = belongs and fit
            case Joint.OR:
                belongs = belongs or fit
            case Joint.EXCEPT:
                belongs = belongs and not fit
    return belongs


def within(reach: Sequence[Scope], reader: Reader, calls: CallsOf) -> bool:
    """Whether a staff member whose roles reach so far may write to somebody."""
    return any(
        all(not topics.isdisjoint(reader.follows) for topics in limits_of(scope, calls))
        for scope in reach
    )


def limits_of(scope: Scope, calls: CallsOf) -> Sequence[frozenset[Topic]]:
    """What people must follow so that a role reaches them: something of each set."""
    limits = (
        (Field.PROGRAMME, scope.programmes),
        (Field.MUNICIPALITY, scope.municipalities),
    )
    return [topics_of(field, ids, calls) for field, ids in limits if ids is not None]


def write(audience: Audience) -> str:
    """An audience as a column holds it."""
    return json.dumps([[step.joint, step.field, sorted(step.values)] for step in audience.steps])


def read(text: str) -> Audience:
    """An audience from its column.

    Raises:
        ValueError: if it is none of this release.
    """
    return Audience(
        tuple(
            Condition(Joint(joint), Field(field), frozenset(values))
            for joint, field, values in json.loads(text)
        )
    )


def topic_value(kind: str, subject: str) -> str:
    """The value of a condition about a topic, such as ``call.akt-startup``."""
    return f"{kind}.{subject}"


def _topic(value: str) -> Topic:
    kind, _, subject = value.partition(".")
    return kind, subject


_VALUES: Final[Mapping[Field, Callable[[str], bool]]] = {
    Field.LANGUAGE: lambda value: value in {language.value for language in Language},
    Field.ROLE: lambda value: value in {role.value for role in Role},
    Field.ACTIVE: lambda value: value in {str(days) for days in ACTIVE_DAYS},
    Field.TOPIC: lambda value: _topic(value)[0] in {"call", "kind"} and bool(_topic(value)[1]),
}


def _is_value(field: Field, value: str) -> bool:
    return bool(value) and _VALUES.get(field, bool)(value)
