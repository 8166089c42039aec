"""From what a person did to the one handler that answers it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.domain.text.markup import as_html
from bot.domain.text.phrases import Msg
from bot.screens.actions import Action, StaleActionError, decode
from bot.screens.screen import Screen
from bot.transport.incoming import Commanded, Private, Sent, Tapped, Wrote
from bot.transport.visit import (
    Attachment,
    Entry,
    Handler,
    Request,
    StaleTap,
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
    """A kind of action and its handler."""

    action: type[Action]
    handler: Handler


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

    kind: type[Entry | Text | Attachment | UnknownCommand | StaleTap]
    handler: Handler


@dataclass(frozen=True, slots=True)
class FirstContact:
    """Who has not chosen a language yet meets this handler, whatever they sent."""

    handler: Handler
    unless: type[Action]


@dataclass(frozen=True, slots=True)
class Guarded:
    """These actions show a person's own things: where they are locked, this handler asks first."""

    actions: tuple[type[Action], ...]
    is_locked: Callable[[Visit], bool]
    handler: Handler


Route = Command | Tap | Typed | Attached | Input | FirstContact | Guarded


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
        self._guard: Guarded | None = None
        for route in routes:
            self._add(route)
        missing = [kind for kind in (Entry, Text, Attachment, UnknownCommand, StaleTap)
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
        if isinstance(request, Attachment) and attached is not None:
            return await attached(visit, request)
        handler = self._handlers.get(type(request))
        if handler is None:
            handler, request = self._handlers[StaleTap], StaleTap()
        guard = self._guard
        if guard and isinstance(request, guard.actions) and guard.is_locked(visit):
            handler = guard.handler
        return await handler(visit, request)

    async def redraw(self, visit: Visit) -> Screen:
        """The screen on which the person stands, drawn again; nothing changes."""
        if visit.person.language is None and self._first:
            return await self._first.handler(visit, Entry(""))
        return await self.answer(visit, visit.here or StaleTap())

    def understand(self, incoming: Private) -> Request:
        """The request behind an update."""
        match incoming:
            case Tapped(data=data):
                return self._tapped(data)
            case Commanded(name="start", argument=payload):
                return Entry(payload)
            case Commanded(name=name):
                command = self.commands.get(name)
                return command.action if command and command.action else UnknownCommand(name)
            case Wrote(text=text, original=original):
                return Text(text, as_html(original, incoming.entities), incoming.forwarded)
            case Sent(medium=medium, file_id=file_id):
                html = as_html(incoming.caption, incoming.entities)
                return Attachment(medium, file_id, html, incoming.forwarded)

    def _tapped(self, data: str) -> Request:
        try:
            return decode(data)
        except StaleActionError:
            return StaleTap()

    def _add(self, route: Route) -> None:  # noqa: C901 -- one case a kind of route
        match route:
            case Command(name=name):
                if name in self.commands:
                    raise RoutingError(f"two routes for /{name}")
                self.commands[name] = route
            case Tap(action=kind, handler=handler) | Input(kind=kind, handler=handler):
                if kind in self._handlers:
                    raise RoutingError(f"two routes for {kind.__name__}")
                self._handlers[kind] = handler
            case Typed(here=here, handler=handler):
                if here in self._typed:
                    raise RoutingError(f"two routes for text at {here.__name__}")
                self._typed[here] = handler
            case Attached(here=here, handler=handler):
                if here in self._attached:
                    raise RoutingError(f"two routes for files at {here.__name__}")
                self._attached[here] = handler
            case Guarded():
                self._guard = route
            case FirstContact():
                if self._first is not None:
                    raise RoutingError("two routes for the first contact")
                self._first = route
