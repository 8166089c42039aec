"""From what a person did to the one handler that answers it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from bot.domain.delivery.media import Medium
from bot.domain.staff.roles import Act
from bot.domain.text.escaping import typed
from bot.domain.text.markup import as_html
from bot.domain.text.phrases import Msg
from bot.screens.codec import Action, StaleActionError, decode
from bot.screens.home import hints
from bot.screens.screen import Screen
from bot.transport.incoming import Commanded, Private, Rewrote, Sent, Tapped, Wrote
from bot.transport.visit import (
    ChangedText,
    Handler,
    MediaMessage,
    Request,
    Said,
    StaleTap,
    Start,
    Text,
    UnknownCommand,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command; it does the same as tapping a button.

    Args:
        about: What Telegram's menu says beside it, at most 256 characters.
        action: What it asks for; None for /start, which carries a payload.
        for_staff: It stands only in the menu of staff. Who may use it is decided elsewhere.
    """

    name: str
    about: Msg
    action: Action | None = None
    for_staff: bool = False


@dataclass(frozen=True, slots=True)
class Tap:
    """Who answers a kind of action, and whose it is; exactly one of the three is said.

    Nothing is allowed by this row: each service asks for itself, and the tests compare.

    Args:
        act: The act of staff that the tap is. A passcode on a shared phone protects it.
        own: It shows or changes a person's own things. A passcode protects it.
        open: Anybody may tap it on any phone.
        instead: What the passcode opens where the tap itself would tell too much, or nothing, for
            the bot remembers in clear what it opens.
        fleeting: Its screen, and what is typed at it, is taken out of the chat once it is left.
    """

    action: type[Action]
    handler: Handler
    act: Act | None = None
    own: bool = False
    open: bool = False
    instead: Action | None = None
    fleeting: bool = False

    @property
    def is_guarded(self) -> bool:
        """Whether a passcode protects it."""
        return not self.open


@dataclass(frozen=True, slots=True)
class Takes:
    """What the screen of this action waits for, and who is given it.

    Anything else gets a hint on the same screen, and what comes after it still counts. What stands
    below a picture counts as the text where text is taken and pictures are not. Of contacts only
    the person's own is taken.

    Args:
        by: By what is sent.
        hint: Answers what is not taken, where the screen can say more than which kinds it takes.
        open: It is taken on a locked phone too, because the answer shows nothing of anybody's own.
    """

    here: type[Action]
    by: Mapping[Medium, Handler]
    hint: Handler | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Replies:
    """What answers an older message of the chat is given to this handler first.

    Args:
        handler: Gives None where that message was about nothing that can be answered.
        to: Screens to which there is something to say, also when they are no longer in front.
    """

    handler: Callable[[Visit, Said], Awaitable[Screen | None]]
    to: tuple[type[Action], ...]


@dataclass(frozen=True, slots=True)
class Input:
    """Something that is no action: a deep link, free text, a picture, a dead button."""

    kind: type[Start | Text | MediaMessage | ChangedText | UnknownCommand | StaleTap]
    handler: Handler


@dataclass(frozen=True, slots=True)
class FirstContact:
    """Who has not chosen a language yet meets this handler, whatever they sent."""

    handler: Handler
    unless: type[Action]


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a person's own things are locked, this handler asks before a guarded tap."""

    is_locked: Callable[[Visit], bool]
    handler: Handler


Route = Command | Tap | Takes | Replies | Input | FirstContact | Guard

_INPUTS: Final = (Start, Text, MediaMessage, ChangedText, UnknownCommand, StaleTap)


class RoutingError(ValueError):
    """Two routes claim the same thing, or one is missing; found at start, never by a person."""


