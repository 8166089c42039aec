"""Every tap as a small frozen value with a compact, versioned code for Telegram's 64 bytes.

A code, once released, keeps its meaning: fields are only added at the end and with a default. A
change that breaks this takes a new code, so that a button of an older release still works.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, get_type_hints

from bot.domain.broadcasts.audience import Field, Joint
from bot.domain.figures.exports import ExportReason, ExportTopic
from bot.domain.figures.figures import FigurePage
from bot.domain.inbox.threads import Closing
from bot.domain.interests.declared import Decision, InterestStep, Way
from bot.domain.privacy.consent import Purpose as ConsentPurpose
from bot.domain.rounds.work import RoundChange
from bot.domain.staff.roles import Dimension, Role
from bot.domain.text.languages import Language

MAX_BYTES = 64
"""What a button can carry."""
MAX_PLACE = 255
"""What the database keeps of where a person stands."""
_SEPARATOR = ":"
_PACKED = "~"
"""Stands for the separator where a code is a part of another one."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


class StaleActionError(ValueError):
    """The text is not the code of an action that this release knows."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can ask for with one tap."""

    code: ClassVar[str] = ""


_A = TypeVar("_A", bound=type[Action])
_BY_CODE: dict[str, type[Action]] = {}


def _coded(code: str) -> Callable[[_A], _A]:
    def register(action: _A) -> _A:
        if code in _BY_CODE:
            raise ValueError(f"two actions share the code {code!r}")
        action.code = code
        _BY_CODE[code] = action
        return action

    return register


def encode(action: Action, limit: int = MAX_BYTES) -> str:
    """The code of an action, at most 64 bytes for a button.

    Raises:
        ValueError: if the action has no code, does not fit, or could not be decoded again.
    """
    name = type(action).__name__
    if not action.code:
        raise ValueError(f"{name} is not a tap")
    known = fields(action)
    parts = [str(getattr(action, field.name)) for field in known]
    for field, part in zip(known, parts, strict=True):
        if _SEPARATOR in part or (part == "" and field.default is MISSING):
            raise ValueError(f"{name} cannot be a code because of its {field.name}")
    while parts and parts[-1] == "":
        parts.pop()
    text = _SEPARATOR.join([action.code, *parts])
    if not _may_be_code(text, limit):
        raise ValueError(f"{name} does not fit a button: {len(text)} characters")
    return text


def decode(text: str) -> Action:
    """The action behind a code.

    Raises:
        StaleActionError: if nobody of this release can have issued it.
    """
    if not _may_be_code(text, MAX_PLACE):
        raise StaleActionError("not a code")
    code, *parts = text.split(_SEPARATOR)
    kind = _BY_CODE.get(code)
    if kind is None:
        raise StaleActionError(code)
    known = fields(kind)
    if len(parts) > len(known):
        raise StaleActionError(code)
    hints = _hints(kind)
    given = {}
    for field, part in zip(known, parts, strict=False):
        try:
            given[field.name] = _value(hints[field.name], part)
        except ValueError:
            raise StaleActionError(code) from None
    if any(given.get(f.name, "") == "" and f.default is MISSING for f in known):
        raise StaleActionError(code)
    return kind(**given)


def _may_be_code(text: str, limit: int) -> bool:
    # Codes are made of ids. A forged one with, say, a NUL would be refused by PostgreSQL later.
    return len(text) <= limit and text.isascii() and text.isprintable()


def _value(kind: Any, part: str) -> Any:
    if kind is int and not _NUMBER.fullmatch(part):
        raise ValueError("not a number as encode writes them")
    return kind(part)


_HINTS: dict[type[Action], dict[str, Any]] = {}


def _hints(kind: type[Action]) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def all_actions() -> tuple[type[Action], ...]:
    """Every kind of tap, for the test that each has exactly one route."""
    return tuple(_BY_CODE.values())


def fits(action: Action) -> bool:
    """Whether an action can be a button."""
    try:
        encode(action)
    except ValueError:
        return False
    return True


class Purpose(StrEnum):
    """What a municipality is picked for; the picker is one, its ends are several."""

    CALLS = "c"
    ALERTS = "a"
    CONTACTS = "q"
    PROGRAMME = "p"
    MINE = "m"
    QUESTION = "w"


class Topic(StrEnum):
    """What can be followed."""

    CALL = "call"
    PROGRAMME = "programme"
    MUNICIPALITY = "municipality"
    KIND = "kind"


class CardPart(StrEnum):
    """A part of a call's card."""

    CARD = ""
    BRING = "b"
    APPLY = "a"


class ProgrammePart(StrEnum):
    """A part of a programme's page."""

    PAGE = ""
    AIMS = "a"
    PLACES = "m"
    OUTCOMES = "o"
    COMPONENTS = "c"


