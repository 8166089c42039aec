"""How checks are handled as data; a part of the registry of personal data."""

from typing import Final

from bot.domain.privacy.handling import (
    IS_A_ROW_NUMBER,
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
    Msg("to go on where you were, and to do nothing twice"),
    Basis.REQUEST,
    Retention.CHECK,
    DataGroup.CHECK,
    Export.VALUE,
)
_SEALED: Final = _SHOWN.sealed(DataClass.ANSWERS)
_SENSITIVE: Final = _SHOWN.sealed(DataClass.SPECIAL)

_ROW: Final = _SHOWN.hidden(IS_A_ROW_NUMBER)
_RULES: Final = _SHOWN.hidden("it says only which version of the rules was used")
_COUNTS_DOWN: Final = _SHOWN.hidden("it only starts the time after which the answers are erased")
_APART: Final = _SHOWN.hidden("it is a random number that keeps sensitive answers apart")
_WHERE: Final = _SENSITIVE.hidden("it is a random number that keeps sensitive answers apart")

OF_CHECKS: Final[tuple[Declaration, ...]] = (
    *declare("screening", person_id=_ROW, version=_RULES, course=_SEALED, touched_at=_COUNTS_DOWN),
    *declare("screening_answer", person_id=_ROW, question=_SHOWN, answer=_SEALED),
    *declare("sensitive_answer", id=_APART, answers=_SENSITIVE, kept_until=_COUNTS_DOWN),
    *declare("kept_sensitive", person_id=_ROW, number=_WHERE, kept_at=_COUNTS_DOWN),
)
"""Every column of checks and of sensitive answers."""
