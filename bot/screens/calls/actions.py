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
    """The card of a call; municipality and goal say which list it was opened from."""

    call: str
    part: CardPart = CardPart.CARD
    municipality: str = ""
    goal: str = ""


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
    """This municipality is meant."""

    purpose: PickedFor
    municipality: str
    subject: str = ""


@tap("al")
class ListAlerts(Action):
    """Everything a person follows."""

    page: int = 0


@tap("aa")
class AddAlert(Action):
    """What can be followed."""


@tap("ap")
class PickSubject(Action):
    """The programmes or kinds of calls that can be followed."""

    topic: Topic
    page: int = 0


@tap("f")
class StartFollowing(Action):
    """Tell me about this."""

    topic: Topic
    subject: str


@tap("u")
class StopFollowing(Action):
    """Do not tell me about this any more."""

    topic: Topic
    subject: str


@tap("p")
class ListProgrammes(Action):
    """The programmes."""


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
    """Whom to ask, everywhere or in one municipality (need L11)."""

    municipality: str = ""


@tap("qc")
class ShowContact(Action):
    """One office: where, when, by phone."""

    contact: str
    municipality: str = ""


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
    """The recordings of a call."""

    call: str


@tap("rw")
class RecordVoice(Action):
    """Send a voice message that says what this call is about, in one language."""

    call: str
    language: str


@tap("rh")
class HearVoice(Action):
    """Listen to a recording as staff, in any language."""

    call: str
    language: str


@tap("rx")
class RemoveVoice(Action):
    """Take a recording away."""

    call: str
    language: str


@tap("kv")
class ListenToCall(Action):
    """Hear what a call is about instead of reading it."""

    call: str
    municipality: str = ""
    goal: str = ""
