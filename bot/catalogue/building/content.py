"""The content as the rest of the program knows it, made from files that passed every check."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from bot.catalogue.building.days_off import DaysOff
from bot.catalogue.building.screening import build_rules
from bot.catalogue.checking.entries import ALL, OF_PROGRAMME
from bot.catalogue.form.fields import Text
from bot.catalogue.form.schema import (
    CallEntry,
    CenterEntry,
    ContactEntry,
    DistrictEntry,
    HolidaysFile,
    InterestEntry,
    KindEntry,
    MunicipalityEntry,
    PeriodEntry,
    ProgrammeEntry,
    ValueEntry,
)
from bot.catalogue.library import Library
from bot.domain.content import (
    Call,
    Center,
    Component,
    Contact,
    Content,
    District,
    Goal,
    Kind,
    Municipality,
    Outcome,
    Partner,
    Period,
    Programme,
)
from bot.domain.text.languages import OFFICIAL_KEYS, TEXT_KEYS, Language, of_key, stand_ins
from bot.domain.text.phrases import Money, Param, Words

_CYRILLIC: Final = Language.SERBIAN_CYRILLIC.facts.own_key
_SERBIAN: Final = Language.SERBIAN_CYRILLIC.content_key


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def build(library: Library, *, samples: bool) -> Content:
    """The content as frozen values, made from files that passed every check.

    Args:
        library: Files without errors.
        samples: Whether centers that are only samples are part of it.
    """
    places, contacts = library.municipalities, library.contacts
    kinds, interests = library.kinds, library.interests
    if places is None or contacts is None or kinds is None or interests is None:
        raise AssertionError("a library without errors has every file")
    municipalities = _by_id(map(_municipality, places.entry.municipalities))
    programmes = _by_id(_programme(filed.entry, municipalities) for filed in library.programmes)
    made = (_call(filed.entry, programmes[filed.entry.programme]) for filed in library.calls)
    calls = _by_id(_in_order(made, programmes))
    centers = (_center(filed.entry) for filed in library.centers)
    if library.holidays is None:
        raise AssertionError("a library without errors has its holidays")
    return Content(
        version=library.version,
        districts=_by_id(map(_district, places.entry.districts)),
        municipalities=municipalities,
        contacts=_by_id(map(_contact, contacts.entry.contacts)),
        kinds=_by_id(map(_kind, kinds.entry.kinds)),
        goals=_by_id(map(_goal, interests.entry.interests)),
        programmes=programmes,
        calls=calls,
        days_off=_days_off(library.holidays.entry),
        centers=_by_id(center for center in centers if samples or not center.sample),
        rules=build_rules(library, calls, programmes, municipalities),
    )


def _days_off(file: HolidaysFile) -> DaysOff:
    return DaysOff(
        added=frozenset(one.day.day for one in file.added),
        removed=frozenset(one.day.day for one in file.removed),
    )


def _by_id(things: Iterable[T]) -> Mapping[str, T]:
    return MappingProxyType({thing.id: thing for thing in things})


def _in_order(calls: Iterable[Call], programmes: Mapping[str, Programme]) -> list[Call]:
    """By programme, component and sequence: the two calls of a component stand together."""
    order = {
        component.id: number
        for number, component in enumerate(
            component for programme in programmes.values() for component in programme.components
        )
    }
    return sorted(calls, key=lambda call: (order[call.component], call.sequence or 0, call.id))


def _words(texts: Text, name: str, values: Mapping[str, Param] | None = None) -> Words:
    return Words(MappingProxyType(texts), name, values or {})


def _optional(
    texts: Text | None, name: str, values: Mapping[str, Param] | None = None
) -> Words | None:
    return _words(texts, name, values) if texts is not None else None


def _each(
    texts: Iterable[Text], name: str, values: Mapping[str, Param] | None = None
) -> tuple[Words, ...]:
    return tuple(_words(text, f"{name} {n}", values) for n, text in enumerate(texts, start=1))


def _values(entries: Mapping[str, ValueEntry]) -> Mapping[str, Param]:
    return {name: _value(entry) for name, entry in entries.items()}


def _value(entry: ValueEntry) -> Param:
    return Money(entry.eur) if entry.eur is not None else entry.number or 0


def _district(entry: DistrictEntry) -> District:
    return District(entry.id, _words(_in_all_languages(entry.name), f"districts/{entry.id} name"))


def _municipality(entry: MunicipalityEntry) -> Municipality:
    about = f"municipalities/{entry.id}"
    pair = entry.pair or _join_names(entry)
    return Municipality(
        id=entry.id,
        district=entry.district,
        name=_words(_in_all_languages(entry.name), f"{about} name"),
        pair=_words(_in_all_languages(pair), f"{about} pair"),
        aliases=tuple(entry.aliases),
        asks=tuple(entry.ask),
        location=(entry.location[0], entry.location[1]),
        languages=(*entry.languages.official, *entry.languages.in_use),
    )


def _in_all_languages(name: Text) -> Text:
    """A place is called as its neighbours call it where a language has no name of its own."""
    lenders = {key: stand_ins(of_key(key))[0] for key in TEXT_KEYS if key not in name}
    return {**name, **{key: name[lender.content_key] for key, lender in lenders.items()}}


def _join_names(entry: MunicipalityEntry) -> Text:
    """The double name, the same for readers of all languages but in the reader's Serbian script."""
    order = dict.fromkeys((entry.order, *OFFICIAL_KEYS))
    latin = "/".join(dict.fromkeys(entry.name[key] for key in order))
    in_cyrillic = [_CYRILLIC if key == _SERBIAN else key for key in order]
    cyrillic = "/".join(dict.fromkeys(entry.name[key] for key in in_cyrillic))
    return {**dict.fromkeys(TEXT_KEYS, latin), _CYRILLIC: cyrillic}


