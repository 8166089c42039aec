"""The form of questions, derived tables and criteria: what may stand in their files."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, model_validator

from bot.catalogue.form.fields import ContentEntry, Slug, Text, UpTo, parse_day
from bot.domain.eligibility.checking.questions import BUTTON, MOST_OPTIONS
from bot.domain.eligibility.questions import Form
from bot.domain.eligibility.rules import Operator

Topic = Literal["place", "applicant", "person", "work", "farm", "group", "support", "origin"]
"""What belongs together in a conversation."""


def _parse_bound(value: Any) -> int | date:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return parse_day(value)
    except ValueError:
        raise ValueError("It must be a whole number, or a day such as 2026-11-30") from None


def _parse_limit(value: Any) -> int | date | str:
    """A number, a day, or the name of one of the call's ``values``."""
    if isinstance(value, str) and value[:1].isalpha():
        return value
    return _parse_bound(value)


Bound = Annotated[int | date, PlainValidator(_parse_bound)]
Limit = Annotated[int | date | str, PlainValidator(_parse_limit)]
Ids = Annotated[list[Slug], Field(min_length=1)]


class OptionEntry(ContentEntry):
    """One answer to a question of choice."""

    id: Slug
    label: Annotated[Text, UpTo(BUTTON)]


class QuestionEntry(ContentEntry):
    """A file ``questions/<id>.yml``."""

    id: Slug
    form: Annotated[Form, Field(strict=False)]
    topic: Topic
    label: Annotated[Text, UpTo(160)]
    short: Annotated[Text, UpTo(30)]
    why: Annotated[Text, UpTo(160)]
    help: Annotated[Text, UpTo(220)] | None = None
    low: Annotated[Bound | None, Field(alias="from")] = None
    high: Annotated[Bound | None, Field(alias="to")] = None
    sensitive: bool = False
    can_change: bool = False
    asked_only_if: dict[Slug, Ids] = {}
    options: Annotated[list[OptionEntry], Field(max_length=MOST_OPTIONS)] = []
    prior: dict[str, Annotated[float, Field(ge=0)]] = {}


class RowEntry(ContentEntry):
    """One line of a derived attribute's table."""

    when: Annotated[dict[Slug, Ids], Field(min_length=1)]
    value: Slug


class DerivedEntry(ContentEntry):
    """A file ``questions/derived/<id>.yml``."""

    id: Slug
    inputs: Annotated[list[Slug], Field(min_length=1, max_length=3)]
    rows: Annotated[list[RowEntry], Field(min_length=1, max_length=60)]
    otherwise: Slug | None = None


class CriterionEntry(ContentEntry):
    """One row of ``criteria`` in a call; exactly one of the operators says what is asked."""

    attribute: Slug
    in_: Annotated[Ids | None, Field(alias="in")] = None
    not_in: Ids | None = None
    between: Annotated[list[Limit], Field(min_length=2, max_length=2)] | None = None
    at_least: Limit | None = None
    at_most: Limit | None = None
    before: Limit | None = None
    after: Limit | None = None
    group: Slug | None = None
    when: dict[Slug, Ids] = {}
    why: Annotated[Text, UpTo(160)]
    document: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _has_one_operator(self) -> "CriterionEntry":
        if len(self._written()) != 1:
            raise ValueError(
                "Write exactly one of `in`, `not_in`, `between`, `at_least`, `at_most`, "
                "`before`, `after`"
            )
        return self

    def _written(self) -> list[tuple[Operator, Any]]:
        names = {Operator.IN: "in_"}
        found = [(operator, getattr(self, names.get(operator, operator))) for operator in Operator]
        return [(operator, value) for operator, value in found if value is not None]

    @property
    def operator(self) -> Operator:
        """The comparison that the row asks for."""
        return self._written()[0][0]

    @property
    def limits(self) -> tuple[int | date | str, ...]:
        """What stands after the operator, one or several."""
        value = self._written()[0][1]
        return tuple(value) if isinstance(value, list) else (value,)
