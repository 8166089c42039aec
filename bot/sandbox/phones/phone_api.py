"""The JSON of the phone page: what a browser asks to show the phones of the sandbox."""

import asyncio
from datetime import timedelta
from typing import Any, Protocol

from aiohttp import web

from bot.sandbox.phones.events import EventStream
from bot.sandbox.phones.group import Group
from bot.sandbox.phones.page import (
    HEADERS,
    Handler,
    RefusedError,
    give_static,
    guard,
    read_json,
    to_json,
)
from bot.sandbox.phones.personas import GROUP_ID, GROUP_TITLE, PERSONAS, VILLAGERS, Persona
from bot.sandbox.phones.phone import Network, Phone
from bot.sandbox.phones.phone_views import TYPING_LASTS_SECONDS, chat_view
from bot.sandbox.rules.refusals import RefusalError
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.clock import SandboxClock

ANSWER_WITHIN_SECONDS = 10.0  # seconds until the page stops waiting for the answer to a tap
LONGEST_STEP = 400 * 24 * 3600.0  # seconds


class Exchange(Network, Protocol):
    """A network that hands out phones and makes groups, at a time of its own."""

    clock: SandboxClock

    def phone(self, persona: Persona) -> Phone:
        """The phone of a persona; asking twice gives the same one."""

    def group(self, title: str, *members: Phone) -> Group:
        """A new group of these people; the first of them adds the bot."""


