"""Taps of a check: which calls fit me."""

from bot.screens.codec import Action, tap


@tap("v")
class ShowCheck(Action):
    """Which calls fit me: what I look for, or on with what I began."""


@tap("va")
class BeginCheck(Action):
    """Check the open calls for this goal; none: all of them."""

    goal: str = ""


@tap("vf")
class CheckCall(Action):
    """Does this one call fit me?"""

    call: str


@tap("vq")
class AskNext(Action):
    """The question at which I am. It names none, so that where I stand tells nothing of me."""


@tap("vr")
class PickRegion(Action):
    """The municipalities of a district, as answers to a question."""

    question: str
    district: str


@tap("vn")
class GiveAnswer(Action):
    """My answer to a question: an option, a number, a span of them, or that I do not answer."""

    question: str
    answer: str


@tap("vb")
class GoBack(Action):
    """The question before this one; none: the last one."""

    question: str = ""


@tap("vy")
class ShowWhy(Action):
    """Why the question is asked at which I am."""


@tap("vx")
class StopCheck(Action):
    """Stop here, with what is known so far."""


@tap("vs")
class ShowVerdicts(Action):
    """Which calls fit me, as far as is known; the pages of those for others come last."""

    page: int = 0


@tap("vk")
class ShowVerdict(Action):
    """Whether one call fits me, and why; ``page`` is that of the results it stands on."""

    call: str
    page: int = 0


@tap("vc")
class CheckWhole(Action):
    """Check every point of a call, also of one that is ruled out."""

    call: str


@tap("vl")
class ListReplies(Action):
    """Everything that I answered."""

    page: int = 0


@tap("ve")
class ChangeReply(Action):
    """Answer this question anew."""

    question: str


@tap("vo")
class OfferKept(Action):
    """Are the answers that I let you keep still right?"""


@tap("vu")
class UseKept(Action):
    """The answers that were kept are still right."""


@tap("vi")
class KeepReplies(Action):
    """Keep my ordinary answers beyond the check."""


@tap("vj")
class KeepSensitive(Action):
    """Keep my sensitive answers too."""


@tap("vz")
class ConfirmForgetting(Action):
    """The question before my answers are erased."""


@tap("vw")
class ForgetReplies(Action):
    """Erase everything that I answered, at once."""


@tap("zk")
class TellWhenFits(Action):
    """Keep my answers so that you can tell me when a new call fits."""
