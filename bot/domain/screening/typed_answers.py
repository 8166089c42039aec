"""Answers as people type them: "35 vjeç", "ima mi 35 godina", a year of birth, "po", an option."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.eligibility.questions import Form, Question
from bot.domain.reading.places import fold
from bot.domain.screening.conversation import Reply, Span, day_within, within

AGE: Final = "age"
"""The question to which a year or a day of birth is an answer too."""
_LONGEST: Final = 80
"""Whoever types more does not answer a question."""
_OLDEST_YEARS: Final = 120
"""A number no further back than this is the year in which somebody was born."""

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WHOLE = re.compile(r"(?<![\d.,])(?<![-−–]\s)(?<![-−–])\d{1,6}(?![.,]?\d)")

_YES_NO: Final[Mapping[str, str]] = {
    **dict.fromkeys(["po", "yes", "da", "evet", "ja", "ok"], "yes"),
    **dict.fromkeys(["jo", "no", "ne", "hayir", "nein"], "no"),
}


def understand(question: Question, text: str, today: date) -> Reply | None:
    """What a typed text answers; None if that is not plain.

    A municipality is not understood here: that needs the index of places.

    Args:
        today: For the age of somebody who types when they were born.
    """
    if len(text) > _LONGEST:
        return None
    match question.form:
        case Form.NUMBER if question.id == AGE:
            return _age(question, _digits(text), today)
        case Form.NUMBER:
            number = _number(_digits(text))
            return None if number is None else within(question, number)
        case Form.DATE:
            day = _date(_digits(text))
            return None if day is None else day_within(question, day)
        case Form.YES_NO:
            first = fold(text).split()[:1]
            return _YES_NO.get(first[0]) if first else None
        case _:
            return _option(question, fold(text))


def _digits(text: str) -> str:
    """The same text with every kind of digit as 0-9, and without marks around digits."""
    plain = unicodedata.normalize("NFKC", text)
    seen = (c for c in plain if unicodedata.category(c) not in {"Cf", "Mn", "Me"})
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in seen)


def _number(text: str) -> int | None:
    """The one number in a text; None if there is none, or more than one."""
    runs = set(re.findall(r"\d+", text))
    numbers = {int(number) for number in _WHOLE.findall(text)}
    return numbers.pop() if len(runs) == len(numbers) == 1 else None


def _age(question: Question, text: str, today: date) -> Reply | None:
    born = _date(text)
    if born is not None:
        before = (today.month, today.day) < (born.month, born.day)
        return within(question, today.year - born.year - before)
    number = _number(text)
    if number is None:
        return None
    if not today.year - _OLDEST_YEARS <= number <= today.year:
        return within(question, number)
    turns = today.year - number
    younger, older = within(question, turns - 1), within(question, turns)
    return None if younger is None or older is None else Span(younger, older)


def _date(text: str) -> date | None:
    try:
        if match := _ISO_DAY.search(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY.search(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    return None


def _option(question: Question, typed: str) -> str | None:
    """The option that is typed whole, or the only one that begins like this."""
    if not typed:
        return None
    labels = {
        option.id: {fold(label) for label in option.label.texts.values()}
        for option in question.options
    }
    whole = [option for option, known in labels.items() if typed in known]
    if whole:
        return whole[0] if len(whole) == 1 else None
    if len(typed) < 3:
        return None
    near = [
        option
        for option, known in labels.items()
        if any(label.startswith(typed) for label in known)
    ]
    return near[0] if len(near) == 1 else None