class PhoneApi:
    """Everything under ``/`` and ``/phone``."""

    def __init__(self, sandbox: Exchange) -> None:
        self._sandbox = sandbox
        self._world = sandbox.world
        self._events = EventStream()
        self._phones: dict[str, Phone] = {}
        self._group: Group | None = None
        self._seen: dict[str, int] = {}
        self._typing: dict[int, asyncio.TimerHandle] = {}
        self._world.watchers.append(self._notice)
        sandbox.clock.listen(self._notice_clock)

    def add_routes(self, app: web.Application) -> None:
        """Put the page and its JSON into a web application."""
        api = "/phone/api"
        gets: dict[str, Handler] = {
            "/": self._page,
            "/{name:phone\\.(?:js|css)}": self._static,
            "/phone/static/{name}": self._static,
            f"{api}/personas": self._personas,
            f"{api}/chats/{{persona}}": self._chat,
            f"{api}/events": self._listen,
            f"{api}/files/{{file_id}}": self._file,
        }
        posts: dict[str, Handler] = {
            f"{api}/chats/{{persona}}/messages": self._send,
            f"{api}/chats/{{persona}}/taps": self._tap,
            f"{api}/chats/{{persona}}/block": self._block,
            f"{api}/chats/{{persona}}/clear": self._clear,
            f"{api}/clock": self._advance,
        }
        for path, handler in gets.items():
            app.router.add_get(path, guard(handler))
        for path, handler in posts.items():
            app.router.add_post(path, guard(handler))

    async def stop(self) -> None:
        """End the streams of events and listen to nothing any more."""
        self._events.stop()
        for timer in self._typing.values():
            timer.cancel()
        self._typing.clear()
        self._sandbox.clock.forget(self._notice_clock)
        if self._notice in self._world.watchers:
            self._world.watchers.remove(self._notice)

    # the page

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return give_static("phone.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return give_static(request.match_info["name"])

    # what it asks

    async def _personas(self, _request: web.Request) -> web.StreamResponse:
        bot = self._world.bot
        people = [
            {
                "id": persona.id,
                "name": persona.name,
                "about": persona.about,
                "language_code": persona.language_code,
                "user_id": persona.user_id,
                "unread": self._unread(persona.id, self._phone(persona.id).chat),
            }
            for persona in PERSONAS
        ]
        group = self._village()
        writer, *others = (persona.name for persona in VILLAGERS)
        people.append(
            {
                "id": GROUP_ID,
                "name": GROUP_TITLE,
                "about": f"a group; {writer} writes here, {' and '.join(others)} read along",
                "language_code": VILLAGERS[0].language_code,
                "user_id": group.chat_id,
                "unread": self._unread(GROUP_ID, group.chat),
            }
        )
        return to_json(
            {
                "personas": people,
                "clock": self._world.clock.now().isoformat(),
                "bot": {"name": bot.first_name, "username": bot.username},
            }
        )

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        persona = request.match_info["persona"]
        chat, phone = self._open(persona)
        self._seen[persona] = len(chat.arrivals)
        view = chat_view(self._world, chat, phone.user_id, phone.person.language_code)
        return to_json({"persona": persona, **view})

    async def _send(self, request: web.Request) -> web.StreamResponse:
        fields = await read_json(request)
        persona = request.match_info["persona"]
        chat, phone = self._open(persona)
        if chat.person is None:
            if fields.get("kind", "text") != "text":
                raise RefusedError("in the group people of the sandbox only write words")
            await self._village().send(phone, _words(fields))
        else:
            await _send_thing(phone, fields)
        return to_json({"ok": True})

    async def _tap(self, request: web.Request) -> web.StreamResponse:
        fields = await read_json(request)
        chat, phone = self._open(request.match_info["persona"])
        message = chat.messages.get(int(fields["message_id"]))
        rows = message.rows if message else []
        row, column = int(fields["row"]), int(fields["column"])
        if message is None or not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise RefusedError("this button is no longer there")
        button = rows[row][column]
        if chat.person is None:
            tap = self._world.tap(chat, phone.person, button.callback_data or "", message.wire)
        else:
            tap = await phone.press(message, button)
        await self._world.changed.until(lambda: tap.answered, ANSWER_WITHIN_SECONDS)
        return to_json({"toast": tap.toast, "alert": tap.alert, "answered": tap.answered})

    async def _block(self, request: web.Request) -> web.StreamResponse:
        fields = await read_json(request)
        chat, phone = self._open(request.match_info["persona"])
        if chat.person is None:
            raise RefusedError("a group cannot block the bot")
        await (phone.block() if fields["blocked"] else phone.unblock())
        return to_json({"blocked": chat.blocked})

    async def _clear(self, request: web.Request) -> web.StreamResponse:
        chat, _phone = self._open(request.match_info["persona"])
        chat.hidden_up_to = max(chat.messages, default=0)
        self._world.tell("changed", chat.chat_id)
        return to_json({"ok": True})

    async def _advance(self, request: web.Request) -> web.StreamResponse:
        fields = await read_json(request)
        seconds = float(fields["advance_seconds"])
        if not 0 <= seconds <= LONGEST_STEP:
            raise RefusedError("the clock goes forward, by at most 400 days at a time")
        self._world.clock.advance(timedelta(seconds=seconds))
        return to_json({"clock": self._world.clock.now().isoformat()})

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        return await self._events.serve(request, HEADERS)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            stored = self._world.files.get(request.match_info["file_id"])
        except RefusalError:
            raise RefusedError("there is no such file") from None
        is_picture = stored.content_type in ("image/png", "image/jpeg", "image/webp", "image/gif")
        kind = stored.content_type if is_picture else "application/octet-stream"
        headers = {**HEADERS, "Content-Type": kind}
        if not is_picture:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=stored.content, headers=headers)

    # who is who

    def _phone(self, persona_id: str) -> Phone:
        """Give the page's own hands of a persona: they do not wait for the bot."""
        if persona_id not in self._phones:
            persona = next((one for one in PERSONAS if one.id == persona_id), None)
            if persona is None:
                raise RefusedError("there is nobody of this name")
            own = self._sandbox.phone(persona)
            hands = Phone(self._sandbox, own.person, own.chat)
            hands.patience = None
            self._phones[persona_id] = hands
        return self._phones[persona_id]

    def _village(self) -> Group:
        if self._group is None:
            members = [self._phone(persona.id) for persona in VILLAGERS]
            self._group = self._sandbox.group(GROUP_TITLE, *members)
            self._group.patience = None
        return self._group

    def _open(self, persona_id: str) -> tuple[Chat, Phone]:
        if persona_id == GROUP_ID:
            return self._village().chat, self._phone(VILLAGERS[0].id)
        phone = self._phone(persona_id)
        return phone.chat, phone

    def _unread(self, persona_id: str, chat: Chat) -> int:
        return len(chat.arrivals) - self._seen.get(persona_id, 0)

    # what happens

    def _notice(self, event: str, chat_id: int) -> None:
        persona = self._persona_of(chat_id)
        if persona is None:
            return
        if event != "typing":
            self._events.publish(event, {"persona": persona})
            return
        self._events.publish("typing", {"persona": persona, "typing": True})
        if chat_id in self._typing:
            self._typing[chat_id].cancel()
        self._typing[chat_id] = asyncio.get_running_loop().call_later(
            TYPING_LASTS_SECONDS,
            self._events.publish,
            "typing",
            {"persona": persona, "typing": False},
        )

    def _notice_clock(self) -> None:
        self._events.publish("clock", {"clock": self._world.clock.now().isoformat()})

    def _persona_of(self, chat_id: int) -> str | None:
        if self._group is not None and self._group.chat_id == chat_id:
            return GROUP_ID
        return next((one.id for one in PERSONAS if one.user_id == chat_id), None)


async def _send_thing(phone: Phone, fields: dict[str, Any]) -> None:
    match fields.get("kind", "text"):
        case "text":
            await phone.send(_words(fields))
        case "photo":
            await phone.send_photo()
        case "voice":
            await phone.send_voice()
        case "sticker":
            await phone.send_sticker()
        case "document":
            name, size = str(fields.get("name") or "letter.pdf"), int(fields.get("size") or 2048)
            await phone.send_document(name, size)
        case "location":
            await phone.send_location(float(fields["lat"]), float(fields["lon"]))
        case "contact":
            number = str(fields.get("phone") or fields["phone_number"])
            await phone.send_contact(number, fields.get("first_name"), fields.get("last_name"))
        case unknown:
            raise RefusedError(f"nobody here can send a {unknown}")


def _words(fields: dict[str, Any]) -> str:
    words = str(fields["text"]).strip()
    if not words:
        raise RefusedError("there is nothing to send")
    return words[:4096]
