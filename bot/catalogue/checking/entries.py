"""Checks of how the entries of the content hang together, beyond the form of each file."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from pydantic import BaseModel
from rapidfuzz import process

from bot.catalogue.form.schema import CallEntry, ContactEntry, MunicipalityEntry, ProgrammeEntry
from bot.catalogue.library import FOLDERS, Filed, Library, Subject
from bot.catalogue.report import Report
from bot.catalogue.source import Source, Where
from bot.domain.content import ContactKind, OutcomeKind
from bot.domain.reading.places import fold
from bot.domain.text.languages import OFFICIAL_KEYS

M = TypeVar("M", bound=BaseModel)

ALL = ["all"]
"""Stands for every municipality."""

OF_PROGRAMME = ["programme"]
"""Stands for the municipalities of the call's programme."""

WITH_FOOTNOTE = frozenset({"interdev"})
"""Programmes whose papers ask for the footnote on Resolution 1244 (1999) (need D2)."""

_FOOTNOTE_NUMBERS = ("1244", "1999")
_CHAT_PROGRAMS = re.compile(r"telegram|телеграм|whatsapp|viber|messenger", re.IGNORECASE)
_LIKE_ENOUGH = 70


class _Reference(NamedTuple):
    """Where an id of something else stands."""

    place: Subject
    way: tuple[str, ...]
    target: Subject
    key: str = ""


_REFERENCES = (
    _Reference(
        Subject.MUNICIPALITIES,
        ("municipalities", "*", "district"),
        Subject.MUNICIPALITIES,
        "districts",
    ),
    _Reference(Subject.CONTACTS, ("contacts", "*", "programme"), Subject.PROGRAMMES),
    _Reference(Subject.PROGRAMMES, ("municipalities", "*"), Subject.MUNICIPALITIES),
    _Reference(Subject.PROGRAMMES, ("contact",), Subject.CONTACTS),
    _Reference(Subject.CALLS, ("programme",), Subject.PROGRAMMES),
    _Reference(Subject.CALLS, ("kind",), Subject.KINDS),
    _Reference(Subject.CALLS, ("interests", "*"), Subject.INTERESTS),
    _Reference(Subject.CALLS, ("municipalities", "*"), Subject.MUNICIPALITIES),
    _Reference(Subject.CALLS, ("contact",), Subject.CONTACTS),
    _Reference(Subject.CENTERS, ("municipality",), Subject.MUNICIPALITIES),
    _Reference(Subject.CENTERS, ("contact",), Subject.CONTACTS),
)

_LISTS = (
    (Subject.MUNICIPALITIES, "districts"),
    (Subject.MUNICIPALITIES, "municipalities"),
    (Subject.CONTACTS, "contacts"),
    (Subject.KINDS, "kinds"),
    (Subject.INTERESTS, "interests"),
)


def check_together(library: Library, report: Report) -> None:
    """Check what one entry says about another.

    Args:
        library: The files.
        report: Takes the problems.
    """
    checks: tuple[Callable[[Library, Report], None], ...] = (
        _check_ids,
        _check_references,
        _check_names,
        _check_contacts,
        _check_programmes,
        _check_calls,
        _check_titles,
    )
    for check in checks:
        check(library, report)


def _check_ids(library: Library, report: Report) -> None:
    for subject in FOLDERS:
        for source in library.sources.get(subject, []):
            own = source.data.get("id")
            if isinstance(own, str) and own != source.stem:
                what = f"The id is `{own}`, but the file is called {source.stem}.yml."
                report.error(source.file, source.line(("id",)), what, "Make them the same.")
    for subject, key in _LISTS:
        for source in library.sources.get(subject, []):
            _check_once(source, source.find(key, "*", "id"), {}, report)
    components: dict[str, str] = {}
    for source in library.sources.get(Subject.PROGRAMMES, []):
        _check_once(source, source.find("components", "*", "id"), components, report)


def _check_once(
    source: Source, found: Iterator[tuple[Where, object]], seen: dict[str, str], report: Report
) -> None:
    for where, name in found:
        line = source.line(where)
        if not isinstance(name, str):
            continue
        if name in seen:
            what = f"The id `{name}` is taken: it is in {seen[name]}."
            report.error(source.file, line, what, "Choose another id.")
        seen.setdefault(name, f"{source.file}:{line}")


