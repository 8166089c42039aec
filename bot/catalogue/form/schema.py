"""The form of every file in ``content/``: which keys there are and what may stand in them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.catalogue.form.fields import (
    Amount,
    ApplicantKind,
    ContentEntry,
    Count,
    Day,
    Keywords,
    KindId,
    LanguageKey,
    Location,
    Name,
    PlaceName,
    Slug,
    Text,
    UpTo,
    ValueName,
    alone,
)
from bot.catalogue.form.screening import CriterionEntry
from bot.domain.content import ContactKind, OutcomeKind, Support


class DistrictEntry(ContentEntry):
    """A district in ``municipalities.yml``."""

    id: Slug
    name: PlaceName


class LanguagesEntry(ContentEntry):
    """The languages of a municipality's offices."""

    official: list[LanguageKey]
    in_use: list[LanguageKey] = []


class MunicipalityEntry(ContentEntry):
    """A municipality in ``municipalities.yml``."""

    id: Slug
    district: Slug
    order: Literal["sq", "sr", "tr"]
    name: PlaceName
    pair: PlaceName | None = None
    aliases: list[Name] = []
    ask: list[Name] = []
    location: Location
    languages: LanguagesEntry

    @model_validator(mode="after")
    def _has_first_name(self) -> "MunicipalityEntry":
        if self.order not in self.name:
            raise ValueError(f"Its name in `{self.order}` is to come first, but is not there")
        return self


class MunicipalitiesFile(ContentEntry):
    """The file ``municipalities.yml``."""

    districts: Annotated[list[DistrictEntry], Field(min_length=1)]
    municipalities: Annotated[list[MunicipalityEntry], Field(min_length=1)]


class ContactEntry(ContentEntry):
    """A contact in ``contacts.yml``."""

    id: Slug
    kind: Annotated[ContactKind, Field(strict=False)]
    programme: Slug | None = None
    name: Annotated[Text, UpTo(80)]
    where: Annotated[Text, UpTo(200)]
    hours: Annotated[Text, UpTo(100)]
    phone: Annotated[str, Field(pattern=r"^\+[1-9][0-9 ]{6,20}$")] | None = None
    confirmed: bool


class ContactsFile(ContentEntry):
    """The file ``contacts.yml``."""

    contacts: Annotated[list[ContactEntry], Field(min_length=1)]


class KindEntry(ContentEntry):
    """A kind of call in ``kinds.yml``."""

    id: KindId
    name: Annotated[Text, UpTo(40)]


class KindsFile(ContentEntry):
    """The file ``kinds.yml``: the kinds of support that calls offer."""

    kinds: Annotated[list[KindEntry], Field(min_length=1)]


class InterestEntry(ContentEntry):
    """An interest in ``interests.yml``; two labels share a row of buttons."""

    id: Slug
    emoji: Annotated[str, Field(pattern=r"^[^\x00-\x7f]{1,8}$")]
    label: Annotated[Text, UpTo(24)]


class InterestsFile(ContentEntry):
    """The file ``interests.yml``."""

    interests: Annotated[list[InterestEntry], Field(min_length=1, max_length=8)]


class ValueEntry(ContentEntry):
    """An amount or a number that texts show in the reader's own way."""

    eur: Amount | None = None
    number: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "ValueEntry":
        if (self.eur is None) == (self.number is None):
            raise ValueError("It must be either {eur: ...} or {number: ...}")
        return self


class PeriodEntry(ContentEntry):
    """When a programme runs: from and to, or how many months."""

    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    months: Annotated[int, Field(ge=1, le=240)] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "PeriodEntry":
        if (self.months is None) != (self.start is not None and self.end is not None):
            raise ValueError("It must be either `from` and `to`, or `months` alone")
        if self.months is not None and (self.start or self.end):
            raise ValueError("It must be either `from` and `to`, or `months` alone")
        if self.start and self.end and self.end.last_day < self.start.day:
            raise ValueError("It ends before it begins")
        return self


class OutcomeEntry(ContentEntry):
    """A number that a programme wants to reach or has reached."""

    value: Count
    text: Annotated[Text, UpTo(110)]
    at_least: bool = False
    up_to: bool = False


