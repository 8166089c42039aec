"""How questions to the team are handled as data; a part of the registry of personal data."""

from dataclasses import replace
from typing import Final

from bot.domain.privacy.handling import (
    Basis,
    DataClass,
    DataGroup,
    Declaration,
    Erasure,
    Export,
    Handling,
    Retention,
    Withheld,
    declare,
)
from bot.domain.text.phrases import Msg

_SHOWN: Final = Handling(
    DataClass.TECHNICAL,
    Msg("to bring your questions to the team and the answers to you"),
    Basis.REQUEST,
    Retention.QUESTIONS,
    DataGroup.QUESTIONS,
    Export.VALUE,
)
_TEXT: Final = replace(_SHOWN, data_class=DataClass.FREE_TEXT, erased=Erasure.WITH_KEY)


def _hidden(reason: str) -> Handling:
    return replace(_SHOWN, shown=Withheld(reason), exported=Withheld(reason))


_ROW: Final = _hidden("it is a number that means nothing outside the database")
_ORDER: Final = _hidden("it only puts the list in order")
_CLOCK: Final = _hidden("it only tells the team how long the question waits")
_COLLEAGUE: Final = _hidden("it is the number of a colleague")

OF_QUESTIONS: Final[tuple[Declaration, ...]] = (
    *declare(
        "inbox_thread",
        id=_SHOWN,
        person_id=_ROW,
        programme=_SHOWN,
        municipality=_SHOWN,
        state=_SHOWN,
        closing=_SHOWN,
        opened_at=_SHOWN,
        waiting_since=_CLOCK,
        changed_at=_CLOCK,
        claimed_by=_COLLEAGUE,
        closed_at=_SHOWN,
    ),
    *declare(
        "inbox_message",
        id=_ROW,
        thread_id=_SHOWN,
        person_id=_ROW,
        position=_ORDER,
        author=_COLLEAGUE,
        body=_TEXT,
        sent_at=_SHOWN,
    ),
)
"""Every column of questions and their messages."""
