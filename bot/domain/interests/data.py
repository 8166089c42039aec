"""How declared interests are handled as data; a part of the registry of personal data."""

from dataclasses import replace
from typing import Final

from bot.domain.privacy.handling import (
    IS_A_COLLEAGUE,
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
    Msg("to tell the team that you want to apply, and to find you by your number"),
    Basis.REQUEST,
    Retention.INTERESTS,
    DataGroup.INTERESTS,
    Export.VALUE,
)
_REACH: Final = _SHOWN.sealed(DataClass.CONTACT)
_SHARED: Final = _SHOWN.sealed(DataClass.ANSWERS)
_ORIGIN: Final = replace(_SHOWN, basis=Basis.CONSENT).sealed(DataClass.SPECIAL)

_ROW: Final = _SHOWN.hidden(IS_A_ROW_NUMBER)
_COLLEAGUE: Final = _SHOWN.hidden(IS_A_COLLEAGUE)
_ROUND: Final = _SHOWN.hidden("it is the number of the call's round, which anybody can read")
_CLOCK: Final = _SHOWN.hidden("it only starts the time after which the entry is erased")
_PAST: Final = _SHOWN.hidden("it only lets staff take a wrong tap back")
_APART: Final = _SHOWN.hidden("it is a random number that keeps answers about origin apart")
_DAY: Final = _SHOWN.hidden("it only starts the time after which the answer is erased")

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
        came_from=_PAST,
    ),
    *declare("shared_origin", id=_APART, answers=_ORIGIN, kept_since=_DAY),
)
"""Every column of declared interests and of the sensitive answers that go with them."""