@_coded("h")
@dataclass(frozen=True, slots=True)
class ShowHome(Action):
    """The home screen."""


@_coded("m")
@dataclass(frozen=True, slots=True)
class ShowMore(Action):
    """What did not fit on the home screen."""


@_coded("w")
@dataclass(frozen=True, slots=True)
class ShowWelcome(Action):
    """What the bot does and does not do, who runs it, what is kept (need X1)."""


@_coded("pr")
@dataclass(frozen=True, slots=True)
class ShowPrivacy(Action):
    """What is kept about a person, in plain words."""


@_coded("hp")
@dataclass(frozen=True, slots=True)
class ShowHelp(Action):
    """Every command and what it does."""


@_coded("l")
@dataclass(frozen=True, slots=True)
class ChooseLanguage(Action):
    """The languages in their own names."""


@_coded("ls")
@dataclass(frozen=True, slots=True)
class SetLanguage(Action):
    """Read in this language from now on."""

    language: str


@_coded("x")
@dataclass(frozen=True, slots=True)
class Cancel(Action):
    """Leave whatever is going on."""


@_coded("st")
@dataclass(frozen=True, slots=True)
class StopMessages(Action):
    """No more messages from the bot on its own account (need X3)."""


@_coded("rs")
@dataclass(frozen=True, slots=True)
class ResumeMessages(Action):
    """Messages may come again."""


@_coded("c")
@dataclass(frozen=True, slots=True)
class ListCalls(Action):
    """The calls that are open today, of one place or for one interest."""

    municipality: str = ""
    interest: str = ""
    page: int = 0


@_coded("ci")
@dataclass(frozen=True, slots=True)
class ChooseInterest(Action):
    """What a person looks for, as a filter of the calls."""

    municipality: str = ""


@_coded("cz")
@dataclass(frozen=True, slots=True)
class ListOtherCalls(Action):
    """The calls that are not open today, so that people can follow them."""

    municipality: str = ""
    interest: str = ""
    page: int = 0


@_coded("k")
@dataclass(frozen=True, slots=True)
class ShowCall(Action):
    """The card of a call; municipality and interest say which list it was opened from."""

    call: str
    part: CardPart = CardPart.CARD
    municipality: str = ""
    interest: str = ""


@_coded("d")
@dataclass(frozen=True, slots=True)
class PickDistrict(Action):
    """The first step to a municipality; a name may be typed instead.

    The subject goes along to the end: an interest for calls, a programme for its places.
    """

    purpose: Purpose
    subject: str = ""


@_coded("dm")
@dataclass(frozen=True, slots=True)
class PickMunicipality(Action):
    """The municipalities of a district."""

    purpose: Purpose
    district: str
    subject: str = ""


@_coded("da")
@dataclass(frozen=True, slots=True)
class PickAmong(Action):
    """What was typed may be one of these municipalities, joined by dots."""

    purpose: Purpose
    municipalities: str
    subject: str = ""


@_coded("dp")
@dataclass(frozen=True, slots=True)
class ChooseMunicipality(Action):
    """This municipality is meant."""

    purpose: Purpose
    municipality: str
    subject: str = ""


@_coded("al")
@dataclass(frozen=True, slots=True)
class ListAlerts(Action):
    """Everything a person follows."""

    page: int = 0


@_coded("aa")
@dataclass(frozen=True, slots=True)
class AddAlert(Action):
    """What can be followed."""


@_coded("ap")
@dataclass(frozen=True, slots=True)
class PickSubject(Action):
    """The programmes or kinds of calls that can be followed."""

    topic: Topic
    page: int = 0


@_coded("f")
@dataclass(frozen=True, slots=True)
class StartFollowing(Action):
    """Tell me about this."""

    topic: Topic
    subject: str


@_coded("u")
@dataclass(frozen=True, slots=True)
class StopFollowing(Action):
    """Do not tell me about this any more."""

    topic: Topic
    subject: str


@_coded("p")
@dataclass(frozen=True, slots=True)
class ListProgrammes(Action):
    """The programmes."""


@_coded("pp")
@dataclass(frozen=True, slots=True)
class ShowProgramme(Action):
    """A programme's page, or a part of it."""

    programme: str
    part: ProgrammePart = ProgrammePart.PAGE
    page: int = 0


@_coded("pc")
@dataclass(frozen=True, slots=True)
class ListProgrammeCalls(Action):
    """All calls of a programme, open or not."""

    programme: str
    page: int = 0


@_coded("q")
@dataclass(frozen=True, slots=True)
class ShowContacts(Action):
    """Whom to ask, everywhere or in one municipality (need L11)."""

    municipality: str = ""