def _contact(entry: ContactEntry) -> Contact:
    about = f"contacts/{entry.id}"
    return Contact(
        id=entry.id,
        kind=entry.kind,
        programme=entry.programme,
        name=_words(entry.name, f"{about} name"),
        where=_words(entry.where, f"{about} where"),
        hours=_words(entry.hours, f"{about} hours"),
        phone=entry.phone,
        confirmed=entry.confirmed,
    )


def _kind(entry: KindEntry) -> Kind:
    return Kind(entry.id, _words(entry.name, f"kinds/{entry.id} name"))


def _goal(entry: InterestEntry) -> Goal:
    return Goal(entry.id, entry.emoji, _words(entry.label, f"interests/{entry.id} label"))


def _programme(entry: ProgrammeEntry, municipalities: Mapping[str, Municipality]) -> Programme:
    about = f"programmes/{entry.id}"
    values = _values(entry.values)
    places = municipalities if entry.municipalities == ALL else entry.municipalities
    return Programme(
        id=entry.id,
        short_name=entry.short_name,
        title=_words(entry.title, f"{about} title", values),
        run_by=_words(entry.run_by, f"{about} run_by", values),
        languages=tuple(entry.languages),
        municipalities=frozenset(places),
        period=_period(entry.period),
        aims=_each(entry.aims, f"{about} aim", values),
        who=_each(entry.who, f"{about} who", values),
        outcome_kind=entry.outcome,
        outcomes=tuple(
            Outcome(
                value=outcome.value,
                text=_words(outcome.text, f"{about} outcome {n}", values),
                at_least=outcome.at_least,
                up_to=outcome.up_to,
            )
            for n, outcome in enumerate(entry.outcomes, start=1)
        ),
        partners=tuple(
            Partner(partner.name, _optional(partner.role, f"{about} partner {n}", values))
            for n, partner in enumerate(entry.partners, start=1)
        ),
        components=tuple(
            Component(
                id=component.id,
                title=_words(component.title, f"{about} {component.id} title", values),
                about=_words(component.about, f"{about} {component.id} about", values),
            )
            for component in entry.components
        ),
        footnote=_optional(entry.footnote, f"{about} footnote", values),
        note=_optional(entry.note, f"{about} note", values),
        contact=entry.contact,
    )


def _period(entry: PeriodEntry) -> Period:
    return Period(
        start=entry.start.day if entry.start else None,
        end=entry.end.last_day if entry.end else None,
        months=entry.months,
        by_month=any(moment.is_month for moment in (entry.start, entry.end) if moment),
    )


def _call(entry: CallEntry, programme: Programme) -> Call:
    about = f"calls/{entry.id}"
    values = _values(entry.values)
    of_programme = entry.municipalities == OF_PROGRAMME
    return Call(
        id=entry.id,
        programme=entry.programme,
        component=entry.component,
        sequence=entry.sequence,
        kind=entry.kind,
        goals=tuple(entry.interests),
        applicants=tuple(entry.applicants),
        municipalities=programme.municipalities
        if of_programme
        else frozenset(entry.municipalities),
        support=entry.support,
        title=_words(entry.title, f"{about} title", values),
        who=_words(entry.who, f"{about} who", values),
        get=_words(entry.get, f"{about} get", values),
        add=_optional(entry.add, f"{about} add", values),
        bring=_each(entry.bring, f"{about} bring", values),
        apply=_each(entry.apply, f"{about} apply", values),
        note=_optional(entry.note, f"{about} note", values),
        apply_by_bot=entry.apply_by_bot,
        to_announce=entry.to_announce,
        contact=entry.contact,
        keywords=MappingProxyType({key: tuple(words) for key, words in entry.keywords.items()}),
    )


def _center(entry: CenterEntry) -> Center:
    about = f"centers/{entry.id}"
    return Center(
        id=entry.id,
        municipality=entry.municipality,
        name=_words(entry.name, f"{about} name"),
        where=_words(entry.where, f"{about} where"),
        hours=_words(entry.hours, f"{about} hours"),
        about=_words(entry.about, f"{about} about"),
        location=(entry.location[0], entry.location[1]),
        contact=entry.contact,
        sample=entry.sample,
    )
