"""One clear, kind sentence for what went wrong, and the buttons to go on."""

from bot.domain.errors import DomainError, NotFoundError
from bot.domain.text import Msg
from bot.screens import navigation
from bot.screens.actions import ListCalls, ShowContacts, ShowHome
from bot.screens.screen import Button, Screen


def explain(error: DomainError) -> Screen:
    """Why a wish could not be granted."""
    match error:
        case NotFoundError():
            return _problem(Msg("This is not here any more."), Msg("Here is what you can do."))
        case _:
            return _problem(Msg("This did not work."), Msg("Please try again."))


def apologise() -> Screen:
    """Something broke on our side; staff know of it."""
    return _problem(
        Msg("Something went wrong"),
        Msg("It is our mistake, not yours. Please try again a little later."),
    )


def _problem(title: Msg, line: Msg) -> Screen:
    return Screen(
        here=ShowHome(),
        title=title,
        lines=(line,),
        rows=(
            (Button(Msg("Open calls"), ListCalls(), "📋"),),
            (Button(Msg("Who do I ask?"), ShowContacts(), "☎️"),),
            navigation.footer(),
        ),
    )