@_coded("qc")
@dataclass(frozen=True, slots=True)
class ShowContact(Action):
    """One office: where, when, by phone."""

    contact: str
    municipality: str = ""


@_coded("s")
@dataclass(frozen=True, slots=True)
class ShowMatches(Action):
    """What was found for a free text: a letter for the kind and an id each, joined by commas.

    Longer than a button may be; it only says where a person stands.
    """

    found: str


@_coded("ce")
@dataclass(frozen=True, slots=True)
class ShowCenter(Action):
    """The page of a Community Engagement Center."""

    center: str


@_coded("md")
@dataclass(frozen=True, slots=True)
class ShowMyData(Action):
    """All that is kept about me, in plain words (need X2)."""


@_coded("mw")
@dataclass(frozen=True, slots=True)
class ShowReasons(Action):
    """Why each thing is kept, and until when."""

    page: int = 0


@_coded("mc")
@dataclass(frozen=True, slots=True)
class ShowConsents(Action):
    """What I agreed to, and until when things are kept."""


@_coded("ex")
@dataclass(frozen=True, slots=True)
class ExportMyData(Action):
    """My data as files."""


@_coded("de")
@dataclass(frozen=True, slots=True)
class ConfirmErasure(Action):
    """The question before everything is erased."""


@_coded("dy")
@dataclass(frozen=True, slots=True)
class EraseMe(Action):
    """Erase everything about me."""


@_coded("hc")
@dataclass(frozen=True, slots=True)
class HideChat(Action):
    """Take the messages of the last two days out of this chat."""


@_coded("co")
@dataclass(frozen=True, slots=True)
class AskConsent(Action):
    """May we keep this? ``then`` is what to do after a yes: another action's code, packed."""

    purpose: ConsentPurpose
    then: str = ""


@_coded("cg")
@dataclass(frozen=True, slots=True)
class GiveConsent(Action):
    """Yes, to these words."""

    purpose: ConsentPurpose
    then: str = ""


@_coded("cw")
@dataclass(frozen=True, slots=True)
class WithdrawConsent(Action):
    """No more; what rested on it is erased."""

    purpose: ConsentPurpose


@_coded("mp")
@dataclass(frozen=True, slots=True)
class ShowMyPlace(Action):
    """The calls of my kept place, or the question for a place."""


@_coded("rp")
@dataclass(frozen=True, slots=True)
class RememberPlace(Action):
    """Keep this municipality as mine."""

    municipality: str


@_coded("fp")
@dataclass(frozen=True, slots=True)
class ForgetPlace(Action):
    """Erase my kept place."""


@_coded("di")
@dataclass(frozen=True, slots=True)
class ShowDiscretion(Action):
    """Neutral notices, quiet hours, the word for my things."""


@_coded("dq")
@dataclass(frozen=True, slots=True)
class AskDiscreet(Action):
    """The question about other people who see the phone, asked once."""


@_coded("ds")
@dataclass(frozen=True, slots=True)
class SetDiscreet(Action):
    """Notices say nothing on a lock screen (1), or they may (0)."""

    on: int


@_coded("qh")
@dataclass(frozen=True, slots=True)
class SetQuietHours(Action):
    """No notices between these local hours; equal hours: any time."""

    start: int
    end: int


@_coded("lw")
@dataclass(frozen=True, slots=True)
class ChooseWord(Action):
    """Type a word that opens my things."""


@_coded("lr")
@dataclass(frozen=True, slots=True)
class RemoveWord(Action):
    """Ask for no word any more."""


@_coded("lc")
@dataclass(frozen=True, slots=True)
class LockNow(Action):
    """Lock my things at once."""


@_coded("aw")
@dataclass(frozen=True, slots=True)
class AskWord(Action):
    """Type the word; ``then`` is what it opens: another action's code, packed."""

    then: str = ""


@_coded("kd")
@dataclass(frozen=True, slots=True)
class KeepMyData(Action):
    """I am still here: erase nothing."""


@_coded("sp")
@dataclass(frozen=True, slots=True)
class ShowPanel(Action):
    """Everything that this member of the staff may do."""


@_coded("sn")
@dataclass(frozen=True, slots=True)
class ChooseStaffName(Action):
    """Type how colleagues call me."""


@_coded("tm")
@dataclass(frozen=True, slots=True)
class ShowTeam(Action):
    """Everybody who is staff now."""

    page: int = 0


@_coded("tc")
@dataclass(frozen=True, slots=True)
class ShowColleague(Action):
    """One of the team, by staff number, and their roles."""

    number: int


@_coded("te")
@dataclass(frozen=True, slots=True)
class ConfirmEndRole(Action):
    """The question before a role ends; ``number`` says whose it is."""

    number: int
    role_id: int


