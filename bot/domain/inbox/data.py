"""How questions to the team are handled as data; a part of the registry of personal data."""

from dataclasses import replace
from typing import Final

from bot.domain.privacy.handling import (
    IS_A_COLLEAGUE,
    IS_A_ROW_NUMBER,
    ONLY_SORTS,
    Basis,
    DataClass,
    DataGroup,
    Declaration,
    Export,
    Handling,
    Retention,
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
_TEXT: Final = _SHOWN.sealed(DataClass.FREE_TEXT)

_ROW: Final = _SHOWN.hidden(IS_A_ROW_NUMBER)
_ORDER: Final = _SHOWN.hidden(ONLY_SORTS)
_CLOCK: Final = _SHOWN.hidden("it only tells the team how long the question waits")
_CHAT: Final = _SHOWN.hidden("it only finds the message again that the person changed")
_WAITING: Final = replace(_SHOWN, retention=Retention.UNSENT).hidden(
    "the words stand in the chat, and this copy is erased within a day"
)
_WAITING_TEXT: Final = _WAITING.sealed(DataClass.FREE_TEXT)
_COLLEAGUE: Final = _SHOWN.hidden(IS_A_COLLEAGUE)

OF_QUESTIONS: Final[tuple[Declaration, ...]] = (
    *declare(
        "inbox_thread",
        id=_SHOWN,
        person_id=_ROW,
        programme=_SHOWN,
        municipality=_SHOWN,
        call_id=_SHOWN,
        reference=_SHOWN,
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
        file=_TEXT,
        source=_CHAT,
        is_change=_SHOWN,
        sent_at=_SHOWN,
    ),
    *declare(
        "unsent_words",
        person_id=_WAITING,
        thread_id=_WAITING,
        programme=_WAITING,
        municipality=_WAITING,
        from_team=_WAITING,
        body=_WAITING_TEXT,
        file=_WAITING_TEXT,
        source=_WAITING,
        typed_at=_WAITING,
    ),
)
"""Every column of questions and their messages."""
