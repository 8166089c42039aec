"""From what a person did to the one handler that answers it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.staff.roles import Act
from bot.domain.text.markup import as_html
from bot.domain.text.phrases import Msg
from bot.screens.codec import Action, StaleActionError, decode
from bot.screens.screen import Screen
from bot.transport.incoming import Commanded, Private, Sent, Tapped, Wrote
from bot.transport.visit import (
    Handler,
    MediaMessage,
    Request,
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
    """

    action: type[Action]
    handler: Handler
    act: Act | None = None
    own: bool = False
    open: bool = False

    @property
    def is_guarded(self) -> bool:
        """Whether a passcode protects it."""
        return not self.open


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed while the screen of this action is shown goes to this handler."""

    here: type[Action]
    handler: Handler


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture, file or voice message sent while the screen of this action is shown."""

    here: type[Action]
    handler: Handler


@dataclass(frozen=True, slots=True)
class Input:
    """Something that is no action: a deep link, free text, a picture, a dead button."""

    kind: type[Start | Text | MediaMessage | UnknownCommand | StaleTap]
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


Route = Command | Tap | Typed | Attached | Input | FirstContact | Guard


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
        self._typed: dict[type[Action], Handler] = {}
        self._attached: dict[type[Action], Handler] = {}
        self._first: FirstContact | None = None
        self._guard: Guard | None = None
        self._guarded: set[type] = set()
        for route in routes:
            self._add(route)
        missing = [kind for kind in (Start, Text, MediaMessage, UnknownCommand, StaleTap)
                   if kind not in self._handlers]  # fmt: skip
        if missing or self._first is None:
            raise RoutingError(f"no route for {missing or 'the first contact'}")

    @property
    def handlers(self) -> Mapping[type, Handler]:
        """Every kind of request with its handler."""
        return self._handlers

    async def answer(self, visit: Visit, request: Request) -> Screen:
        """The screen that answers a request."""
        first = self._first
        if visit.person.language is None and first and not isinstance(request, first.unless):
            return await first.handler(visit, request)
        here = visit.here
        typed = self._typed.get(type(here)) if here is not None else None
        if isinstance(request, Text) and typed is not None:
            return await typed(visit, request)
        attached = self._attached.get(type(here)) if here is not None else None
        if isinstance(request, MediaMessage) and attached is not None:
            return await attached(visit, request)
        handler = self._handlers.get(type(request))
        if handler is None:
            handler, request = self._handlers[StaleTap], StaleTap()
        guard = self._guard
        if guard and type(request) in self._guarded and guard.is_locked(visit):
            handler = guard.handler
        return await handler(visit, request)

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
                return Text(text, as_html(original, incoming.entities), incoming.forwarded)
            case Sent(medium=medium, file_id=file_id):
                html = as_html(incoming.caption, incoming.entities)
                return MediaMessage(medium, file_id, html, incoming.forwarded)

    def _tapped(self, data: str) -> Request:
        try:
            return decode(data)
        except StaleActionError:
            return StaleTap()

    def _add(self, route: Route) -> None:  # noqa: C901 -- one case a kind of route
        match route:
            case Command(name=name):
                _claim(self.commands, name, route, f"/{name}")
            case Tap(action=kind, handler=handler):
                if (route.act is not None) + route.own + route.open != 1:
                    raise RoutingError(f"{kind.__name__} is one of act=, own=True and open=True")
                _claim(self._handlers, kind, handler, kind.__name__)
                if route.is_guarded:
                    self._guarded.add(kind)
            case Input(kind=kind, handler=handler):
                _claim(self._handlers, kind, handler, kind.__name__)
            case Typed(here=here, handler=handler):
                _claim(self._typed, here, handler, f"text at {here.__name__}")
            case Attached(here=here, handler=handler):
                _claim(self._attached, here, handler, f"files at {here.__name__}")
            case Guard():
                self._guard = route
            case FirstContact():
                if self._first is not None:
                    raise RoutingError("two routes for the first contact")
                self._first = route


_K = TypeVar("_K")
_V = TypeVar("_V")


def _claim(table: dict[_K, _V], key: _K, value: _V, name: str) -> None:
    """Enter a route, unless another one has its place."""
    if key in table:
        raise RoutingError(f"two routes for {name}")
    table[key] = value
