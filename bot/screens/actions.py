"""Every tap as a small frozen value with a compact, versioned code for Telegram's 64 bytes.

A code, once released, keeps its meaning: fields are only added at the end and with a default. A
change that breaks this takes a new code, so that a button of an older release still works.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, get_type_hints

from bot.domain.consent import Purpose as ConsentPurpose

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


def packed(action: Action) -> str:
    """An action as a part of another one's code."""
    return encode(action, MAX_PLACE).replace(_SEPARATOR, _PACKED)


def unpacked(code: str) -> Action | None:
    """The action in a part of another one's code; None if there is none that we know."""
    try:
        return decode(code.replace(_PACKED, _SEPARATOR)) if code else None
    except StaleActionError:
        return None