@_coded("ty")
@dataclass(frozen=True, slots=True)
class EndRole(Action):
    """End this role."""

    role_id: int


@_coded("ti")
@dataclass(frozen=True, slots=True)
class ChooseRole(Action):
    """The roles to which somebody can be invited."""


@_coded("tr")
@dataclass(frozen=True, slots=True)
class BeginInvitation(Action):
    """Invite somebody to this role."""

    role: Role


@_coded("td")
@dataclass(frozen=True, slots=True)
class ShowDraft(Action):
    """The invitation that I work on."""


@_coded("tp")
@dataclass(frozen=True, slots=True)
class PickReach(Action):
    """For what a role is given: programmes, municipalities or centers."""

    dimension: Dimension
    page: int = 0


@_coded("tt")
@dataclass(frozen=True, slots=True)
class ToggleReach(Action):
    """Add this to what a role is given for, or take it out."""

    dimension: Dimension
    subject: str
    page: int = 0


@_coded("tl")
@dataclass(frozen=True, slots=True)
class MakeInvitation(Action):
    """Make the link."""


@_coded("tv")
@dataclass(frozen=True, slots=True)
class ListInvitations(Action):
    """Links that still let somebody in."""


@_coded("tw")
@dataclass(frozen=True, slots=True)
class WithdrawInvitation(Action):
    """Let this link lead nowhere."""

    invitation: int


@_coded("iv")
@dataclass(frozen=True, slots=True)
class ShowInvitation(Action):
    """The role to which I am invited."""


@_coded("ia")
@dataclass(frozen=True, slots=True)
class AcceptInvitation(Action):
    """Take up the role."""


@_coded("au")
@dataclass(frozen=True, slots=True)
class ShowAudit(Action):
    """The log of staff acts, newest first, or what comes before an entry."""

    before: int = 0


@_coded("rl")
@dataclass(frozen=True, slots=True)
class ListRounds(Action):
    """The calls whose rounds I may open and close."""

    page: int = 0


@_coded("rc")
@dataclass(frozen=True, slots=True)
class ShowRound(Action):
    """Where a call stands, for staff, and what can be done."""

    call: str


@_coded("rd")
@dataclass(frozen=True, slots=True)
class ChooseRoundEnd(Action):
    """Until when? Choose a date or type one."""

    call: str
    change: RoundChange


@_coded("rk")
@dataclass(frozen=True, slots=True)
class ConfirmRound(Action):
    """What people will be told, and how many, before a round changes.

    ``until`` is the closing in minutes since 1970; 0 for closing now.
    """

    call: str
    change: RoundChange
    until: int = 0


@_coded("ry")
@dataclass(frozen=True, slots=True)
class ChangeRound(Action):
    """Do it, if the round still is as I ``seen`` it."""

    call: str
    change: RoundChange
    until: int
    seen: int


@_coded("rg")
@dataclass(frozen=True, slots=True)
class ListVoices(Action):
    """The calls, and how many recordings each has."""

    page: int = 0


@_coded("rv")
@dataclass(frozen=True, slots=True)
class ShowVoices(Action):
    """The recordings of a call."""

    call: str


@_coded("rw")
@dataclass(frozen=True, slots=True)
class RecordVoice(Action):
    """Send a voice message that says what this call is about, in one language."""

    call: str
    language: str


@_coded("rh")
@dataclass(frozen=True, slots=True)
class HearVoice(Action):
    """Listen to a recording as staff, in any language."""

    call: str
    language: str


@_coded("rx")
@dataclass(frozen=True, slots=True)
class RemoveVoice(Action):
    """Take a recording away."""

    call: str
    language: str


@_coded("kv")
@dataclass(frozen=True, slots=True)
class ListenToCall(Action):
    """Hear what a call is about instead of reading it."""

    call: str
    municipality: str = ""
    interest: str = ""


@_coded("bb")
@dataclass(frozen=True, slots=True)
class ShowBroadcasts(Action):
    """What was said to many, and what waits for a colleague."""

    page: int = 0


@_coded("bn")
@dataclass(frozen=True, slots=True)
class BeginBroadcast(Action):
    """Start a new broadcast."""


@_coded("bd")
@dataclass(frozen=True, slots=True)
class ShowBroadcastDraft(Action):
    """The broadcast that I work on."""


@_coded("bk")
@dataclass(frozen=True, slots=True)
class ConfirmDropBroadcast(Action):
    """The question before a draft is thrown away."""


@_coded("bx")
@dataclass(frozen=True, slots=True)
class DropBroadcast(Action):
    """Throw the draft away."""


@_coded("bt")
@dataclass(frozen=True, slots=True)
class ShowVersions(Action):
    """The languages of the draft, side by side."""


