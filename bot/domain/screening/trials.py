"""A check that is stored nowhere: its answers travel in the buttons.

Staff check like this for somebody at the desk, or try out what a persona would be told. Each answer
takes two signs: which question, and which answer of it. A mark of the rules goes before them, so
that a button of an older version is noticed.
"""

import hashlib
import string
from collections.abc import Mapping
from typing import Final

from bot.domain.eligibility.cells import ORDERED
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.questions import Answer, NoAnswer, Value
from bot.domain.screening.conversation import Reply, Span

_SIGNS: Final = string.digits + string.ascii_lowercase + string.ascii_uppercase
_UNSURE: Final = "-"
_MARK: Final = 3
"""Signs before the answers that say of which rules they are."""


def pack_answers(compiled: Compiled, answers: Mapping[str, Answer]) -> str:
    """Answers as a button carries them, in the order in which they were given.

    Raises:
        ValueError: if the rules have more questions or options than there are signs.
    """
    parts = [_mark(compiled)]
    names = list(compiled.rules.questions)
    for question, answer in answers.items():
        parts.append(_sign(names.index(question)))
        parts.append(
            _UNSURE
            if isinstance(answer, NoAnswer)
            else _sign(_values(compiled, question).index(_value_of(compiled, question, answer)))
        )
    return "".join(parts)


def unpack_answers(compiled: Compiled, packed: str) -> Mapping[str, Answer]:
    """The answers that a button carries; none if it is of other rules, or was made up."""
    if not packed.startswith(_mark(compiled)):
        return {}
    signs = packed[_MARK:]
    names = list(compiled.rules.questions)
    answers: dict[str, Answer] = {}
    for question_sign, answer_sign in zip(signs[::2], signs[1::2], strict=False):
        position = _SIGNS.find(question_sign)
        if not 0 <= position < len(names):
            return {}
        question = names[position]
        values = _values(compiled, question)
        if answer_sign == _UNSURE:
            answers[question] = NoAnswer.UNSURE
        elif 0 <= _SIGNS.find(answer_sign) < len(values):
            answers[question] = values[_SIGNS.find(answer_sign)]
        else:
            return {}
    return answers


def choices(compiled: Compiled, question: str) -> list[Answer]:
    """The answers of a question from which staff choose: options, or one of each cell."""
    return _values(compiled, question)


def as_said(compiled: Compiled, answers: Mapping[str, Answer]) -> Mapping[str, Reply]:
    """The answers as they were chosen: of a number or a day all that its button stood for."""
    return {question: _said(compiled, question, answer) for question, answer in answers.items()}


def _said(compiled: Compiled, question: str, answer: Answer) -> Reply:
    if isinstance(answer, NoAnswer):
        return answer
    cell = compiled.locate(question, answer)
    if compiled.rules.questions[question].form not in ORDERED or cell is None:
        return answer
    values = compiled.cells[question][cell].values
    low, high = values[0], values[-1]
    if isinstance(low, str) or isinstance(high, str) or low == high:
        return answer
    return Span(low, high)


def _values(compiled: Compiled, question: str) -> list[Answer]:
    known = compiled.rules.questions[question]
    if known.form in ORDERED:
        return [cell.values[0] for cell in compiled.cells[question]]
    return [option.id for option in known.options]


def _value_of(compiled: Compiled, question: str, answer: Value) -> Answer:
    if compiled.rules.questions[question].form not in ORDERED:
        return answer
    cell = compiled.locate(question, answer)
    if cell is None:
        raise ValueError(f"no such answer to {question}")
    return compiled.cells[question][cell].values[0]


def _sign(number: int) -> str:
    if number >= len(_SIGNS):
        raise ValueError("there are more answers than signs")
    return _SIGNS[number]


def _mark(compiled: Compiled) -> str:
    return hashlib.sha256(compiled.version.encode()).hexdigest()[:_MARK]
