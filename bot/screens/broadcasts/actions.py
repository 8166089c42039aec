"""Taps with which staff write to many, and the one with which a reader opens a notice."""

from bot.domain.broadcasts.audience import Field, Joint
from bot.domain.text.languages import Language
from bot.screens.codec import Action, tap


@tap("bb")
class ShowBroadcasts(Action):
    """What was said to many, and what waits for a colleague."""

    page: int = 0


@tap("bn")
class BeginBroadcast(Action):
    """Start a draft of a new broadcast."""


@tap("bd")
class ShowBroadcastDraft(Action):
    """The broadcast that I work on."""


@tap("bk")
class ConfirmDropBroadcast(Action):
    """The question before a draft is thrown away."""


@tap("bx")
class DropBroadcast(Action):
    """Throw the draft away, after being asked."""


@tap("bt")
class ShowVersions(Action):
    """The languages of the draft, side by side."""


@tap("bw")
class WriteVersion(Action):
    """Send the message in this language."""

    language: Language


@tap("br")
class RemoveVersion(Action):
    """Take the message in this language out."""

    language: Language


@tap("bf")
class DeclareFallback(Action):
    """Readers of one language get the message in another."""

    wanted: Language
    used: Language


@tap("ba")
class ShowAudience(Action):
    """To whom the draft goes, and how many they are."""


@tap("bc")
class PickField(Action):
    """What a further condition asks for."""

    joint: Joint


@tap("bv")
class PickValues(Action):
    """The values of a condition."""

    joint: Joint
    field: Field
    page: int = 0


@tap("bg")
class ToggleCondition(Action):
    """Add a value to a condition, or take it out."""

    joint: Joint
    field: Field
    value: str
    page: int = 0


@tap("bm")
class RemoveCondition(Action):
    """Take a condition out, counted from 0."""

    number: int


@tap("bl")
class ListAudiences(Action):
    """The audiences that colleagues keep under a name."""

    page: int = 0


@tap("by")
class TakeAudience(Action):
    """Let the draft go to a kept audience."""

    audience: int


@tap("bz")
class DropAudience(Action):
    """Forget a kept audience, for all colleagues."""

    audience: int


@tap("bs")
class NameAudience(Action):
    """Type a name for the audience of the draft."""


@tap("bu")
class ChoosePostButton(Action):
    """The button under the message."""

    page: int = 0


@tap("bh")
class SetCallButton(Action):
    """The button leads to this call; none: there is no button."""

    call: str = ""


@tap("bq")
class TypeLink(Action):
    """Type the address that the button opens."""


@tap("bo")
class ChooseChats(Action):
    """The groups and channels that get the draft too."""

    page: int = 0


@tap("bp")
class ToggleChat(Action):
    """Let this group or channel get the draft too, or not."""

    chat: int
    page: int = 0


@tap("bi")
class ListNoticeChats(Action):
    """Groups and channels to which staff added the bot."""

    page: int = 0


@tap("bj")
class PickChatLanguage(Action):
    """In which language a group or channel gets notices."""

    chat: int
    page: int = 0


@tap("be")
class RegisterChat(Action):
    """Let a group or channel get notices in this language; none: no notices any more."""

    chat: int
    language: str = ""
    page: int = 0


@tap("b1")
class ChooseTime(Action):
    """Type the day and time at which the broadcast begins."""


@tap("b2")
class SendAtOnce(Action):
    """Let the broadcast begin as soon as it is sent."""


@tap("b3")
class ShowToMe(Action):
    """Every version of a broadcast, in my own chat."""

    broadcast: int


@tap("b4")
class CheckBroadcast(Action):
    """Everything once more before it goes out."""


@tap("b5")
class ConfirmWords(Action):
    """The words that may take sides are meant."""


@tap("b6")
class SendBroadcast(Action):
    """Send the draft, or ask a colleague where it goes to many."""


@tap("b7")
class ShowApproval(Action):
    """A colleague's broadcast that waits for a second person."""

    broadcast: int


@tap("b8")
class ApproveBroadcast(Action):
    """Agree to a colleague's broadcast; it goes out."""

    broadcast: int


@tap("b9")
class ReturnBroadcast(Action):
    """Do not agree to a broadcast, or take it back; it is a draft again.

    ``why`` is the code of a reason that its maker is told; empty for none.
    """

    broadcast: int
    why: str = ""


@tap("brr")
class ChooseReturnReason(Action):
    """The reasons for which I may not agree to a broadcast."""

    broadcast: int


@tap("bpr")
class ShowBroadcast(Action):
    """How far a broadcast is, and what can be done with it."""

    broadcast: int


@tap("bun")
class UndoBroadcast(Action):
    """Make a broadcast of which nothing is out yet a draft again."""

    broadcast: int


@tap("bpa")
class PauseBroadcast(Action):
    """Let nothing more of a broadcast go out for now."""

    broadcast: int


@tap("bre")
class ResumeBroadcast(Action):
    """Let a paused broadcast go on."""

    broadcast: int


@tap("bcc")
class ConfirmCancelBroadcast(Action):
    """The question before a broadcast ends."""

    broadcast: int


@tap("bca")
class CancelBroadcast(Action):
    """End a broadcast for those who do not have it yet."""

    broadcast: int


@tap("brp")
class ReportBroadcast(Action):
    """What became of a broadcast, as a table."""

    broadcast: int


@tap("bed")
class EditBroadcast(Action):
    """Change the words of what was sent."""

    broadcast: int


@tap("bcr")
class ConfirmRecall(Action):
    """The question before a broadcast is taken out of all chats again."""

    broadcast: int


@tap("brc")
class RecallBroadcast(Action):
    """Take a broadcast out of all chats again."""

    broadcast: int


@tap("bop")
class OpenBroadcast(Action):
    """Read the words of which a discreet reader got only a sign."""

    broadcast: int


@tap("bof")
class TakeOffer(Action):
    """Say the notice that I just sent to people."""