class PartnerEntry(ContentEntry):
    """An organisation that works on a programme."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    role: Annotated[Text, UpTo(120)] | None = None


class ComponentEntry(ContentEntry):
    """A part of a programme: its title and what it is about."""

    id: Slug
    title: Annotated[Text, UpTo(90)]
    about: Annotated[Text, UpTo(300)]


class ProgrammeEntry(ContentEntry):
    """A file ``programmes/<id>.yml``."""

    id: Slug
    short_name: Annotated[str, Field(min_length=1, max_length=24)]
    title: Annotated[Text, UpTo(200)]
    run_by: Annotated[Text, UpTo(300)]
    languages: Annotated[list[LanguageKey], Field(min_length=1)]
    municipalities: Annotated[list[Slug], Field(min_length=1), alone("all")]
    period: PeriodEntry
    aims: Annotated[list[Annotated[Text, UpTo(160)]], Field(min_length=1, max_length=3)]
    who: Annotated[list[Annotated[Text, UpTo(120)]], Field(min_length=1, max_length=6)]
    outcome: Annotated[OutcomeKind, Field(strict=False)]
    outcomes: list[OutcomeEntry] = []
    partners: list[PartnerEntry] = []
    components: Annotated[list[ComponentEntry], Field(min_length=1)]
    footnote: Annotated[Text, UpTo(300)] | None = None
    note: Annotated[Text, UpTo(300)] | None = None
    contact: Slug
    values: dict[ValueName, ValueEntry] = {}


class CallEntry(ContentEntry):
    """A file ``calls/<id>.yml``."""

    id: Slug
    programme: Slug
    component: Slug
    sequence: Annotated[int, Field(ge=1, le=9)] | None = None
    kind: KindId
    interests: Annotated[list[Slug], Field(min_length=1, max_length=2)]
    applicants: Annotated[list[ApplicantKind], Field(min_length=1)]
    municipalities: Annotated[list[Slug], Field(min_length=1), alone("programme")]
    support: Annotated[Support, Field(strict=False)]
    values: dict[ValueName, ValueEntry] = {}
    title: Annotated[Text, UpTo(60)]
    who: Annotated[Text, UpTo(220)]
    get: Annotated[Text, UpTo(220)]
    to_announce: bool = False
    add: Annotated[Text, UpTo(120)] | None = None
    bring: Annotated[list[Annotated[Text, UpTo(110)]], Field(min_length=1, max_length=6)]
    apply: Annotated[list[Annotated[Text, UpTo(160)]], Field(min_length=1, max_length=4)]
    note: Annotated[Text, UpTo(220)] | None = None
    apply_by_bot: bool
    contact: Slug
    keywords: Keywords
    criteria: list[CriterionEntry] = []


class CenterEntry(ContentEntry):
    """A file ``centers/<id>.yml``."""

    id: Slug
    municipality: Slug
    sample: bool = False
    name: Annotated[Text, UpTo(80)]
    where: Annotated[Text, UpTo(200)]
    hours: Annotated[Text, UpTo(100)]
    about: Annotated[Text, UpTo(300)]
    location: Location
    contact: Slug


class DayOffEntry(ContentEntry):
    """A day in ``holidays.yml``."""

    day: Day
    why: Name

    @model_validator(mode="after")
    def _is_one_day(self) -> "DayOffEntry":
        if self.day.is_month:
            raise ValueError("It must be one day, such as 2027-03-09")
        return self


class HolidaysFile(ContentEntry):
    """The file ``holidays.yml``: what differs from the calculated holidays."""

    added: list[DayOffEntry]
    removed: list[DayOffEntry]


class StatusWordEntry(ContentEntry):
    """Words that take sides on status, with what to write instead."""

    match: dict[LanguageKey, Annotated[list[Name], Field(min_length=1)]]
    hint: Annotated[Text, UpTo(200)]


class StatusWordsFile(ContentEntry):
    """The file ``words/status.yml``."""

    status_words: list[StatusWordEntry]
