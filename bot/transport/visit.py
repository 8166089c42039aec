"""One request of one person, and everything a handler may use to answer it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.catalogue.shelf import Edition
from bot.domain.broadcasts.broadcast import SendLimits
from bot.domain.content import Content
from bot.domain.delivery.media import FILES, Enclosure, Medium
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Phrase
from bot.i18n.translator import Translator
from bot.screens.codec import Action, StaleActionError, decode
from bot.screens.home.actions import ChooseLanguage, ShowHome
from bot.screens.screen import Screen, say_nothing
from bot.services.case import Case
from bot.storage.people import Person
from bot.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Start:
    """/start, perhaps through a deep link whose payload says where to."""

    payload: str


@dataclass(frozen=True, slots=True)
class Text:
    """Something typed, or written below a picture where only words are taken.

    Args:
        html: The same whole and with its formatting, in Telegram's HTML, to be sent on.
        forwarded: Somebody else wrote it elsewhere.
        reply_to: The message of the chat that it answers, if it says so.
    """

    text: str
    html: str = field(default="", compare=False)
    forwarded: bool = field(default=False, compare=False)
    reply_to: int | None = field(default=None, compare=False)

    @property
    def medium(self) -> Medium:
        """What kind of message it is."""
        return Medium.TEXT

    @property
    def enclosed(self) -> Enclosure | None:
        """Words come without a file."""
        return None


@dataclass(frozen=True, slots=True)
class MediaMessage:
    """Something other than text.

    Args:
        file_id: By which Telegram sends it again.
        html: What stands below it, in Telegram's HTML.
        text: The same without formatting, made harmless, to be read.
        forwarded: Somebody else sent it elsewhere.
        reply_to: The message of the chat that it answers, if it says so.
        goes_on: It is a further part of an album whose beginning was answered.
        phone: The number of a shared contact.
        is_own: The contact is the person themselves.
        place: Latitude and longitude of a shared place, degrees.
    """

    medium: Medium = Medium.OTHER
    file_id: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    forwarded: bool = False
    reply_to: int | None = None
    goes_on: bool = False
    phone: str = field(default="", repr=False)
    is_own: bool = False
    place: tuple[float, float] | None = field(default=None, repr=False)

    @property
    def enclosed(self) -> Enclosure | None:
        """The file, if it is one that can be sent on."""
        return Enclosure(self.medium, self.file_id) if self.medium in FILES else None


Said = Text | MediaMessage
"""What a person can say besides tapping."""


@dataclass(frozen=True, slots=True)
class ChangedText:
    """New words of a message that was sent before."""

    text: str


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """A command that the bot does not have."""

    name: str


@dataclass(frozen=True, slots=True)
class StaleTap:
    """A button that nobody of this release issued."""


Request = Action | Start | Text | MediaMessage | ChangedText | UnknownCommand | StaleTap


class Draws(Protocol):
    """Whoever knows which handler draws what."""

    async def answer(self, visit: "Visit", request: Request) -> Screen:
        """The screen that answers a request."""

    def waits_at(self, place: Action | None) -> bool:
        """Whether a screen waits for something that is typed or sent."""


@dataclass(slots=True)
class Visit:
    """What a handler gets: the open transaction, the person, the content and the time.

    Args:
        now: When the update is served, UTC.
        message_id: The message that the person sent or tapped.
        telegram_language: The language of the person's Telegram, a hint about order only.
    """

    uow: UnitOfWork
    person: Person
    edition: Edition
    now: datetime
    bot_username: str
    telegram_language: str | None
    message_id: int | None
    router: "Draws"
    translator: Translator
    limits: SendLimits = field(default_factory=SendLimits)

    async def draw(self, action: Action) -> Screen:
        """The screen of another action, as if it had been tapped."""
        return await self.router.answer(self, action)

    async def stay(self, *note: Phrase) -> Screen:
        """The screen on which the person stands, with a note on it; without one, nothing is said.

        What was said is served, and the person goes on where they are.
        """
        here = self.here or ShowHome()
        if not note:
            return say_nothing(here)
        return (await self.draw(here)).with_intro(*note)

    @property
    def case(self) -> Case:
        """The same as services take it."""
        return Case(self.uow, self.edition.content, self.edition.compiled, self.person.id, self.now)

    @property
    def content(self) -> Content:
        """The content that serves now."""
        return self.edition.content

    @property
    def language(self) -> Language:
        """The language the person reads; before the choice, English."""
        return Language(self.person.language) if self.person.language else Language.ENGLISH

    @property
    def here(self) -> Action | None:
        """The screen that the person sees, if this release still knows it."""
        return _known(self.person.here)

    @property
    def below_overlay(self) -> Action | None:
        """The screen under one that lies over it, or the screen itself if nothing does."""
        below = _known(self.person.back_to)
        if below is not None:
            return below
        return None if isinstance(self.here, ChooseLanguage) else self.here


def _known(place: str | None) -> Action | None:
    if place is None:
        return None
    try:
        return decode(place)
    except StaleActionError:
        return None


Handler = Callable[[Visit, Any], Awaitable[Screen]]
