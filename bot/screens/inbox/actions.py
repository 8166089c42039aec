"""Taps around questions to the team, of the person and of the desk."""

from enum import StrEnum

from bot.domain.inbox.threads import Closing
from bot.screens.codec import Action, tap


class Box(StrEnum):
    """Which questions of the inbox are listed."""

    WAITING = ""
    MINE = "m"
    ANSWERED = "a"


@tap("qw")
class AskTeam(Action):
    """Write to the team: what is it about?"""


@tap("qt")
class WriteQuestion(Action):
    """Type a question about this; both empty: I am not sure."""

    programme: str = ""
    municipality: str = ""


@tap("ql")
class ListQuestions(Action):
    """My questions to the team."""

    page: int = 0


@tap("qs")
class ShowQuestion(Action):
    """One of my questions with its answers, the last page first."""

    thread: int
    page: int = 0


@tap("qx")
class ConfirmWithdrawal(Action):
    """The question before a question is taken back."""

    thread: int


@tap("qy")
class WithdrawQuestion(Action):
    """Take this question back."""

    thread: int


@tap("ib")
class ListInbox(Action):
    """Questions to the team, who waits longest first."""

    box: Box = Box.WAITING
    page: int = 0


@tap("it")
class ShowThread(Action):
    """A question as the team reads it, the last page first."""

    thread: int
    page: int = 0


@tap("ic")
class ClaimThread(Action):
    """I answer this question."""

    thread: int


@tap("ir")
class WriteReply(Action):
    """Type the answer."""

    thread: int


@tap("ih")
class ChooseColleague(Action):
    """Colleagues who may answer this question."""

    thread: int
    page: int = 0


@tap("ig")
class HandOver(Action):
    """This colleague, by staff number, answers this question from now on."""

    thread: int
    number: int


@tap("ie")
class ChooseEnding(Action):
    """Why a question is closed."""

    thread: int


@tap("iz")
class CloseThread(Action):
    """Close this question."""

    thread: int
    closing: Closing
