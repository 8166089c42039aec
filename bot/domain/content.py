"""Programmes, calls, places and contacts as frozen values: all that staff write in ``content/``."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.eligibility.rules import NO_RULES, RuleSet
from bot.domain.text.phrases import Words


@dataclass(frozen=True, slots=True)
class District:
    """One of the seven districts; only a way to find a municipality."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of the 38 municipalities.

    Args:
        name: Its name in each language, for sentences in that language.
        pair: Both (or all three) names, the local majority's first, for headings and buttons.
        aliases: Other spellings, for understanding what people type; never shown.
        asks: Names that this municipality shares with another; typing one asks which is meant.
        location: Latitude and longitude of the seat, degrees.
    """

    id: str
    district: str
    name: Words
    pair: Words
    aliases: tuple[str, ...]
    asks: tuple[str, ...]
    location: tuple[float, float]
    languages: tuple[str, ...]


class ContactKind(StrEnum):
    """Whose door a contact is: a programme, a municipality, a ministry."""

    PROGRAMME = "programme"
    MUNICIPALITY = "municipality"
    MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a person can ask without Telegram: an office, a phone, hours."""

    id: str
    kind: ContactKind
    programme: str | None
    name: Words
    where: Words
    hours: Words
    phone: str | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of call that a person can follow, such as equipment for self-employment."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Goal:
    """What a person looks for; the first filter of the calls (need D4)."""

    id: str
    emoji: str
    label: Words


class Support(StrEnum):
    """What one gets from a call, so that nobody mistakes equipment for cash (need I7)."""

    IN_KIND = "in_kind"
    CASH = "cash"
    SERVICE = "service"
    IN_KIND_AND_SERVICE = "in_kind_and_service"


@dataclass(frozen=True, slots=True)
class Call:
    """A call for applications. When it is open is not here: that is a round, in the database.

    Args:
        to_announce: What one gets, or how much, is known exactly only when it opens.
    """

    id: str
    programme: str
    component: str
    sequence: int | None
    kind: str
    goals: tuple[str, ...]
    applicants: tuple[str, ...]
    municipalities: frozenset[str]
    support: Support
    title: Words
    who: Words
    get: Words
    add: Words | None
    bring: tuple[Words, ...]
    apply: tuple[Words, ...]
    note: Words | None
    apply_by_bot: bool
    contact: str
    keywords: Mapping[str, tuple[str, ...]]
    to_announce: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a programme that calls may belong to."""

    id: str
    title: Words
    about: Words


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that works on a programme; its name stays as it is in every language."""

    name: str
    role: Words | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target or result in numbers."""

    value: int
    text: Words
    at_least: bool
    up_to: bool


class OutcomeKind(StrEnum):
    """Whether a programme's numbers were planned or reached."""

    TARGETS = "targets"
    RESULTS = "results"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """When a programme runs. The source may give only months, or only how long."""

    start: date | None
    end: date | None
    months: int | None
    by_month: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """A reintegration or livelihood programme and what people may want to know of it."""

    id: str
    short_name: str
    title: Words
    run_by: Words
    languages: tuple[str, ...]
    municipalities: frozenset[str]
    period: Period
    aims: tuple[Words, ...]
    who: tuple[Words, ...]
    outcome_kind: OutcomeKind
    outcomes: tuple[Outcome, ...]
    partners: tuple[Partner, ...]
    components: tuple[Component, ...]
    footnote: Words | None
    note: Words | None
    contact: str


@dataclass(frozen=True, slots=True)
class Center:
    """A Community Engagement Center (need I11). Samples are shown only in the sandbox."""

    id: str
    municipality: str
    name: Words
    where: Words
    hours: Words
    about: Words
    location: tuple[float, float]
    contact: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that staff wrote, checked and complete; replaced as a whole when it is reloaded.

    Mappings are by id, in the order in which people see them.
    """

    version: str
    districts: Mapping[str, District]
    municipalities: Mapping[str, Municipality]
    contacts: Mapping[str, Contact]
    kinds: Mapping[str, Kind]
    goals: Mapping[str, Goal]
    programmes: Mapping[str, Programme]
    calls: Mapping[str, Call]
    centers: Mapping[str, Center]
    days_off: Container[date] = frozenset()
    """Days on which the team does not work, besides Saturdays and Sundays."""
    rules: RuleSet = NO_RULES
    """What is asked in the pre-screening, and who can apply for which call."""

    def contact_of(self, call: Call) -> Contact:
        """Whom to ask about a call."""
        return self.contacts[call.contact]

    def calls_of(self, programme_id: str) -> tuple[Call, ...]:
        """The calls of one programme."""
        return tuple(call for call in self.calls.values() if call.programme == programme_id)

    def programmes_in(self, municipality_id: str) -> tuple[Programme, ...]:
        """The programmes that work in a municipality."""
        return tuple(
            programme
            for programme in self.programmes.values()
            if municipality_id in programme.municipalities
        )

    def municipalities_of(self, district_id: str) -> tuple[Municipality, ...]:
        """The municipalities of one district."""
        return tuple(m for m in self.municipalities.values() if m.district == district_id)

    def latin_names(self) -> list[str]:
        """Names of programmes and partners, which stay in Latin letters in Cyrillic text."""
        programmes = self.programmes.values()
        partners = [partner.name for one in programmes for partner in one.partners]
        return [*(one.short_name for one in programmes), *partners, "Komshi"]