class Router:
    """The registry, made fast to ask.

    Raises:
        RoutingError: if two routes claim the same thing or something has none.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self.commands: dict[str, Command] = {}
        self._handlers: dict[type, Handler] = {}
        self._takes: dict[type[Action], Takes] = {}
        self._replies: Replies | None = None
        self._first: FirstContact | None = None
        self._guard: Guard | None = None
        self._guarded: set[type] = set()
        self._instead: dict[type, Action] = {}
        self._fleeting: set[type] = set()
        for route in routes:
            self._add(route)
        missing = [kind for kind in _INPUTS if kind not in self._handlers]
        if missing or self._first is None:
            raise RoutingError(f"no route for {missing or 'the first contact'}")

    @property
    def handlers(self) -> Mapping[type, Handler]:
        """Every kind of request with its handler."""
        return self._handlers

    def is_fleeting(self, place: Action | None) -> bool:
        """Whether a screen is taken out of the chat once it is left, with what was typed at it."""
        return type(place) in self._fleeting

    async def answer(self, visit: Visit, request: Request) -> Screen:
        """The screen that answers a request."""
        first = self._first
        if visit.person.language is None and first and not isinstance(request, first.unless):
            unasked = isinstance(request, ChangedText) or _goes_on(request)
            return await (visit.stay() if unasked else first.handler(visit, request))
        if isinstance(request, Text | MediaMessage):
            taken = await self._take(visit, request)
            if taken is not None:
                return taken
        if isinstance(request, UnknownCommand) and self.waits_at(visit.here):
            return await visit.stay(hints.explain_command())
        handler = self._handlers.get(type(request))
        if handler is None:
            handler, request = self._handlers[StaleTap], StaleTap()
        return await (self._guarding(visit, request) or handler(visit, request))

    def _guarding(self, visit: Visit, request: Request) -> Awaitable[Screen] | None:
        """The question for the passcode in place of what is locked; None where nothing is."""
        guard = self._guard
        if guard is None or type(request) not in self._guarded or not guard.is_locked(visit):
            return None
        return guard.handler(visit, self._instead.get(type(request), request))

    async def _take(self, visit: Visit, said: Said) -> Screen | None:
        """The answer of who waits for what was said; None if nobody does."""
        if self._replies and said.reply_to not in {None, visit.person.screen_message_id}:
            answered = await self._replies.handler(visit, said)
            if answered is not None:
                return _once(visit, said, answered)
        here = visit.here
        takes = self._takes.get(type(here)) if here is not None else None
        if takes is None:
            return await visit.stay() if _goes_on(said) else None
        asking = None if takes.open or here is None else self._guarding(visit, here)
        return await (asking or _taken(visit, takes, said))

    def waits_at(self, place: Action | None) -> bool:
        """Whether a screen waits for something that is typed or sent."""
        return type(place) in self._takes

    def may_be_answered(self, place: Action | None) -> bool:
        """Whether an answer to a screen belongs somewhere, also when it is no longer in front."""
        return self._replies is not None and isinstance(place, self._replies.to)

    @property
    def takes(self) -> Mapping[type[Action], Takes]:
        """Every screen that waits for something, with what it takes."""
        return self._takes

    async def redraw(self, visit: Visit) -> Screen:
        """The screen on which the person stands, drawn again; nothing changes."""
        if visit.person.language is None and self._first:
            return await self._first.handler(visit, Start(""))
        return await self.answer(visit, visit.here or StaleTap())

    def understand(self, incoming: Private) -> Request:
        """The request behind an update."""
        match incoming:
            case Tapped(data=data):
                return self._tapped(data)
            case Commanded(name="start", argument=payload):
                return Start(payload)
            case Commanded(name=name):
                command = self.commands.get(name)
                return command.action if command and command.action else UnknownCommand(name)
            case Wrote(text=text, original=original):
                html = as_html(original, incoming.entities)
                return Text(text, html, incoming.forwarded, incoming.reply_to)
            case Rewrote(text=text):
                return ChangedText(text)
            case Sent():
                return MediaMessage(
                    medium=incoming.medium,
                    file_id=incoming.file_id,
                    html=as_html(incoming.caption, incoming.entities),
                    text=typed(incoming.caption),
                    forwarded=incoming.forwarded,
                    reply_to=incoming.reply_to,
                    phone=incoming.phone,
                    is_own=incoming.is_own,
                    place=incoming.place,
                )

    def _tapped(self, data: str) -> Request:
        try:
            return decode(data)
        except StaleActionError:
            return StaleTap()

    def _add(self, route: Route) -> None:
        match route:
            case Command(name=name):
                _claim(self.commands, name, route, f"/{name}")
            case Tap():
                self._add_tap(route)
            case Input(kind=kind, handler=handler):
                _claim(self._handlers, kind, handler, kind.__name__)
            case Takes(here=here):
                _claim(self._takes, here, route, f"what is said at {here.__name__}")
            case Replies():
                self._replies = route
            case Guard():
                self._guard = route
            case FirstContact():
                if self._first is not None:
                    raise RoutingError("two routes for the first contact")
                self._first = route

    def _add_tap(self, route: Tap) -> None:
        kind = route.action
        if (route.act is not None) + route.own + route.open != 1:
            raise RoutingError(f"{kind.__name__} is one of act=, own=True and open=True")
        _claim(self._handlers, kind, route.handler, kind.__name__)
        if route.is_guarded:
            self._guarded.add(kind)
        if route.instead is not None:
            self._instead[kind] = route.instead
        if route.fleeting:
            self._fleeting.add(kind)


def _goes_on(request: Request) -> bool:
    """Whether it is a further part of an album whose beginning was answered."""
    return isinstance(request, MediaMessage) and request.goes_on


async def _taken(visit: Visit, takes: Takes, said: Said) -> Screen:
    """The answer of a screen to what it waited for, or its hint."""
    handler = takes.by.get(said.medium)
    if isinstance(said, MediaMessage):
        if said.medium is Medium.CONTACT and not said.is_own:
            handler = None
        if handler is None and said.text and Medium.TEXT in takes.by:
            words = Text(said.text, said.html, said.forwarded, said.reply_to)
            return await takes.by[Medium.TEXT](visit, words)
    if handler is not None:
        return _once(visit, said, await handler(visit, said))
    if _goes_on(said):
        return await visit.stay()
    if takes.hint is not None:
        return await takes.hint(visit, said)
    return await visit.stay(hints.explain_kinds(takes.by))


def _once(visit: Visit, said: Said, screen: Screen) -> Screen:
    """An answer, which is not shown again for each further part of an album."""
    same = _goes_on(said) and screen.here == visit.here
    return replace(screen, silent=True) if same else screen


_K = TypeVar("_K")
_V = TypeVar("_V")


def _claim(table: dict[_K, _V], key: _K, value: _V, name: str) -> None:
    """Enter a route, unless another one has its place."""
    if key in table:
        raise RoutingError(f"two routes for {name}")
    table[key] = value