@_coded("bw")
@dataclass(frozen=True, slots=True)
class WriteVersion(Action):
    """Send the message in this language."""

    language: Language


@_coded("br")
@dataclass(frozen=True, slots=True)
class RemoveVersion(Action):
    """Take the message in this language out."""

    language: Language


@_coded("bf")
@dataclass(frozen=True, slots=True)
class DeclareFallback(Action):
    """Readers of one language get the message in another."""

    wanted: Language
    used: Language


@_coded("ba")
@dataclass(frozen=True, slots=True)
class ShowAudience(Action):
    """To whom the draft goes, and how many they are."""


@_coded("bc")
@dataclass(frozen=True, slots=True)
class PickField(Action):
    """What a further condition asks for."""

    joint: Joint


@_coded("bv")
@dataclass(frozen=True, slots=True)
class PickValues(Action):
    """The values of a condition."""

    joint: Joint
    field: Field
    page: int = 0


@_coded("bg")
@dataclass(frozen=True, slots=True)
class ToggleCondition(Action):
    """Add a value to a condition, or take it out."""

    joint: Joint
    field: Field
    value: str
    page: int = 0


@_coded("bm")
@dataclass(frozen=True, slots=True)
class RemoveCondition(Action):
    """Take a condition out, counted from 0."""

    number: int


@_coded("bl")
@dataclass(frozen=True, slots=True)
class ListAudiences(Action):
    """Audiences that have a name."""

    page: int = 0


@_coded("by")
@dataclass(frozen=True, slots=True)
class TakeAudience(Action):
    """Use this audience for the draft."""

    audience: int


@_coded("bz")
@dataclass(frozen=True, slots=True)
class DropAudience(Action):
    """Forget this audience."""

    audience: int


@_coded("bs")
@dataclass(frozen=True, slots=True)
class NameAudience(Action):
    """Type a name for the audience of the draft."""


@_coded("bu")
@dataclass(frozen=True, slots=True)
class ChoosePostButton(Action):
    """The button under the message."""

    page: int = 0


@_coded("bh")
@dataclass(frozen=True, slots=True)
class SetCallButton(Action):
    """The button leads to this call; none: there is no button."""

    call: str = ""


@_coded("bq")
@dataclass(frozen=True, slots=True)
class TypeLink(Action):
    """Type the address that the button opens."""


@_coded("bo")
@dataclass(frozen=True, slots=True)
class ChooseChats(Action):
    """The groups and channels that get the draft too."""


@_coded("bp")
@dataclass(frozen=True, slots=True)
class ToggleChat(Action):
    """Let this group or channel get the draft too, or not."""

    chat: int


@_coded("bi")
@dataclass(frozen=True, slots=True)
class ListNoticeChats(Action):
    """Groups and channels to which staff added the bot."""


@_coded("bj")
@dataclass(frozen=True, slots=True)
class PickChatLanguage(Action):
    """In which language a group or channel gets notices."""

    chat: int


@_coded("be")
@dataclass(frozen=True, slots=True)
class RegisterChat(Action):
    """This language; none: no notices any more."""

    chat: int
    language: str = ""


@_coded("b1")
@dataclass(frozen=True, slots=True)
class ChooseTime(Action):
    """Type when it begins."""


@_coded("b2")
@dataclass(frozen=True, slots=True)
class SendAtOnce(Action):
    """It begins at once."""


@_coded("b3")
@dataclass(frozen=True, slots=True)
class ShowToMe(Action):
    """Every version of a broadcast, in my own chat."""

    broadcast: int


@_coded("b4")
@dataclass(frozen=True, slots=True)
class CheckBroadcast(Action):
    """Everything once more before it goes out."""


@_coded("b5")
@dataclass(frozen=True, slots=True)
class ConfirmWords(Action):
    """The words that may take sides are meant."""


@_coded("b6")
@dataclass(frozen=True, slots=True)
class SendBroadcast(Action):
    """Send the draft."""


@_coded("b7")
@dataclass(frozen=True, slots=True)
class ShowApproval(Action):
    """A colleague's broadcast that waits for a second person."""

    broadcast: int


@_coded("b8")
@dataclass(frozen=True, slots=True)
class ApproveBroadcast(Action):
    """Agree to it."""

    broadcast: int


@_coded("b9")
@dataclass(frozen=True, slots=True)
class ReturnBroadcast(Action):
    """Do not agree; it is a draft again."""

    broadcast: int


@_coded("bpr")
@dataclass(frozen=True, slots=True)
class ShowBroadcast(Action):
    """How far a broadcast is."""

    broadcast: int


