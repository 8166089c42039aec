"""What staff say to many: a text in each language, to whom, when, and who has to agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.broadcasts.audience import Audience
from bot.domain.errors import DomainError
from bot.domain.text.languages import Language, stand_ins

UNDO: Final = timedelta(seconds=30)
"""So long after the last tap nothing goes out, for whoever is frightened by it."""
LIVES: Final = timedelta(days=2)
"""What could not be sent by then, for quiet hours or an outage, is not sent any more."""
RECALL: Final = timedelta(hours=48)
"""So long a bot may delete its own messages: https://core.telegram.org/bots/api#deletemessage"""


class BroadcastError(DomainError):
    """A broadcast cannot go on like this; the screen says what is missing."""


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    OFFERED = "offered"  # a notice that could become one
    DRAFT = "draft"
    WAITING = "waiting"  # for a colleague who agrees
    ISSUED = "issued"  # a campaign has it


STEPS: Final[Mapping[BroadcastState, frozenset[BroadcastState]]] = {
    BroadcastState.OFFERED: frozenset({BroadcastState.DRAFT}),
    BroadcastState.DRAFT: frozenset({BroadcastState.WAITING, BroadcastState.ISSUED}),
    BroadcastState.WAITING: frozenset({BroadcastState.DRAFT, BroadcastState.ISSUED}),
    BroadcastState.ISSUED: frozenset({BroadcastState.DRAFT}),  # undone before the first message
}


class PostMedium(StrEnum):
    """What a message consists of besides its text."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"


LONGEST: Final[Mapping[PostMedium, int]] = {
    PostMedium.TEXT: 4096,
    PostMedium.PHOTO: 1024,
    PostMedium.DOCUMENT: 1024,
    PostMedium.VOICE: 1024,
}
"""UTF-16 units of a text or caption, as Telegram counts them."""


@dataclass(frozen=True, slots=True)
class Version:
    """The message in one language.

    Args:
        html: The text or the caption with its formatting, in Telegram's HTML.
        file_id: What is shown or heard; Telegram keeps it.
    """

    medium: PostMedium
    html: str = ""
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as it is stored.

    Args:
        made_by: A staff number, as is ``approved_by``.
        button: ``call:<id>``, ``link:<address>``, or nothing.
        fallbacks: Which language stands in for one that has no version, as staff declared it.
        send_at: When it is to begin; None: at once.
        confirmed: The maker has seen the hints about words that take sides.
        chats: Registered groups and channels that get it too.
        edits: The broadcast that it changes; None for one that is sent.
    """

    id: int
    made_by: int
    state: BroadcastState
    audience: Audience = field(default_factory=Audience)
    versions: Mapping[Language, Version] = field(default_factory=dict)
    fallbacks: Mapping[Language, Language] = field(default_factory=dict)
    button: str = ""
    send_at: datetime | None = None
    confirmed: bool = False
    approved_by: int | None = None
    campaign_id: int | None = None
    recall_id: int | None = None
    chats: frozenset[int] = frozenset()
    edits: int | None = None

    def spoken(self, wanted: Language) -> Language | None:
        """The language whose version a reader gets; None while there is no version at all.

        Whoever changes their language after the sending began may want one that nobody thought
        of: then the usual stand-ins help, and in the end any version.
        """
        declared = self.fallbacks.get(wanted)
        chain = (wanted, declared, *stand_ins(wanted), *self.versions)
        return next((language for language in chain if language in self.versions), None)

    def readers_of(self, version: Language) -> Sequence[Language]:
        """The languages whose readers get a version: its own first, then those it stands in for."""
        others = [
            language
            for language, stands_in in self.fallbacks.items()
            if language != version and self.spoken(language) is stands_in is version
        ]
        return [version, *others]


@dataclass(frozen=True, slots=True)
class SendLimits:
    """What the operator set about broadcasts.

    Args:
        approval_above: For more people than this a second member of the staff has to agree.
        rate: Messages a second.
    """

    approval_above: int = 200
    rate: int = 28


def step(state: BroadcastState, to: BroadcastState) -> BroadcastState:
    """The other state, if a broadcast can go there from where it is.

    Raises:
        BroadcastError: if it cannot.
    """
    if to not in STEPS[state]:
        raise BroadcastError(f"{state} cannot become {to}")
    return to


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom a broadcast reaches, by the language that they read; people and groups apart.

    Args:
        groups: Chosen groups and channels that are still registered.
    """

    people: Mapping[Language, int] = field(default_factory=dict)
    groups: Mapping[Language, int] = field(default_factory=dict)

    @property
    def number_of_people(self) -> int:
        """How many people there are; a group is none, however many read it."""
        return sum(self.people.values())

    @property
    def number_of_groups(self) -> int:
        """How many groups and channels there are."""
        return sum(self.groups.values())

    def __bool__(self) -> bool:
        """Whether there is anybody at all."""
        return bool(self.number_of_people or self.number_of_groups)

    def reads(self, language: Language) -> bool:
        """Whether anybody, or any group, gets it in a language."""
        return bool(self.people.get(language) or self.groups.get(language))


def lacking(broadcast: Broadcast, readers: Readers) -> Sequence[Language]:
    """Languages that somebody in the audience reads, with no version and no declared fallback.

    The draft, the last look and the sending itself all ask here, of the same readers.
    """
    return [
        language
        for language in Language
        if readers.reads(language)
        and language not in broadcast.versions
        and broadcast.fallbacks.get(language) not in broadcast.versions
    ]


def begins_at(broadcast: Broadcast, now: datetime) -> datetime:
    """When the first message goes out if it is sent now: never before the time for an undo."""
    return max(broadcast.send_at or now, now + UNDO)


def may_recall(begun_at: datetime, now: datetime) -> bool:
    """Whether Telegram still lets messages of a broadcast be deleted or changed."""
    return now < begun_at + RECALL


def may_edit(broadcast: Broadcast, begun_at: datetime, now: datetime) -> bool:
    """Whether the words of a broadcast may be changed: from its first message on, for two days.

    Before, it can be undone; what was taken back has no words any more.
    """
    is_out = broadcast.state is BroadcastState.ISSUED and begun_at <= now
    whole = broadcast.edits is None and broadcast.recall_id is None
    return is_out and whole and may_recall(begun_at, now)


def changed(original: Broadcast, change: Broadcast) -> Mapping[Language, Version]:
    """The versions that say something else than what was sent; only the words can."""
    return {
        language: change.versions[language]
        for language, sent in original.versions.items()
        if language in change.versions and change.versions[language] != sent
    }
