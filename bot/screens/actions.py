"""An index of all taps: importing it loads the ``actions`` file of every subject."""

from typing import Final

from bot.screens.broadcasts import actions as broadcasts
from bot.screens.calls import actions as calls
from bot.screens.codec import Action, known_actions
from bot.screens.figures import actions as figures
from bot.screens.home import actions as home
from bot.screens.inbox import actions as inbox
from bot.screens.interests import actions as interests
from bot.screens.privacy import actions as privacy
from bot.screens.rounds import actions as rounds
from bot.screens.screening import actions as screening
from bot.screens.staff import actions as staff

SUBJECTS: Final = (
    broadcasts,
    calls,
    figures,
    home,
    inbox,
    interests,
    privacy,
    rounds,
    screening,
    staff,
)
"""Where the taps of each subject stand."""


def all_actions() -> tuple[type[Action], ...]:
    """Every kind of tap that a button of this release can carry."""
    return known_actions()