@_coded("bun")
@dataclass(frozen=True, slots=True)
class UndoBroadcast(Action):
    """Nothing is out yet: make it a draft again."""

    broadcast: int


@_coded("bpa")
@dataclass(frozen=True, slots=True)
class PauseBroadcast(Action):
    """Let nothing more go out for now."""

    broadcast: int


@_coded("bre")
@dataclass(frozen=True, slots=True)
class ResumeBroadcast(Action):
    """Go on."""

    broadcast: int


@_coded("bcc")
@dataclass(frozen=True, slots=True)
class ConfirmCancelBroadcast(Action):
    """The question before a broadcast ends."""

    broadcast: int


@_coded("bca")
@dataclass(frozen=True, slots=True)
class CancelBroadcast(Action):
    """End it."""

    broadcast: int


@_coded("brp")
@dataclass(frozen=True, slots=True)
class ReportBroadcast(Action):
    """What became of it, as a table."""

    broadcast: int


@_coded("bed")
@dataclass(frozen=True, slots=True)
class EditBroadcast(Action):
    """Change the words of what was sent."""

    broadcast: int


@_coded("bcr")
@dataclass(frozen=True, slots=True)
class ConfirmRecall(Action):
    """The question before a broadcast is taken out of all chats again."""

    broadcast: int


@_coded("brc")
@dataclass(frozen=True, slots=True)
class RecallBroadcast(Action):
    """Take it out of all chats again."""

    broadcast: int


@_coded("bop")
@dataclass(frozen=True, slots=True)
class OpenBroadcast(Action):
    """Read what came with a neutral sign."""

    broadcast: int


@_coded("bof")
@dataclass(frozen=True, slots=True)
class TakeOffer(Action):
    """Say the notice that I just sent to people."""


class Box(StrEnum):
    """Which questions of the inbox are listed."""

    WAITING = ""
    MINE = "m"
    ANSWERED = "a"


@_coded("qw")
@dataclass(frozen=True, slots=True)
class AskTeam(Action):
    """Write to the team: what is it about?"""


@_coded("qt")
@dataclass(frozen=True, slots=True)
class WriteQuestion(Action):
    """Type a question about this; both empty: I am not sure."""

    programme: str = ""
    municipality: str = ""


@_coded("ql")
@dataclass(frozen=True, slots=True)
class ListQuestions(Action):
    """My questions to the team."""

    page: int = 0


@_coded("qs")
@dataclass(frozen=True, slots=True)
class ShowQuestion(Action):
    """One of my questions with its answers, the last page first."""

    thread: int
    page: int = 0


@_coded("qx")
@dataclass(frozen=True, slots=True)
class ConfirmWithdrawal(Action):
    """The question before a question is taken back."""

    thread: int


@_coded("qy")
@dataclass(frozen=True, slots=True)
class WithdrawQuestion(Action):
    """Take this question back."""

    thread: int


@_coded("ib")
@dataclass(frozen=True, slots=True)
class ListInbox(Action):
    """Questions to the team, who waits longest first."""

    box: Box = Box.WAITING
    page: int = 0


@_coded("it")
@dataclass(frozen=True, slots=True)
class ShowThread(Action):
    """A question as the team reads it, the last page first."""

    thread: int
    page: int = 0


@_coded("ic")
@dataclass(frozen=True, slots=True)
class ClaimThread(Action):
    """I answer this question."""

    thread: int


@_coded("ir")
@dataclass(frozen=True, slots=True)
class WriteReply(Action):
    """Type the answer."""

    thread: int


@_coded("ih")
@dataclass(frozen=True, slots=True)
class ChooseColleague(Action):
    """Colleagues who may answer this question."""

    thread: int
    page: int = 0


@_coded("ig")
@dataclass(frozen=True, slots=True)
class HandOver(Action):
    """This colleague, by staff number, answers this question from now on."""

    thread: int
    number: int


@_coded("ie")
@dataclass(frozen=True, slots=True)
class ChooseEnding(Action):
    """Why a question is closed."""

    thread: int


@_coded("iz")
@dataclass(frozen=True, slots=True)
class CloseThread(Action):
    """Close this question."""

    thread: int
    closing: Closing


@_coded("fg")
@dataclass(frozen=True, slots=True)
class ShowFigures(Action):
    """Counts that name nobody: an overview, or one table."""

    table: FigurePage = FigurePage.OVERVIEW
    page: int = 0


@_coded("fx")
@dataclass(frozen=True, slots=True)
class ExportFigures(Action):
    """All figures as a workbook."""


@_coded("xp")
@dataclass(frozen=True, slots=True)
class ShowExports(Action):
    """What can be taken along as a workbook, and what waits for a second person."""


@_coded("xs")
@dataclass(frozen=True, slots=True)
class ChooseExport(Action):
    """Whose followers I need a list of."""

    page: int = 0


