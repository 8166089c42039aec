"""One clear, kind sentence for what went wrong, and the buttons to go on."""

from bot.domain.errors import (
    CallNotOpenError,
    DomainError,
    InterestOverError,
    NotAllowedError,
    NotFoundError,
    QuestionClosedError,
    QuestionTakenError,
    TooManyQuestionsError,
)
from bot.domain.text.phrases import Msg
from bot.screens import navigation
from bot.screens.calls.actions import ListCalls, ShowContacts
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Button, Screen


def explain(error: DomainError) -> Screen:  # noqa: PLR0911 -- one line an error
    """Why a wish could not be granted."""
    match error:
        case NotFoundError():
            return _problem(Msg("This is not here any more."), Msg("Here is what you can do."))
        case NotAllowedError():
            return _problem(
                Msg("This is for the team only"),
                Msg("Your role does not allow it, or it has ended. The team knows more."),
            )
        case QuestionTakenError():
            return _problem(
                Msg("A colleague answers it"),
                Msg("Somebody was quicker. In the inbox you can take the question over."),
            )
        case QuestionClosedError():
            return _problem(
                Msg("This question is closed"), Msg("Nothing can be added. You can ask anew.")
            )
        case TooManyQuestionsError():
            return _problem(
                Msg("That is very much for one question"),
                Msg("Please begin a new one, or close the old one."),
            )
        case CallNotOpenError():
            return _problem(
                Msg("This call is not open"), Msg("Follow it, and I tell you when it opens.")
            )
        case InterestOverError():
            return _problem(
                Msg("This is decided or taken back"), Msg("It cannot be changed any more.")
            )
        case _:
            return _problem(Msg("This did not work."), Msg("Please try again."))


def apologise() -> Screen:
    """Something broke on our side; staff know of it."""
    return _problem(
        Msg("Something went wrong"),
        Msg("It is our mistake, not yours. Please try again a little later."),
    )


def ask_for_patience() -> Screen:
    """Somebody sends more than can be served."""
    return _problem(
        Msg("A little slower, please"),
        Msg("Very much came at once, and I did not read all of it."),
        Msg("Please wait half a minute, then go on."),
    )


def _problem(title: Msg, *lines: Msg) -> Screen:
    return Screen(
        here=ShowHome(),
        title=title,
        lines=lines,
        rows=(
            (Button(Msg("Open calls"), ListCalls(), "📋"),),
            (Button(Msg("Who do I ask?"), ShowContacts(), "☎️"),),
            navigation.footer(),
        ),
    )
