"""Taps with which staff open, extend and close calls."""

from bot.domain.rounds.work import RoundChange
from bot.screens.codec import Action, tap


@tap("rl")
class ListRounds(Action):
    """The calls whose rounds a colleague may open and close."""

    page: int = 0


@tap("rc")
class ShowRound(Action):
    """Where a call stands, for staff, and what can be done."""

    call: str


@tap("rd")
class ChooseRoundEnd(Action):
    """The closings on offer, of which one may be typed instead."""

    call: str
    change: RoundChange


@tap("rk")
class ConfirmRound(Action):
    """What people will be told, and how many, before a round changes.

    ``until`` is the closing in minutes since 1970; 0 for closing now.
    """

    call: str
    change: RoundChange
    until: int = 0


@tap("ry")
class ChangeRound(Action):
    """The round changes, if it still has the stamp under which it was ``seen``.

    ``until`` is as in ``ConfirmRound``.
    """

    call: str
    change: RoundChange
    until: int
    seen: int
