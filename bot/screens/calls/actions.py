"""Taps around calls, programmes, places, offices and what is followed."""

from enum import StrEnum

from bot.screens.codec import Action, tap


class PickedFor(StrEnum):
    """What a municipality is picked for; the picker is one, its ends are several."""

    CALLS = "c"
    ALERTS = "a"
    CONTACTS = "q"
    PROGRAMME = "p"
    MINE = "m"
    QUESTION = "w"


class Topic(StrEnum):
    """What kinds of things can be followed."""

    CALL = "call"
    PROGRAMME = "programme"
    MUNICIPALITY = "municipality"
    KIND = "kind"


class CardPart(StrEnum):
    """Which part of a call's card is shown."""

    CARD = ""
    BRING = "b"
    APPLY = "a"


class ProgrammePart(StrEnum):
    """Which part of a programme's page is shown."""

    PAGE = ""
    AIMS = "a"
    PLACES = "m"
    OUTCOMES = "o"
    COMPONENTS = "c"


@tap("c")
class ListCalls(Action):
    """The calls that are open today, of one place or for one goal."""

    municipality: str = ""
    goal: str = ""
    page: int = 0


@tap("ci")
class ChooseGoal(Action):
    """What a person looks for, as a filter of the calls."""

    municipality: str = ""


@tap("cz")
class ListOtherCalls(Action):
    """The calls that are not open today, so that people can follow them."""

    municipality: str = ""
    goal: str = ""
    page: int = 0


@tap("k")
class ShowCall(Action):
    """The card of a call; municipality and goal say which list it was opened from.

    ``results`` is the page of the results of a check, if it was opened from there.
    """

    call: str
    part: CardPart = CardPart.CARD
    municipality: str = ""
    goal: str = ""
    results: str = ""


@tap("d")
class PickDistrict(Action):
    """The first step to a municipality; a name may be typed instead.

    The subject goes along to the end: a goal for calls, a programme for its places.
    """

    purpose: PickedFor
    subject: str = ""


@tap("dm")
class PickMunicipality(Action):
    """The municipalities of a district."""

    purpose: PickedFor
    district: str
    subject: str = ""


@tap("da")
class PickAmong(Action):
    """What was typed may be one of these municipalities, joined by dots."""

    purpose: PickedFor
    municipalities: str
    subject: str = ""


@tap("dp")
class ChooseMunicipality(Action):
    """This municipality is meant, for what it was picked for."""

    purpose: PickedFor
    municipality: str
    subject: str = ""


@tap("al")
class ListAlerts(Action):
    """Everything a person follows."""

    page: int = 0


@tap("aa")
class AddAlert(Action):
    """The kinds of things that can be followed."""


@tap("ap")
class PickSubject(Action):
    """The programmes or kinds of calls that can be followed."""

    topic: Topic
    page: int = 0


@tap("f")
class StartFollowing(Action):
    """The person is told from now on when something opens for this."""

    topic: Topic
    subject: str


@tap("u")
class StopFollowing(Action):
    """The person is not told about this any more."""

    topic: Topic
    subject: str


@tap("p")
class ListProgrammes(Action):
    """All programmes, each with its page."""


@tap("pp")
class ShowProgramme(Action):
    """A programme's page, or a part of it."""

    programme: str
    part: ProgrammePart = ProgrammePart.PAGE
    page: int = 0


@tap("pc")
class ListProgrammeCalls(Action):
    """All calls of a programme, open or not."""

    programme: str
    page: int = 0


@tap("q")
class ShowContacts(Action):
    """Whom to ask, everywhere or in one municipality (need L11).

    ``above`` is the code of the screen it was opened from, for the way back; likewise below.
    """

    municipality: str = ""
    above: str = ""


@tap("qc")
class ShowContact(Action):
    """One office: where, when, by phone."""

    contact: str
    municipality: str = ""
    above: str = ""


@tap("ce")
class ShowCenter(Action):
    """The page of a Community Engagement Center."""

    center: str


@tap("rg")
class ListVoices(Action):
    """The calls, and how many recordings each has."""

    page: int = 0


@tap("rv")
class ShowVoices(Action):
    """The languages in which a call can be heard or is to be recorded."""

    call: str


@tap("rw")
class RecordVoice(Action):
    """Waits for a voice message that says what this call is about, in one language."""

    call: str
    language: str


@tap("rh")
class HearVoice(Action):
    """A recording in any language, for staff."""

    call: str
    language: str


@tap("rx")
class RemoveVoice(Action):
    """The recording is gone, and nobody hears it any more."""

    call: str
    language: str


@tap("kv")
class ListenToCall(Action):
    """What a call is about as a voice, below its card."""

    call: str
    municipality: str = ""
    goal: str = ""