def _check_references(library: Library, report: Report) -> None:
    for reference in _REFERENCES:
        known = library.ids(reference.target, reference.key)
        if known is None:
            continue
        for source in library.sources.get(reference.place, []):
            for where, name in source.find(*reference.way):
                if isinstance(name, str) and name not in known:
                    what = f"`{where[0]}` names `{name}`, which does not exist."
                    report.error(source.file, source.line(where), what, _suggest(name, known))


def _suggest(name: str, known: frozenset[str]) -> str:
    best = process.extractOne(name, sorted(known), score_cutoff=_LIKE_ENOUGH)
    return f"Do you mean `{best[0]}`?" if best else "Check the id, or write the entry."


def _check_names(library: Library, report: Report) -> None:
    """Two municipalities must not answer to one name unless both ask which is meant."""
    filed = library.municipalities
    if filed is None:
        return
    owners: dict[str, int] = {}
    asking: dict[str, list[tuple[int, Where]]] = {}
    places = filed.entry.municipalities
    for position, place in enumerate(places):
        for where, name in _names(position, place):
            owner = owners.setdefault(fold(name), position)
            if owner != position:
                what = f"`{name}` is a name of `{places[owner].id}` too."
                mend = "Put it under `ask` of both, or remove it from one."
                report.error(filed.source.file, filed.source.line(where), what, mend)
        for number, name in enumerate(place.ask):
            where = ("municipalities", position, "ask", number)
            asking.setdefault(fold(name), []).append((position, where))
    for key, askers in asking.items():
        where = askers[0][1]
        if len(askers) < 2:
            what = "Only one municipality asks about this name."
            mend = "Put it under `ask` of the other one too, or under `aliases`."
            report.error(filed.source.file, filed.source.line(where), what, mend)
        if key in owners:
            what = f"The name is under `ask`, but means `{places[owners[key]].id}` alone elsewhere."
            report.error(filed.source.file, filed.source.line(where), what, "Keep one of them.")


def _names(position: int, place: MunicipalityEntry) -> Iterator[tuple[Where, str]]:
    for language, name in place.name.items():
        yield ("municipalities", position, "name", language), name
    for language, name in (place.pair or {}).items():
        yield ("municipalities", position, "pair", language), name
    for number, name in enumerate(place.aliases):
        yield ("municipalities", position, "aliases", number), name


def _contacts(library: Library) -> dict[str, ContactEntry]:
    return {c.id: c for c in library.contacts.entry.contacts} if library.contacts else {}


def _check_contacts(library: Library, report: Report) -> None:
    if library.contacts is None:
        return
    source = library.contacts.source
    for position, contact in enumerate(library.contacts.entry.contacts):
        where: Where = ("contacts", position)
        belongs = contact.kind is ContactKind.PROGRAMME
        if belongs != (contact.programme is not None):
            what = f"`{contact.id}` is of kind `{contact.kind}`."
            mend = "A contact of kind programme names its `programme`; no other does."
            report.error(source.file, source.line((*where, "kind")), what, mend)
        if contact.phone is None:
            _check_office(source, where, contact, report)
        if not contact.confirmed:
            what = f"The contact `{contact.id}` is not confirmed."
            mend = "Ask the programme's staff, then write `confirmed: true`."
            report.warning(source.file, source.line((*where, "confirmed")), what, mend)


def _check_office(source: Source, where: Where, contact: ContactEntry, report: Report) -> None:
    """Without a telephone number there must be a place to go to: not everybody has a chat."""
    for language, text in contact.where.items():
        if found := _CHAT_PROGRAMS.search(text):
            line = source.line((*where, "where", language))
            what = f"`{contact.id}` has no phone, and `where` `{language}` names {found[0]}."
            mend = "Add a phone, or say where the office is: not everybody can use a chat."
            report.error(source.file, line, what, mend)


def _check_programmes(library: Library, report: Report) -> None:
    contacts = _contacts(library)
    for source, programme in _unpacked(library.programmes):
        contact = contacts.get(programme.contact)
        if contact is not None and contact.programme != programme.id:
            what = f"`contact` names `{contact.id}`, which is not a contact of this programme."
            mend = "People must be able to ask this programme without Telegram."
            report.error(source.file, source.line(("contact",)), what, mend)
        _check_outcomes(source, programme, report)
        _check_footnote(source, programme, report)
        for needed in OFFICIAL_KEYS:
            if needed not in programme.languages:
                what = f"`languages` lacks `{needed}`."
                report.error(source.file, source.line(("languages",)), what, "Add it.")


