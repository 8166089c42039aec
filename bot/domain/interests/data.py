"""How declared interests are handled as data; a part of the registry of personal data."""

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
    Msg("to tell the team that you want to apply, and to find you by your number"),
    Basis.REQUEST,
    Retention.INTERESTS,
    DataGroup.INTERESTS,
    Export.VALUE,
)
_REACH: Final = replace(_SHOWN, data_class=DataClass.CONTACT, erased=Erasure.WITH_KEY)
_SHARED: Final = replace(_SHOWN, data_class=DataClass.ANSWERS, erased=Erasure.WITH_KEY)
_ORIGIN: Final = replace(
    _SHOWN,
    data_class=DataClass.SPECIAL,
    basis=Basis.CONSENT,
    erased=Erasure.WITH_KEY,
)


def _hidden(reason: str) -> Handling:
    return replace(_SHOWN, shown=Withheld(reason), exported=Withheld(reason))


_ROW: Final = _hidden("it is a number that means nothing outside the database")
_COLLEAGUE: Final = _hidden("it is the number of a colleague")
_ROUND: Final = _hidden("it is the number of the call's round, which anybody can read")
_CLOCK: Final = _hidden("it only starts the time after which the entry is erased")
_APART: Final = _hidden("it is a random number that keeps answers about origin apart")
_DAY: Final = replace(
    _APART,
    shown=Withheld("it only starts the time after which the answer is erased"),
    exported=Withheld("it only starts the time after which the answer is erased"),
)

OF_INTERESTS: Final[tuple[Declaration, ...]] = (
    *declare(
        "declared_interest",
        id=_ROW,
        reference=_SHOWN,
        person_id=_ROW,
        call_id=_SHOWN,
        round_number=_ROUND,
        municipality=_SHOWN,
        state=_SHOWN,
        decision=_SHOWN,
        code=_SHOWN,
        joined_to=_ROW,
        completed_at=_SHOWN,
        by_staff=_COLLEAGUE,
        papers=_SHOWN,
        contact=_REACH,
        shared=_SHARED,
        declared_at=_SHOWN,
        changed_at=_CLOCK,
    ),
    *declare("shared_origin", id=_APART, answers=_ORIGIN, kept_since=_DAY),
)
"""Every column of declared interests and of the sensitive answers that go with them."""
