"""Taps around questions to the team, of the person and of the desk."""

from enum import StrEnum

from bot.domain.inbox.threads import Closing
from bot.screens.codec import Action, tap


class Box(StrEnum):
    """Which questions of the inbox are listed."""

    WAITING = ""
    MINE = "m"
    ANSWERED = "a"
    CLOSED = "c"


@tap("qw")
class AskTeam(Action):
    """The topics that a question to the team may have."""


@tap("qt")
class WriteQuestion(Action):
    """Waits for a question about this; both empty: the person is not sure."""

    programme: str = ""
    municipality: str = ""


@tap("ql")
class ListQuestions(Action):
    """Every question of the person, and how it stands."""

    page: int = 0


@tap("qs")
class ShowQuestion(Action):
    """A question of the person with its answers, the last page first."""

    thread: int
    page: int = 0


@tap("qx")
class ConfirmWithdrawal(Action):
    """What taking a question back would erase, before it is done."""

    thread: int


@tap("qy")
class WithdrawQuestion(Action):
    """The question is taken back, and its words are erased."""

    thread: int


@tap("qo")
class OfferWords(Action):
    """Asks whether what was typed is for the team, or the answer to a question."""


@tap("qm")
class SendWords(Action):
    """What was typed goes to the team, or to who asked the question."""


@tap("qf")
class ShowQuestionFiles(Action):
    """The pictures, files and voice messages of a page of one's own question."""

    thread: int
    page: int = 0


@tap("im")
class ShowThreadFiles(Action):
    """The same of a question as the team reads it."""

    thread: int
    page: int = 0


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
    """The colleague who taps answers this question from now on."""

    thread: int


@tap("ir")
class WriteReply(Action):
    """Waits for the answer to a question, which goes out at once."""

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
    """The reasons for which a question may be closed."""

    thread: int


@tap("iz")
class CloseThread(Action):
    """The question is closed, for a reason.

    ``seen`` is how many messages it had when a warning said that the last one has no answer.
    """

    thread: int
    closing: Closing
    seen: int = 0
