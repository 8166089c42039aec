"""One clear, kind sentence for what went wrong, and the buttons to go on."""

from collections.abc import Mapping
from typing import Final

from bot.domain.broadcasts.broadcast import BroadcastError
from bot.domain.delivery.campaigns import CampaignStateError
from bot.domain.errors import (
    CallNotOpenError,
    CodeRefusedError,
    ConsentMissingError,
    DoesNotFitError,
    DomainError,
    ExportOverError,
    InterestOverError,
    InvitationOverError,
    LastOwnerError,
    NotAllowedError,
    NotFoundError,
    OwnerBySettingsError,
    QuestionClosedError,
    QuestionTakenError,
    QuestionUnansweredError,
    RoundError,
    RoundMovedError,
    RoundOverlapsError,
    RoundTimesError,
    TooManyQuestionsError,
)
from bot.domain.text.phrases import Msg
from bot.screens import navigation
from bot.screens.calls.actions import ListCalls, ShowContacts
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Button, Screen

_SENTENCES: Final[Mapping[type[DomainError], tuple[Msg, ...]]] = {
    NotFoundError: (Msg("This is not here any more."), Msg("Here is what you can do.")),
    NotAllowedError: (
        Msg("This is for the team only"),
        Msg("Your role does not allow it, or it has ended. The team knows more."),
    ),
    ConsentMissingError: (
        Msg("This needs your yes first"),
        Msg("Without it I keep nothing of this. Please go back and begin again."),
    ),
    # calls and their rounds
    CallNotOpenError: (
        Msg("This call is not open"),
        Msg("Follow it, and I tell you when it opens."),
    ),
    RoundError: (Msg("The round is as it was"), Msg("Please look at the dates again.")),
    RoundOverlapsError: (
        Msg("The round is as it was"),
        Msg("Another round of this call is in that time. Please choose an earlier date."),
    ),
    RoundTimesError: (
        Msg("The round is as it was"),
        Msg("This time has passed already. Please choose a later one."),
    ),
    RoundMovedError: (
        Msg("The round is as it was"),
        Msg("The round has changed meanwhile. Please look again."),
    ),
    # declared interests
    DoesNotFitError: (
        Msg("By your answers this call does not fit you."),
        Msg("Other calls may fit. You can also ask the team."),
    ),
    CodeRefusedError: (
        Msg("Join with a code"),
        Msg("I cannot find this code. Please look at it again: 9 letters and digits."),
    ),
    InterestOverError: (
        Msg("This is decided or taken back"),
        Msg("It cannot be changed any more."),
    ),
    # questions to the team
    QuestionUnansweredError: (
        Msg("Nobody answered yet. Close it all the same?"),
        Msg("The person wrote last and waits for an answer."),
    ),
    QuestionTakenError: (
        Msg("A colleague answers it"),
        Msg("Somebody was quicker. In the inbox you can take the question over."),
    ),
    QuestionClosedError: (
        Msg("This question is closed"),
        Msg("Nothing can be added. You can ask anew."),
    ),
    TooManyQuestionsError: (
        Msg("That is very much for one question"),
        Msg("Please begin a new one, or close the old one."),
    ),
    # the team
    LastOwnerError: (
        Msg("The role is as it was"),
        Msg("This is the last owner. Invite another owner first."),
    ),
    OwnerBySettingsError: (
        Msg("The role is as it was"),
        Msg("The settings of the bot name this owner; whoever runs it can change that."),
    ),
    InvitationOverError: (
        Msg("This invitation is over"),
        Msg("It was used or withdrawn, or is older than 24 hours."),
        Msg("Ask the person who sent it for a new one."),
    ),
    ExportOverError: (
        Msg("This request is over"),
        Msg("This request is decided or has ended."),
    ),
    # broadcasts
    BroadcastError: (
        Msg("The broadcast is as it was"),
        Msg("It cannot go on like this. Please open it again, it says why."),
    ),
    CampaignStateError: (
        Msg("This is not possible any more."),
        Msg("The broadcast has gone on meanwhile. Please open it again."),
    ),
}
"""What is said of each error: a title and lines. An error without a row of its own is said as the
one that it is a kind of; also where a handler says it more closely, it has a row."""


def explain(error: DomainError) -> Screen:
    """Why a wish could not be granted.

    Raises:
        KeyError: if neither the error nor a kind of it has a row; a test sees to it that each has.
    """
    known = [kind for kind in type(error).__mro__ if kind in _SENTENCES]
    if not known:
        raise KeyError(type(error).__name__)
    return _problem(*_SENTENCES[known[0]])


WAIT: Final = Msg("Please wait half a minute, then go on.")
"""What who taps on, although it is too much, reads over their screen."""


def try_on() -> Screen:
    """Something broke on our side, and may work in a moment."""
    return _problem(
        Msg("Something went wrong"),
        Msg("It is our mistake, not yours. I try it again by myself; you need to do nothing."),
    )


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
        WAIT,
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
