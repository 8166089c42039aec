"""A group or a channel with the bot in it, for tests."""

from bot.sandbox.bot_api.profile import menu_for
from bot.sandbox.phones.phone import PATIENCE_SECONDS, Network, Phone
from bot.sandbox.rules.entities import find_entities
from bot.sandbox.world.chats import Chat, Message, Wire
from bot.sandbox.world.world import PhoneTap, member_wire


class Group:
    """Several people and the bot. Like every bot, it only sees what is meant for it.

    In a group the bot gets commands (without a name, or with its own) and answers to its
    messages, unless it is an administrator there.
    """

    def __init__(self, network: Network, chat: Chat) -> None:
        self._network = network
        self._world = network.world
        self.chat = chat
        self.patience: float | None = PATIENCE_SECONDS

    @property
    def chat_id(self) -> int:
        """The id of the group; it changes when the group becomes a supergroup."""
        return self.chat.chat_id

    @property
    def messages(self) -> list[Message]:
        """What is visible in the group now, oldest first."""
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
            raise LookupError(f"the bot has not written to {self.chat.title!r} yet")
        return messages[-1]

    def menu(self, phone: Phone) -> list[tuple[str, str]]:
        """The menu of commands as a member sees it here."""
        menu = menu_for(self._world, self.chat, phone.user_id, phone.person.language_code)
        return [(command["command"], command["description"]) for command in menu]

    def open_topic(self, name: str) -> int:
        """Open a topic in the supergroup and return the number of its thread."""
        if self.chat.kind != "supergroup":
            raise ValueError("only a supergroup has topics")
        topics = {} if self.chat.topics is None else self.chat.topics
        thread_id = self._world.next_message_id(self.chat)
        self.chat.topics = {**topics, thread_id: name}
        self.chat.rename(self.chat.title or "")
        return thread_id

    async def send(
        self,
        phone: Phone,
        text: str,
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
    ) -> int | None:
        """A member writes; waits for the bot if it gets to see this, else returns None.

        Args:
            topic: The thread of the topic in which they do; None for General.
        """
        content: Wire = {"text": text}
        if topic is not None:
            content |= {"message_thread_id": topic, "is_topic_message": True}
        elif reply_to is not None and self.chat.kind == "supergroup":
            content["message_thread_id"] = reply_to.message_id
        if entities := find_entities(text):
            content["entities"] = entities
        if reply_to is not None:
            content["reply_to_message"] = reply_to.wire
        message = self._world.message_of_person(self.chat, phone.person, content)
        if not self._bot_sees(text, reply_to):
            return None
        return await self._post("message", message.wire)

    async def tap(self, phone: Phone, label: str) -> PhoneTap:
        """A member taps a button on the newest message that has it.

        Raises:
            ValueError: if no visible message has such a button.
        """
        for message in self.from_bot[::-1]:
            for button in (button for row in message.rows for button in row):
                if label in button.label and button.callback_data is not None:
                    tap = self._world.tap(
                        self.chat, phone.person, button.callback_data, message.wire
                    )
                    await self._wait_for(tap.update_id)
                    return tap
        labels = [label for message in self.from_bot for label in message.buttons]
        raise ValueError(f"no button {label!r}; there are {labels}")

    async def invite_bot(self, phone: Phone) -> int | None:
        """Put the bot (back) into the group."""
        return await self._change_bot_status(phone, "member")

    async def kick_bot(self, phone: Phone) -> int | None:
        """Throw the bot out: 403 from now on."""
        return await self._change_bot_status(phone, "kicked")

    async def promote_bot(self, phone: Phone, **rights: bool) -> int | None:
        """Make the bot an administrator, so that it sees every message and may pin.

        Args:
            rights: What it may do, where that is not the usual, such as ``can_post_messages``.
        """
        return await self._change_bot_status(phone, "administrator", rights)

    async def restrict_bot(self, phone: Phone, **rights: bool) -> int | None:
        """Take rights from the bot, such as ``can_send_messages``.

        Args:
            rights: With ``is_member=False`` it is restricted without being in the group.
        """
        return await self._change_bot_status(phone, "restricted", rights)

    async def rename(self, phone: Phone, title: str) -> int | None:
        """Give the chat a new title; a service message tells everybody."""
        self.chat.rename(title)
        content: Wire = {"new_chat_title": title}
        if self.chat.kind == "channel":
            wire = {
                "message_id": self._world.next_message_id(self.chat),
                "sender_chat": self.chat.wire,
                "chat": self.chat.wire,
                "date": self._world.now(),
            }
            return await self._post("channel_post", wire | content)
        message = self._world.message_of_person(self.chat, phone.person, content)
        return await self._post("message", message.wire)

    async def migrate(self) -> int:
        """Turn the group into a supergroup with a new id, which is returned.

        The old id answers 400 with ``migrate_to_chat_id`` from now on; both chats get a service
        message, as in Telegram.
        """
        old = self.chat
        if old.kind != "group":
            raise ValueError("only a basic group becomes a supergroup")
        new = self._world.add_group(old.title or "", "supergroup", old.members)
        new.members = dict(old.members)
        new.bot_status = old.bot_status
        by = self._world.people[next(iter(old.members))]
        leaving = self._world.message_of_person(old, by, {"migrate_to_chat_id": new.chat_id})
        old.migrated_to = new.chat_id
        self.chat = new
        coming = self._world.message_of_person(new, by, {"migrate_from_chat_id": old.chat_id})
        put = self._world.updates.put
        first = put("message", leaving.wire, ("chat", old.chat_id))
        second = put("message", coming.wire, ("chat", new.chat_id))
        await self._wait_for(first)
        await self._wait_for(second)
        return new.chat_id

    def _bot_sees(self, text: str, reply_to: Message | None) -> bool:
        if self.chat.bot_is_outside:
            return False
        if self.chat.bot_is_admin or (reply_to is not None and reply_to.from_bot):
            return True
        if not text.startswith("/"):
            return False
        name = text.split(maxsplit=1)[0].partition("@")[2]
        return name.lower() in ("", str(self._world.bot.username).lower())

    async def _change_bot_status(
        self, phone: Phone, status: str, rights: Wire | None = None
    ) -> int | None:
        old = member_wire(self.chat.bot_status, self.chat.bot_rights)
        self.chat.bot_status = status  # type: ignore[assignment] # one of the literals above
        self.chat.bot_rights = rights or {}
        new = member_wire(status, rights)
        update_id = self._world.change_bot_status(self.chat, phone.person, new, old)
        await self._wait_for(update_id)
        return update_id

    async def _post(self, kind: str, content: Wire) -> int | None:
        update_id = self._world.updates.put(kind, content, ("chat", self.chat.chat_id))
        await self._wait_for(update_id)
        return update_id

    async def _wait_for(self, update_id: int | None) -> None:
        if update_id is not None and self.patience is not None:
            await self._network.wait_for_acknowledgement(update_id, self.patience)
