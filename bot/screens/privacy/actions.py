"""Taps around what is kept, consent, erasing, and phones that others see."""

from bot.domain.privacy.consent import Purpose
from bot.screens.codec import Action, tap


@tap("md")
class ShowMyData(Action):
    """All that is kept about me, in plain words (need X2)."""


@tap("mw")
class ShowReasons(Action):
    """Why each thing is kept, and until when."""

    page: int = 0


@tap("mc")
class ShowConsents(Action):
    """What I agreed to, and until when things are kept."""


@tap("ex")
class ExportMyData(Action):
    """All that is kept about me, as files to take along."""


@tap("de")
class ConfirmErasure(Action):
    """The question before everything is erased."""


@tap("dy")
class EraseMe(Action):
    """Erase everything about me."""


@tap("hc")
class HideChat(Action):
    """Take the messages of the last two days out of this chat."""


@tap("co")
class AskConsent(Action):
    """May we keep this? ``then`` is what to do after a yes: another action's code, packed."""

    purpose: Purpose
    then: str = ""


@tap("cg")
class GiveConsent(Action):
    """Agree to a purpose in the words that were shown, then do what was wanted."""

    purpose: Purpose
    then: str = ""


@tap("cw")
class WithdrawConsent(Action):
    """Take a consent back; what rested on it is erased."""

    purpose: Purpose


@tap("mp")
class ShowMyPlace(Action):
    """The calls of my kept place, or the question for a place."""


@tap("rp")
class RememberPlace(Action):
    """Keep this municipality as mine."""

    municipality: str


@tap("fp")
class ForgetPlace(Action):
    """Erase which municipality is mine."""


@tap("di")
class ShowDiscretion(Action):
    """Neutral notices, quiet hours, the passcode for my things."""


@tap("dq")
class AskDiscreet(Action):
    """The question about other people who see the phone, asked once."""


@tap("ds")
class SetDiscreet(Action):
    """Notices say nothing on a lock screen (1), or they may (0)."""

    on: int


@tap("qh")
class SetQuietHours(Action):
    """No notices between these local hours; equal hours: any time."""

    start: int
    end: int


@tap("lw")
class ChoosePasscode(Action):
    """The question for a new passcode that opens my things."""


@tap("lr")
class RemovePasscode(Action):
    """Let my things open without a passcode again."""


@tap("lc")
class LockNow(Action):
    """Lock my things from this moment on."""


@tap("aw")
class AskPasscode(Action):
    """The question for the passcode; ``then`` is what it opens: another action's code, packed."""

    then: str = ""


@tap("kd")
class KeepMyData(Action):
    """Say after a warning that I am still here, so that nothing is erased."""
