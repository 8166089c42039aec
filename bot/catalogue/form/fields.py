"""What may stand in a single field of the files in ``content/``."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainValidator,
)
from pydantic_core import CoreSchema, core_schema

from bot.domain.text.languages import CONTENT_KEYS, TEXT_KEYS

EXACT = ConfigDict(strict=True, extra="forbid", frozen=True)
"""Takes nothing that it does not know and turns nothing into something else."""


class ContentEntry(BaseModel):
    """A part of a content file, or a whole one."""

    model_config = EXACT


Text: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class UpTo:
    """A text by language, none longer than so many characters."""

    length: int

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.dict_schema(
            core_schema.literal_schema(list(TEXT_KEYS)),
            core_schema.str_schema(strict=True, min_length=1, max_length=self.length),
            min_length=1,
        )


@dataclass(frozen=True)
class OneOf:
    """One of these words and no other."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.literal_schema(list(self.words))


def alone(word: str) -> BeforeValidator:
    """A single word may stand for a list."""

    def listed(value: Any) -> Any:
        if isinstance(value, str) and value != word:
            raise ValueError(f"It must be `{word}` or a list in square brackets")
        return [value] if isinstance(value, str) else value

    return BeforeValidator(listed)


def _be_in_kosovo(location: list[float]) -> list[float]:
    latitude, longitude = location
    if not (41.8 <= latitude <= 43.3 and 20.0 <= longitude <= 21.85):
        raise ValueError("The place is outside Kosovo; latitude comes first, as in [42.66, 21.16]")
    return location


def _be_in_cyrillic(name: dict[str, str]) -> dict[str, str]:
    if "sr_Cyrl" not in name:
        raise ValueError("Add a line `sr_Cyrl:`; names of places come from here, not from a rule")
    return name


class Date(NamedTuple):
    """A day, or the first day of a month of which no day is known."""

    day: date
    is_month: bool

    @property
    def last_day(self) -> date:
        """The day itself, or the last one of the month."""
        if not self.is_month:
            return self.day
        return self.day.replace(day=monthrange(self.day.year, self.day.month)[1])


_DATE = re.compile(r"(20[0-9]{2}|19[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?")


def _parse_date(value: Any) -> Date:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("It must be a date such as 2026-11-30, or a month such as 2026-11")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return Date(date(year or 1, month or 0, day or 1), is_month=day is None)
    except ValueError:
        raise ValueError(f"There is no such day as {value}") from None


def parse_day(value: Any) -> date:
    """One day, such as 2026-11-30.

    Raises:
        ValueError: if it is a month, or nothing of the kind.
    """
    moment = _parse_date(value)
    if moment.is_month:
        raise ValueError("It must be one day, such as 2026-11-30")
    return moment.day


def _parse_amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise ValueError("It must be an amount such as 2100 or 99.50, without a sign or spaces")
    return Decimal(str(value))


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
KindId = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=40)]
ValueName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
Name = Annotated[str, Field(min_length=1, max_length=40)]
PlaceName = Annotated[Text, UpTo(40), AfterValidator(_be_in_cyrillic)]
Location = Annotated[list[float], Field(min_length=2, max_length=2), AfterValidator(_be_in_kosovo)]
Day = Annotated[Date, PlainValidator(_parse_date)]
Amount = Annotated[Decimal, PlainValidator(_parse_amount)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
LanguageKey = Annotated[str, OneOf(CONTENT_KEYS)]
ApplicantKind = Literal[
    "person",
    "household",
    "business",
    "business_pair",
    "association",
    "community_group",
    "cso",
    "cso_partnership",
    "municipality",
    "employer",
]
Keywords = dict[LanguageKey, Annotated[list[Name], Field(min_length=1, max_length=20)]]