def _check_outcomes(source: Source, programme: ProgrammeEntry, report: Report) -> None:
    if (programme.outcome is OutcomeKind.NONE) != (not programme.outcomes):
        numbers = "numbers" if programme.outcomes else "no numbers"
        what = f"`outcome` is {programme.outcome}, but {numbers} follow."
        mend = "Write targets or results above numbers, and none where there are no numbers."
        report.error(source.file, source.line(("outcome",)), what, mend)
    for position, outcome in enumerate(programme.outcomes):
        where: Where = ("outcomes", position)
        if outcome.at_least and outcome.up_to:
            line = source.line((*where, "up_to"))
            what = "A number is `at_least` and `up_to` at once."
            report.error(source.file, line, what, "Keep one of them.")
        for language, text in outcome.text.items():
            if str(outcome.value) in text.replace(",", "").replace(".", "").split():
                line = source.line((*where, "text", language))
                what = f"The text says the number {outcome.value} again."
                report.error(source.file, line, what, "Leave it out; it is shown before the text.")


def _check_footnote(source: Source, programme: ProgrammeEntry, report: Report) -> None:
    if programme.id not in WITH_FOOTNOTE:
        return
    mend = "The programme's papers ask for it: UN Security Council Resolution 1244 (1999)."
    if programme.footnote is None:
        report.error(source.file, source.line(()), "`footnote` is missing.", mend)
        return
    for language, text in programme.footnote.items():
        if not all(number in text for number in _FOOTNOTE_NUMBERS):
            line = source.line(("footnote", language))
            what = f"`footnote` `{language}` does not name Resolution 1244 (1999)."
            report.error(source.file, line, what, mend)


def _check_calls(library: Library, report: Report) -> None:
    programmes = {filed.entry.id: filed.entry for filed in library.programmes}
    contacts = _contacts(library)
    for source, call in _unpacked(library.calls):
        programme = programmes.get(call.programme)
        if programme is not None:
            _check_call_in(programme, source, call, report)
        contact = contacts.get(call.contact)
        if contact is not None and contact.programme not in {None, call.programme}:
            what = f"`contact` names `{contact.id}`, the contact of another programme."
            mend = "Name the contact of the call's own programme."
            report.error(source.file, source.line(("contact",)), what, mend)


def _check_call_in(
    programme: ProgrammeEntry, source: Source, call: CallEntry, report: Report
) -> None:
    components = frozenset(component.id for component in programme.components)
    if call.component not in components:
        what = f"`component` names `{call.component}`, which `{programme.id}` does not have."
        mend = _suggest(call.component, components)
        report.error(source.file, source.line(("component",)), what, mend)
    if call.municipalities == OF_PROGRAMME or programme.municipalities == ALL:
        return
    for position, place in enumerate(call.municipalities):
        if place not in programme.municipalities:
            line = source.line(("municipalities", position))
            what = f"`{place}` is not among the municipalities of `{programme.id}`."
            report.error(source.file, line, what, "Remove it, or add it to the programme.")


def _check_titles(library: Library, report: Report) -> None:
    """Two calls of a programme must not look the same in a list, or be the same call twice."""
    titles: dict[tuple[str, str, str], str] = {}
    sequences: dict[tuple[str, str, int], str] = {}
    for source, call in _unpacked(library.calls):
        for language, title in call.title.items():
            first = titles.setdefault((call.programme, language, fold(title)), call.id)
            if first != call.id:
                what = f"`title` `{language}` is the same as that of `{first}`."
                mend = "People cannot tell the two apart; add what differs."
                report.error(source.file, source.line(("title", language)), what, mend)
        if call.sequence is not None:
            first = sequences.setdefault((call.component, call.kind, call.sequence), call.id)
            if first != call.id:
                what = f"`sequence` {call.sequence} is that of `{first}` too."
                report.error(source.file, source.line(("sequence",)), what, "Number them on.")


def _unpacked(filed: list[Filed[M]]) -> Iterator[tuple[Source, M]]:
    return ((one.source, one.entry) for one in filed)
