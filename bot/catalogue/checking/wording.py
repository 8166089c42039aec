"""Checks of every text of the content: its languages, its places to fill, its spelling."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.catalogue.library import Library, Subject
from bot.catalogue.report import Report
from bot.catalogue.source import Source, Where
from bot.domain.content import ContactKind
from bot.domain.eligibility.rules import Operator
from bot.domain.reading.status_words import StatusWord, StatusWords
from bot.domain.text.languages import COMPLETE, OFFERED, TEXT_KEYS, Language, of_key
from bot.domain.text.phrases import Words

REQUIRED_KEYS = tuple(dict.fromkeys(language.content_key for language in COMPLETE))
_OFFERED_KEYS = frozenset(language.content_key for language in OFFERED)
_CYRILLIC_KEY = Language.SERBIAN_CYRILLIC.value

_PLACE_TO_FILL = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")

# What a text must not contain: how to find it, what it is, how to mend it.
_FAULTS = (
    (re.compile(r"[{}]"), "has a brace that is not part of a {name}", "Remove the brace."),
    (re.compile(r"</?[A-Za-z][^<>]*>|&[a-z]+;|&#\d+;"), "has HTML in it", "Write plain text."),
    (re.compile(r"\*\*|__|`|\]\("), "has formatting signs in it", "Write plain text."),
    (re.compile(r"\S\s*\n"), "has a line break", "Write `>-` after the language."),
    (re.compile(r"\S  +\S"), "has two spaces in a row", "Leave one of them."),
    (re.compile(r"^\s|\s$"), "begins or ends with a space", "Remove it."),
    (re.compile(r"[^\S \n]"), "has an unusual space", "Type a plain space."),
    (
        re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"),
        "has an invisible sign",
        "Type the word anew.",
    ),
    (re.compile(r"\s[,;.!?:](?:\s|$)"), "has a space before a stop", "Remove the space."),
    (re.compile(r"(?:^|\s)@\w|t\.me/|https?:|www\."), "has a link", "Say where to go in words."),
)


@dataclass(frozen=True, slots=True)
class _Text:
    """One text in one language."""

    where: Where
    language: str
    text: str


def check_wording(library: Library, report: Report) -> None:
    """Check every text of every file.

    Args:
        library: The files.
        report: Takes the problems.
    """
    status_words = status_words_of(library)
    for subject, source in library.everything():
        for where, texts in _texts_by_language(source.data, ()):
            _check_languages(source, where, texts, report)
            _check_places_to_fill(subject, source, where, texts, report)
        _check_values_are_used(source, report)
        for text in _texts(source):
            _check_spelling(source, text, report)
            if subject is not Subject.STATUS_WORDS:
                _check_status_words(source, text, status_words, report)


def check_offered_languages(library: Library, report: Report) -> None:
    """Count the texts that a further language still lacks (need X9).

    A programme and its calls are counted together, for the languages that it offers; files that
    all programmes share, for every language that people can choose.
    """
    for programme in library.sources.get(Subject.PROGRAMMES, []):
        calls = [
            source
            for source in library.sources.get(Subject.CALLS, [])
            if source.data.get("programme") == programme.stem
        ]
        languages = programme.data.get("languages")
        offered = languages if isinstance(languages, list) else []
        _count_lacking("The programme and its calls lack", (programme, *calls), offered, report)
    for subject in (Subject.KINDS, Subject.INTERESTS, Subject.CONTACTS):
        for source in library.sources.get(subject, []):
            _count_lacking("The file lacks", (source,), _OFFERED_KEYS, report)
    if questions := library.sources.get(Subject.QUESTIONS):
        _count_lacking("The questions lack", questions, _OFFERED_KEYS, report)


def _count_lacking(
    who: str, sources: Sequence[Source], offered: Iterable[object], report: Report
) -> None:
    further = [key for key in offered if key in _OFFERED_KEYS and key not in REQUIRED_KEYS]
    lacking = Counter(
        str(key)
        for source in sources
        for _, texts in _texts_by_language(source.data, ())
        for key in further
        if key not in texts
    )
    if lacking:
        counts = ", ".join(f"{number} in {key}" for key, number in sorted(lacking.items()))
        mend = "Readers get Serbian or English instead until somebody writes them."
        head = sources[0]
        report.warning(head.file, head.line(("languages",)), f"{who} texts: {counts}.", mend)


def _texts_by_language(value: object, where: Where) -> Iterator[tuple[Where, dict[str, object]]]:
    """Every mapping from languages to texts, or to lists of words."""
    if isinstance(value, dict):
        if any(key in value for key in TEXT_KEYS):
            yield where, value
        else:
            for key, inner in value.items():
                yield from _texts_by_language(inner, (*where, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts_by_language(inner, (*where, position))


def _texts(source: Source) -> Iterator[_Text]:
    for where, texts in _texts_by_language(source.data, ()):
        for language, text in texts.items():
            if isinstance(text, str):
                yield _Text((*where, language), language, text)
            elif isinstance(text, list):
                for position, word in enumerate(text):
                    if isinstance(word, str):
                        yield _Text((*where, language, position), language, word)


def _check_languages(
    source: Source, where: Where, texts: dict[str, object], report: Report
) -> None:
    missing = [key for key in REQUIRED_KEYS if key not in texts]
    if missing and where[-1:] != ("match",):
        what = f"{_name(where)} is not written in {', '.join(missing)}."
        report.error(source.file, source.line(where), what, f"Add a line `{missing[0]}:`.")


def _check_places_to_fill(
    subject: Subject, source: Source, where: Where, texts: dict[str, object], report: Report
) -> None:
    known = _fillers(subject, source, where)
    written = {
        language: set(_PLACE_TO_FILL.findall(text))
        for language, text in texts.items()
        if isinstance(text, str)
    }
    model, expected = next(
        ((language, written[language]) for language in ("en", *written) if language in written),
        ("en", set()),
    )
    for language, places in written.items():
        line = source.line((*where, language))
        name = _name((*where, language))
        for place in sorted(places - known):
            what = f"{name} has {{{place}}}, which is not among the `values` of this file."
            report.error(source.file, line, what, f"Add `{place}` to `values`, or remove it here.")
        if places != expected:
            different = ", ".join(f"{{{place}}}" for place in sorted(places ^ expected))
            what = f"{name} and `{model}` beside it differ in {different}."
            report.error(source.file, line, what, "Use the same {names} in every language.")


def _fillers(subject: Subject, source: Source, where: Where) -> set[str]:
    """What can stand in braces in a text."""
    if subject is Subject.CONTACTS:
        kinds = dict(source.find("contacts", "*", "kind"))
        is_office = kinds.get((*where[:2], "kind")) == ContactKind.MUNICIPALITY
        return {"municipality"} if is_office else set()
    values = source.data.get("values")
    return set(values) if isinstance(values, dict) else set()


def _check_values_are_used(source: Source, report: Report) -> None:
    values = source.data.get("values")
    used = {place for text in _texts(source) for place in _PLACE_TO_FILL.findall(text.text)}
    for operator in Operator:
        used.update(str(one) for _, one in source.find("criteria", "*", operator))
        used.update(str(one) for _, one in source.find("criteria", "*", operator, "*"))
    for value in values if isinstance(values, dict) else {}:
        if value not in used:
            line = source.line(("values", value))
            what = f"No text uses `values` `{value}`, nor does a row of `criteria`."
            report.warning(source.file, line, what, f"Write {{{value}}} in a text, or remove it.")


def _check_spelling(source: Source, text: _Text, report: Report) -> None:
    line = source.line(text.where)
    name = _name(text.where)
    bare = _PLACE_TO_FILL.sub("0", text.text)
    for pattern, what, mend in _FAULTS:
        if pattern.search(bare):
            report.error(source.file, line, f"{name} {what}.", mend)
    if text.language == _CYRILLIC_KEY:
        if not _CYRILLIC_LETTER.search(bare):
            what = f"{name} is not in Cyrillic letters."
            report.error(source.file, line, what, "Write it in Cyrillic, or remove the line.")
    elif mixed := _CYRILLIC_LETTER.search(bare):
        what = f"{name} has the Cyrillic letter {mixed[0]} in it."
        mend = "Type it in Latin letters; Serbian Cyrillic is made from them."
        report.error(source.file, line, what, mend)


def _check_status_words(
    source: Source, text: _Text, status_words: StatusWords, report: Report
) -> None:
    if text.language not in TEXT_KEYS:
        return  # that is reported where the form is checked
    for finding in status_words.find(text.text, of_key(text.language).facts.status_key):
        word = finding.word.rstrip("*")
        what = f'{_name(text.where)} says "{word}", which may take sides.'
        report.warning(source.file, source.line(text.where), what, finding.hint.texts["en"])


def status_words_of(library: Library) -> StatusWords:
    """The library's list of words that take sides; an unreadable list is empty."""
    if library.status_words is None:
        return StatusWords(())
    return StatusWords(
        StatusWord({key: tuple(words) for key, words in entry.match.items()}, Words(entry.hint))
        for entry in library.status_words.entry.status_words
        if "en" in entry.hint
    )


def _name(where: Where) -> str:
    parts = [f"no. {part + 1}" if isinstance(part, int) else f"`{part}`" for part in where]
    return " ".join(parts)