@_coded("xr")
@dataclass(frozen=True, slots=True)
class ChooseExportReason(Action):
    """Why I need this list."""

    topic: ExportTopic
    subject: str


@_coded("xq")
@dataclass(frozen=True, slots=True)
class AskExport(Action):
    """Ask a second person for this list."""

    topic: ExportTopic
    subject: str
    reason: ExportReason


@_coded("xd")
@dataclass(frozen=True, slots=True)
class ShowExport(Action):
    """A colleague's request, to decide about."""

    number: int


@_coded("xa")
@dataclass(frozen=True, slots=True)
class ApproveExport(Action):
    """Yes to a colleague's request."""

    number: int


@_coded("xn")
@dataclass(frozen=True, slots=True)
class RefuseExport(Action):
    """No to a colleague's request."""

    number: int


@_coded("xt")
@dataclass(frozen=True, slots=True)
class TakeExport(Action):
    """The list that I asked for and another approved."""

    number: int


@_coded("v")
@dataclass(frozen=True, slots=True)
class ShowCheck(Action):
    """Which calls fit me: what I look for, or on with what I began."""


@_coded("va")
@dataclass(frozen=True, slots=True)
class BeginCheck(Action):
    """Check the open calls for this interest; none: all of them."""

    interest: str = ""


@_coded("vf")
@dataclass(frozen=True, slots=True)
class CheckCall(Action):
    """Does this one call fit me?"""

    call: str


@_coded("vq")
@dataclass(frozen=True, slots=True)
class AskNext(Action):
    """The question at which I am. It names none, so that where I stand tells nothing of me."""


@_coded("vr")
@dataclass(frozen=True, slots=True)
class PickRegion(Action):
    """The municipalities of a district, as answers to a question."""

    question: str
    district: str


@_coded("vn")
@dataclass(frozen=True, slots=True)
class GiveAnswer(Action):
    """My answer to a question: an option, a number, a span of them, or that I do not answer."""

    question: str
    answer: str


@_coded("vb")
@dataclass(frozen=True, slots=True)
class GoBack(Action):
    """The question before this one; none: the last one."""

    question: str = ""


@_coded("vy")
@dataclass(frozen=True, slots=True)
class ShowWhy(Action):
    """Why the question is asked at which I am."""


@_coded("vx")
@dataclass(frozen=True, slots=True)
class StopCheck(Action):
    """Stop here, with what is known so far."""


@_coded("vs")
@dataclass(frozen=True, slots=True)
class ShowVerdicts(Action):
    """Which calls fit me, as far as is known."""

    page: int = 0


@_coded("vk")
@dataclass(frozen=True, slots=True)
class ShowVerdict(Action):
    """Whether one call fits me, and why."""

    call: str


@_coded("vc")
@dataclass(frozen=True, slots=True)
class CheckWhole(Action):
    """Check every point of a call, also of one that is ruled out."""

    call: str


@_coded("vl")
@dataclass(frozen=True, slots=True)
class ListReplies(Action):
    """Everything that I answered."""

    page: int = 0


@_coded("ve")
@dataclass(frozen=True, slots=True)
class ChangeReply(Action):
    """Answer this question anew."""

    question: str


@_coded("vo")
@dataclass(frozen=True, slots=True)
class OfferKept(Action):
    """Are the answers that I let you keep still right?"""


@_coded("vu")
@dataclass(frozen=True, slots=True)
class UseKept(Action):
    """They are still right."""


@_coded("vi")
@dataclass(frozen=True, slots=True)
class KeepReplies(Action):
    """Keep my answers."""


@_coded("vj")
@dataclass(frozen=True, slots=True)
class KeepSensitive(Action):
    """Keep my sensitive answers too."""


@_coded("vz")
@dataclass(frozen=True, slots=True)
class ConfirmForgetting(Action):
    """The question before my answers are erased."""


@_coded("vw")
@dataclass(frozen=True, slots=True)
class ForgetReplies(Action):
    """Erase my answers now."""


@_coded("zo")
@dataclass(frozen=True, slots=True)
class DeclareInterest(Action):
    """I want to apply: what the team would get.

    ``flipped`` has a bit for each answer that I ticked or unticked; ``joining`` is a code.
    """

    call: str
    flipped: int = 0
    joining: str = ""


@_coded("zd")
@dataclass(frozen=True, slots=True)
class SendInterest(Action):
    """Tell the team; the fields are those of the screen before."""

    call: str
    flipped: int = 0
    joining: str = ""


@_coded("ze")
@dataclass(frozen=True, slots=True)
class EnterCode(Action):
    """Type the code of who applies with me."""

    call: str


