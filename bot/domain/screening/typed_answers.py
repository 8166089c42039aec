"""Answers as people type them: "35 vjeç", "ima mi 35 godina", a year of birth, "po", an option."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.eligibility.questions import Form, Question
from bot.domain.reading.digits import plain_digits
from bot.domain.reading.places import fold
from bot.domain.reading.typed_dates import full_year, read_past_day
from bot.domain.screening.conversation import Reply, Span, day_within, within

AGE: Final = "age"
"""The question to which a year or a day of birth is an answer too."""
_LONGEST: Final = 80
"""Whoever types more does not answer a question."""
_OLDEST_YEARS: Final = 120
"""A number no further back than this is the year in which somebody was born."""

_PERHAPS_A_YEAR: Final = 80
"""From here on a bare number may be the end of a year of birth as well as an age."""
_SHORT_YEAR = re.compile(r"'\s?\d{2}(?!\d)|(?<!\d)0\d(?!\d)")
"""The last two digits of a year: '98, or 05, which nobody writes for an age."""
_BORN = re.compile(r"\b(?:born|lind|dtl|rod|rodj|godist|dogum|gebor|jahrgang)")
_YEARS_OLD = re.compile(r"\b(?:years|year old|yrs|old|vjec|vjet|godina|imam|let|yas|jahre)")
"""What stands beside a number that is an age, in folded letters."""
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
            return _age(question, plain_digits(text), today)
        case Form.NUMBER:
            number = _number(plain_digits(text))
            return None if number is None else within(question, number)
        case Form.DATE:
            day = read_past_day(text, today)
            return None if day is None else day_within(question, day)
        case Form.YES_NO:
            first = fold(text).split()[:1]
            return _YES_NO.get(first[0]) if first else None
        case _:
            return _option(question, fold(text))


def _number(text: str) -> int | None:
    """The one number in a text; None if there is none, or more than one."""
    runs = set(re.findall(r"\d+", text))
    numbers = {int(number) for number in _WHOLE.findall(text)}
    return numbers.pop() if len(runs) == len(numbers) == 1 else None


def _age(question: Question, text: str, today: date) -> Reply | None:
    born = read_past_day(text, today)
    if born is not None:
        before = (today.month, today.day) < (born.month, born.day)
        return within(question, today.year - born.year - before)
    number = _number(text)
    if number is None:
        return None
    if _SHORT_YEAR.search(text) or (number < 100 and _BORN.search(fold(text))):
        number = full_year(number % 100, today)
    elif not today.year - _OLDEST_YEARS <= number <= today.year:
        counts_years = number < _PERHAPS_A_YEAR or _YEARS_OLD.search(fold(text))
        return within(question, number) if counts_years else None
    turns = today.year - number
    younger, older = within(question, turns - 1), within(question, turns)
    return None if younger is None or older is None else Span(younger, older)


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
