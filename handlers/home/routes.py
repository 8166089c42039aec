"""Who answers the first screens and whatever no question asked for."""

from typing import Final

from bot.screens.home.actions import (
    Cancel,
    ChooseLanguage,
    ResumeMessages,
    SetLanguage,
    ShowDeadLink,
    ShowHelp,
    ShowHome,
    ShowMatches,
    ShowMore,
    ShowPrivacy,
    ShowWelcome,
    StopMessages,
)
from bot.transport.routing import Route, Tap
from handlers.home import home, matches, start

ROUTES: Final[tuple[Route, ...]] = (
    Tap(ChooseLanguage, start.choose_language, open=True),
    Tap(SetLanguage, start.set_language, open=True),
    Tap(ShowWelcome, start.welcome, open=True),
    Tap(ShowDeadLink, start.dead_link, open=True),
    Tap(ShowPrivacy, start.privacy, open=True),
    Tap(ShowHelp, start.show_help, open=True),
    Tap(Cancel, start.cancel, open=True),
    Tap(StopMessages, start.stop, open=True),
    Tap(ResumeMessages, start.resume, open=True),
    Tap(ShowHome, home.show, open=True),
    Tap(ShowMore, home.more, open=True),
    Tap(ShowMatches, matches.show, open=True),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""