@_coded("zl")
@dataclass(frozen=True, slots=True)
class ListInterests(Action):
    """Everything I want to apply for."""

    page: int = 0


@_coded("zi")
@dataclass(frozen=True, slots=True)
class ShowInterest(Action):
    """One of these: its number, how it stands, and the next steps."""

    number: int


@_coded("zw")
@dataclass(frozen=True, slots=True)
class ChooseWay(Action):
    """How the team reaches me."""

    number: int


@_coded("zs")
@dataclass(frozen=True, slots=True)
class SetWay(Action):
    """Reach me like this."""

    number: int
    way: Way


@_coded("zp")
@dataclass(frozen=True, slots=True)
class TypePhone(Action):
    """Type a phone number."""

    number: int


@_coded("zb")
@dataclass(frozen=True, slots=True)
class ShowPapers(Action):
    """The documents to bring, to be ticked."""

    number: int
    page: int = 0


@_coded("zt")
@dataclass(frozen=True, slots=True)
class TickPaper(Action):
    """I have this document, or not yet."""

    number: int
    line: int


@_coded("zx")
@dataclass(frozen=True, slots=True)
class ConfirmLeaving(Action):
    """The question before an interest is withdrawn."""

    number: int


@_coded("zy")
@dataclass(frozen=True, slots=True)
class LeaveInterest(Action):
    """I do not want to apply any more."""

    number: int


@_coded("zk")
@dataclass(frozen=True, slots=True)
class TellWhenFits(Action):
    """Keep my answers so that you can tell me when a new call fits."""


@_coded("zv")
@dataclass(frozen=True, slots=True)
class TryCheck(Action):
    """For staff: a check for somebody else, or as a trial.

    ``told`` holds the answers so far, so that they are stored nowhere.
    """

    told: str = ""
    page: int = 0


@_coded("zj")
@dataclass(frozen=True, slots=True)
class ShowTrial(Action):
    """For staff: what these answers mean for each call."""

    told: str = ""
    page: int = 0


@_coded("z3")
@dataclass(frozen=True, slots=True)
class ConfirmForSomebody(Action):
    """For staff: one call of a trial, and the question before an interest is declared."""

    place: int
    told: str


@_coded("zz")
@dataclass(frozen=True, slots=True)
class DeclareForSomebody(Action):
    """For staff: declare the interest of somebody at the desk in a call, by its place."""

    place: int
    told: str


@_coded("zh")
@dataclass(frozen=True, slots=True)
class TypePhoneFor(Action):
    """For staff: type the phone number of somebody at the desk."""

    number: int


@_coded("z1")
@dataclass(frozen=True, slots=True)
class ConfirmErasingFor(Action):
    """For staff: the question before all about somebody from the desk is erased."""

    number: int


@_coded("z2")
@dataclass(frozen=True, slots=True)
class EraseFor(Action):
    """For staff: erase all about somebody from the desk, as they asked for it."""

    number: int


@_coded("zc")
@dataclass(frozen=True, slots=True)
class ListInterestCalls(Action):
    """For staff: the calls for which people want to apply."""

    page: int = 0


@_coded("zn")
@dataclass(frozen=True, slots=True)
class ListCallInterests(Action):
    """For staff: who wants to apply for a call; ``all`` with those that are decided."""

    call: str
    all: int = 0
    page: int = 0


@_coded("zr")
@dataclass(frozen=True, slots=True)
class OpenInterest(Action):
    """For staff: one of them, with what the person shares."""

    number: int
    page: int = 0


@_coded("zq")
@dataclass(frozen=True, slots=True)
class OpenOrigin(Action):
    """For staff: the same with the answers about origin."""

    number: int
    page: int = 0


@_coded("zm")
@dataclass(frozen=True, slots=True)
class MarkInterest(Action):
    """For staff: the person was contacted, or has applied."""

    number: int
    step: InterestStep


@_coded("zf")
@dataclass(frozen=True, slots=True)
class ChooseDecision(Action):
    """For staff: what was decided?"""

    number: int


@_coded("zg")
@dataclass(frozen=True, slots=True)
class DecideInterest(Action):
    """For staff: this was decided; the person is told."""

    number: int
    decision: Decision


@_coded("zu")
@dataclass(frozen=True, slots=True)
class WriteToApplicant(Action):
    """For staff: type a message to the person."""

    number: int


def packed(action: Action) -> str:
    """An action as a part of another one's code."""
    return encode(action, MAX_PLACE).replace(_SEPARATOR, _PACKED)


def unpacked(code: str) -> Action | None:
    """The action in a part of another one's code; None if there is none that we know."""
    try:
        return decode(code.replace(_PACKED, _SEPARATOR)) if code else None
    except StaleActionError:
        return None
