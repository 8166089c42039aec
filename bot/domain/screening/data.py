"""How checks are handled as data; a part of the registry of personal data."""

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
    Msg("to go on where you were, and to do nothing twice"),
    Basis.REQUEST,
    Retention.CHECK,
    DataGroup.CHECK,
    Export.VALUE,
)
_SEALED: Final = replace(_SHOWN, data_class=DataClass.ANSWERS, erased=Erasure.WITH_KEY)
_SENSITIVE: Final = replace(_SHOWN, data_class=DataClass.SPECIAL, erased=Erasure.WITH_KEY)


def _hidden(reason: str, handling: Handling = _SHOWN) -> Handling:
    return replace(handling, shown=Withheld(reason), exported=Withheld(reason))


_ROW: Final = _hidden("it is a number that means nothing outside the database")
_RULES: Final = _hidden("it says only which version of the rules was used")
_COUNTS_DOWN: Final = _hidden("it only starts the time after which the answers are erased")
_APART: Final = _hidden("it is a random number that keeps sensitive answers apart")
_WHERE: Final = _hidden("it is a random number that keeps sensitive answers apart", _SENSITIVE)

OF_CHECKS: Final[tuple[Declaration, ...]] = (
    *declare("screening", person_id=_ROW, version=_RULES, course=_SEALED, touched_at=_COUNTS_DOWN),
    *declare("screening_answer", person_id=_ROW, question=_SHOWN, answer=_SEALED),
    *declare("sensitive_answer", id=_APART, answers=_SENSITIVE, kept_until=_COUNTS_DOWN),
    *declare("kept_sensitive", person_id=_ROW, number=_WHERE, kept_at=_COUNTS_DOWN),
)
"""Every column of checks and of sensitive answers."""
