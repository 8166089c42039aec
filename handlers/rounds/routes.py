"""Who answers what staff tap to open, extend and close calls."""

from typing import Final

from bot.domain.delivery.media import Medium
from bot.domain.staff.roles import Act
from bot.screens.rounds.actions import (
    ChangeRound,
    ChooseRoundEnd,
    ConfirmRound,
    ListRounds,
    ShowRound,
)
from bot.transport.routing import Route, Takes, Tap
from handlers.rounds import rounds

ROUTES: Final[tuple[Route, ...]] = (
    Tap(ListRounds, rounds.list_rounds, act=Act.MANAGE_ROUNDS),
    Takes(ListRounds, {Medium.TEXT: rounds.find}),
    Tap(ShowRound, rounds.show_round, act=Act.MANAGE_ROUNDS),
    Tap(ChooseRoundEnd, rounds.choose_closing, act=Act.MANAGE_ROUNDS),
    Takes(ChooseRoundEnd, {Medium.TEXT: rounds.read_date}),
    Tap(ConfirmRound, rounds.confirm, act=Act.MANAGE_ROUNDS),
    Tap(ChangeRound, rounds.change, act=Act.MANAGE_ROUNDS),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""
