"""Taps around declared interests, of the person and of the desk."""

from bot.domain.interests.declared import Decision, InterestStep, Way
from bot.screens.codec import Action, tap


@tap("zo")
class DeclareInterest(Action):
    """I want to apply: what the team would get.

    ``flipped`` has a bit for each answer that I ticked or unticked; ``joining`` is a code.
    """

    call: str
    flipped: int = 0
    joining: str = ""


@tap("zd")
class SendInterest(Action):
    """Tell the team; the fields are those of the screen before."""

    call: str
    flipped: int = 0
    joining: str = ""


@tap("ze")
class EnterCode(Action):
    """Type the code of who applies with me."""

    call: str


@tap("zl")
class ListInterests(Action):
    """Everything I want to apply for."""

    page: int = 0


@tap("zi")
class ShowInterest(Action):
    """One of these: its number, how it stands, and the next steps."""

    number: int


@tap("zw")
class ChooseWay(Action):
    """The ways in which the team can reach me."""

    number: int


@tap("zs")
class SetWay(Action):
    """Let the team reach me in this way."""

    number: int
    way: Way


@tap("zp")
class TypePhone(Action):
    """Type the phone number under which the team reaches me."""

    number: int


@tap("z4")
class SetPhone(Action):
    """Reach me under this number, of which I was asked whether it is right."""

    number: int
    phone: str


@tap("zb")
class ShowPapers(Action):
    """The documents to bring, to be ticked."""

    number: int
    page: int = 0


@tap("zt")
class TickPaper(Action):
    """I have this document, or not yet."""

    number: int
    line: int


@tap("zx")
class ConfirmLeaving(Action):
    """The question before an interest is withdrawn."""

    number: int


@tap("zy")
class LeaveInterest(Action):
    """I do not want to apply any more."""

    number: int


@tap("zsr")
class SetReminder(Action):
    """Remind me before the call of this interest closes, or do not."""

    number: int
    wanted: int


@tap("zv")
class TryCheck(Action):
    """For staff: a check for somebody else, or as a trial.

    ``packed`` holds the answers so far, so that they are stored nowhere.
    """

    packed: str = ""
    page: int = 0


@tap("zj")
class ShowTrial(Action):
    """For staff: what these answers mean for each call."""

    packed: str = ""
    page: int = 0


@tap("z3")
class ConfirmForSomebody(Action):
    """For staff: one call of a trial, and the question before an interest is declared.

    ``position`` is that of the call among the rules, from 0, because an id would not fit.
    """

    position: int
    packed: str


@tap("zz")
class DeclareForSomebody(Action):
    """For staff: declare the interest of somebody at the desk in a call; fields as before."""

    position: int
    packed: str


@tap("zh")
class TypePhoneFor(Action):
    """For staff: type the phone number of somebody at the desk."""

    number: int


@tap("z5")
class SetPhoneFor(Action):
    """For staff: the number of somebody at the desk, after the question whether it is right."""

    number: int
    phone: str


@tap("z1")
class ConfirmErasingFor(Action):
    """For staff: the question before all about somebody from the desk is erased."""

    number: int


@tap("z2")
class EraseFor(Action):
    """For staff: erase all about somebody from the desk, as they asked for it."""

    number: int


@tap("zc")
class ListInterestCalls(Action):
    """For staff: the calls for which people want to apply."""

    page: int = 0


@tap("zn")
class ListCallInterests(Action):
    """For staff: who wants to apply for a call; ``all`` with those that are decided."""

    call: str
    all: int = 0
    page: int = 0


@tap("zr")
class OpenInterest(Action):
    """For staff: one of them, with what the person shares."""

    number: int
    page: int = 0


@tap("zq")
class OpenOrigin(Action):
    """For staff: the same with the answers about origin."""

    number: int
    page: int = 0


@tap("zm")
class MarkInterest(Action):
    """For staff: the person was contacted, or has applied."""

    number: int
    step: InterestStep


@tap("zf")
class ChooseDecision(Action):
    """For staff: what was decided?"""

    number: int


@tap("zg")
class DecideInterest(Action):
    """For staff: this was decided; the person is told.

    ``instead_of`` is the decision that stood there before; empty while there was none.
    """

    number: int
    decision: Decision
    instead_of: str = ""


@tap("zcd")
class ConfirmDecision(Action):
    """For staff: what the person will read, before it is decided."""

    number: int
    decision: Decision


@tap("zum")
class UnmarkInterest(Action):
    """For staff: the last mark was a wrong tap."""

    number: int


@tap("zu")
class WriteToApplicant(Action):
    """For staff: type a message to the person."""

    number: int
