"""A person's phone: the hands that write and tap, the eyes that read the screen."""

import re
from typing import Protocol

from bot.sandbox.bot_api.profile import menu_for
from bot.sandbox.phones import attachments
from bot.sandbox.rules.entities import find_entities
from bot.sandbox.rules.keyboards import KeyboardButton
from bot.sandbox.world.chats import Chat, Message, User, Wire
from bot.sandbox.world.updates import Lane
from bot.sandbox.world.world import PhoneTap, World, member_wire

START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
PATIENCE_SECONDS = 20.0  # seconds until a person gives up on the bot


class Network(Protocol):
    """What carries what phones do to the bot, and knows when it was dealt with."""

    @property
    def world(self) -> World:
        """The chats that phones look at."""

    async def wait_for_acknowledgement(self, update_id: int, patience: float) -> None:
        """Wait until the bot is done with one update; an AssertionError if it is not."""

    def describe(self) -> str:
        """What happened lately, for the message of a failed test."""


class Phone:
    """One person and the private chat with the bot.

    Whatever the person does waits until the bot has acknowledged it (its offset moved past the
    update, or its webhook answered 2xx); after ``patience`` seconds it is an AssertionError. With
    a patience of None nothing waits.
    """

    def __init__(self, network: Network, person: User, chat: Chat) -> None:
        self._network = network
        self._world = network.world
        self.person = person
        self.chat = chat
        self.patience: float | None = PATIENCE_SECONDS
        self.taps: list[PhoneTap] = []
        self._acted_at = 0  # how many messages had come when the person last did something
        self._read = 0  # how many of them wait_for_message has given or need not give

    @property
    def user_id(self) -> int:
        """The Telegram id of the person, and of the private chat."""
        return self.person.user_id

    # hands

    async def send(self, text: str, *, reply_to: Message | None = None) -> int:
        """Write something; commands in it become entities. Returns the update id."""
        content: Wire = {"text": text}
        if entities := find_entities(text):
            content["entities"] = entities
        if reply_to is not None:
            content["reply_to_message"] = reply_to.wire
        return await self._say(content)

    async def start(self, payload: str = "") -> int:
        """Open the bot by a link, or press Start."""
        if not START_PAYLOAD.fullmatch(payload):
            raise ValueError("a start payload has up to 64 characters of A-Z a-z 0-9 _ -")
        return await self.send(f"/start {payload}".rstrip())

    async def tap(self, label: str, message: Message | None = None) -> PhoneTap:
        """Tap the button whose label is or contains ``label``, on the newest message that has it.

        An exact label wins over one that only contains the words.

        Raises:
            ValueError: if no visible message has such a button; names those there are.
        """
        message, button = self._find_button(label, message)
        return await self.press(message, button)

    async def press(self, message: Message, button: KeyboardButton) -> PhoneTap:
        """Tap this very button, wherever it stands."""
        if button.callback_data is None:
            # A link opens in the browser: the bot hears nothing of it.
            now = self._world.clock.seconds()
            return PhoneTap("", self.user_id, "", now, answered=True, url=button.url)
        return await self.tap_data(button.callback_data, message.message_id)

    async def tap_data(self, data: str, message_id: int | None = None) -> PhoneTap:
        """Tap with data that no visible button need have: an old button, or a forged one."""
        self._unblock_quietly()
        self._acted_at = self._read = len(self.chat.arrivals)
        if message_id is None:
            message_id = self.screen.message_id
        found = self.chat.messages.get(message_id)
        gone = {"message_id": message_id, "chat": self.chat.wire, "date": 0}
        tap = self._world.tap(self.chat, self.person, data, found.wire if found else gone)
        self.taps.append(tap)
        await self._wait_for(tap.update_id)
        self._read = len(self.chat.arrivals)
        return tap

    async def send_photo(self, caption: str = "", *, reply_to: Message | None = None) -> int:
        """Send a small picture, perhaps with a caption."""
        content = attachments.photo(self._world.files, caption)
        if reply_to is not None:
            content["reply_to_message"] = reply_to.wire
        return await self._say(content)

    async def send_album(self, *captions: str) -> None:
        """Send several pictures as one album, each with its caption, which may be empty."""
        album = str(self._world.now() * 1000 + len(self.chat.messages))
        for caption in captions:
            picture = attachments.photo(self._world.files, caption)
            await self._say({**picture, "media_group_id": album})

    async def send_other(self, content: Wire) -> int:
        """Send a message of any other kind, such as a poll, a dice or a video."""
        return await self._say(content)

    async def send_voice(self, duration: int = 3) -> int:
        """Send a voice message of some seconds."""
        return await self._say(attachments.voice(self._world.files, duration))

    async def send_sticker(self, emoji: str = "🙂") -> int:
        """Send a sticker, which carries no text."""
        return await self._say(attachments.sticker(self._world.files, emoji))

    async def send_document(
        self, name: str = "letter.pdf", size: int = 2048, content: bytes | None = None
    ) -> int:
        """Send a file of ``size`` bytes, or with a content of its own."""
        return await self._say(attachments.document(self._world.files, name, size, content))

    async def send_contact(
        self, phone: str, first_name: str | None = None, last_name: str | None = None
    ) -> int:
        """Share a telephone number; without a name it is the person's own."""
        contact: Wire = {"phone_number": phone, "first_name": first_name or self.person.first_name}
        if first_name is None:
            contact["user_id"] = self.user_id
        if last_name:
            contact["last_name"] = last_name
        return await self._say({"contact": contact})

    async def send_location(self, lat: float, lon: float) -> int:
        """Share a place, in degrees."""
        return await self._say({"location": {"latitude": lat, "longitude": lon}})

    async def forward(self, text: str, author: str = "Somebody") -> int:
        """Forward what somebody wrote elsewhere."""
        origin = {"type": "hidden_user", "date": self._world.now(), "sender_user_name": author}
        return await self._say({"forward_origin": origin, "text": text})

    async def edit(self, message_id: int, text: str) -> int | None:
        """Change a message the person sent before."""
        message = self.chat.messages.get(message_id)
        if message is None or message.from_bot:
            raise ValueError("a person edits their own messages only")
        message.wire = {**message.wire, "text": text, "edit_date": self._world.now()}
        message.wire.pop("entities", None)
        if entities := find_entities(text):
            message.wire["entities"] = entities
        self._world.tell("changed", self.chat.chat_id)
        return await self._post("edited_message", message.wire)

    async def block(self) -> int | None:
        """Block the bot: whatever it sends from now on is refused with 403."""
        self.chat.blocked = True
        return await self._post_membership("kicked", "member")

    async def unblock(self) -> int | None:
        """Let the bot write again after it was blocked."""
        self.chat.blocked = False
        return await self._post_membership("member", "kicked")

    def deactivate(self) -> None:
        """Delete the person's Telegram account: 403 "user is deactivated" from now on."""
        self.person.deactivated = True

    def post_raw(self, update_fields: Wire, lane: Lane | None = None) -> int:
        """Queue an update of any shape, without waiting."""
        return self._world.updates.put_raw(update_fields, lane or ("chat", self.user_id))

    def compose(self, text: str) -> Wire:
        """Put a message into the chat and give its JSON, for ``post_raw`` or a test of order."""
        content: Wire = {"text": text}
        if entities := find_entities(text):
            content["entities"] = entities
        return self._world.message_of_person(self.chat, self.person, content).wire

    # eyes

    @property
    def messages(self) -> list[Message]:
        """What is visible in the chat now, oldest first."""
        return list(self.chat.visible())

    @property
    def from_bot(self) -> list[Message]:
        """What is visible of the bot's messages, oldest first."""
        return [message for message in self.chat.visible() if message.from_bot]

    @property
    def screen(self) -> Message:
        """The newest message of the bot.

        Raises:
            LookupError: if there is none.
        """
        messages = self.from_bot
        if not messages:
            raise LookupError(f"the bot has not written to {self.person.first_name} yet")
        return messages[-1]

    @property
    def text(self) -> str:
        """The words of the newest message of the bot."""
        return self.screen.text

    @property
    def rows(self) -> list[list[KeyboardButton]]:
        """The buttons on the screen, row by row."""
        return self.screen.rows

    @property
    def buttons(self) -> list[str]:
        """The labels on the screen, row by row."""
        return self.screen.buttons

    @property
    def notices(self) -> list[Message]:
        """What the bot sent while nothing this person did was waiting for it."""
        return [message for message in self.chat.arrivals if message.notice]

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The menu of commands as this person sees it."""
        menu = menu_for(self._world, self.chat, self.user_id, self.person.language_code)
        return [(command["command"], command["description"]) for command in menu]

    async def wait_for_message(self, timeout: float = 10, containing: str = "") -> Message:  # noqa: ASYNC109
        """Wait for the next message of the bot that came after what this person last did.

        Each call gives another message, oldest first. With ``containing`` it is the first with
        these words since the person's last action began, answers to that action included.

        Raises:
            AssertionError: if none came in time.
        """
        found: list[int] = []

        def look() -> bool:
            start = self._acted_at if containing else self._read
            for number in range(start, len(self.chat.arrivals)):
                if containing in self.chat.arrivals[number].text:
                    found.append(number)
                    return True
            return False

        if not await self._world.changed.until(look, timeout):
            raise AssertionError(self._describe(f"no new message within {timeout} s"))
        self._read = max(self._read, found[0] + 1)
        return self.chat.arrivals[found[0]]

    # inside

    def _find_button(self, label: str, message: Message | None) -> tuple[Message, KeyboardButton]:
        looked_at = [message] if message else self.from_bot[::-1]
        for candidate in looked_at:
            buttons = [button for row in candidate.rows for button in row]
            for fits in (lambda b: b.label == label, lambda b: label in b.label):
                for button in buttons:
                    if fits(button):
                        return candidate, button
        labels = [label for candidate in looked_at for label in candidate.buttons]
        raise ValueError(f"no button {label!r}; there are {labels}")

    async def _say(self, content: Wire) -> int:
        self._unblock_quietly()
        message = self._world.message_of_person(self.chat, self.person, content)
        update_id = await self._post("message", message.wire)
        if update_id is None:
            raise AssertionError("the bot does not ask for messages (allowed_updates)")
        return update_id

    def _unblock_quietly(self) -> None:
        """Writing to a blocked bot unblocks it, as in every Telegram client."""
        if self.chat.blocked:
            self.chat.blocked = False
            self._world.change_bot_status(
                self.chat, self.person, member_wire("member"), member_wire("kicked")
            )

    async def _post_membership(self, new: str, old: str) -> int | None:
        self._acted_at = self._read = len(self.chat.arrivals)
        update_id = self._world.change_bot_status(
            self.chat, self.person, member_wire(new), member_wire(old)
        )
        self._world.tell("changed", self.chat.chat_id)
        await self._wait_for(update_id)
        self._read = len(self.chat.arrivals)
        return update_id

    async def _post(self, kind: str, content: Wire) -> int | None:
        self._acted_at = self._read = len(self.chat.arrivals)
        update_id = self._world.updates.put(kind, content, ("chat", self.chat.chat_id))
        await self._wait_for(update_id)
        self._read = len(self.chat.arrivals)
        return update_id

    async def _wait_for(self, update_id: int | None) -> None:
        if update_id is not None and self.patience is not None:
            await self._network.wait_for_acknowledgement(update_id, self.patience)

    def _describe(self, what: str) -> str:
        return f"{self.person.first_name} ({self.user_id}): {what}. {self._network.describe()}"
