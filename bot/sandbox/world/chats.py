"""People, chats and the messages in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from bot.sandbox.rules.entities import render_html
from bot.sandbox.rules.keyboards import KeyboardButton, buttons_of

Wire = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
MemberStatus = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

CONTENT_FIELDS = (
    "photo",
    "document",
    "voice",
    "sticker",
    "location",
    "venue",
    "contact",
)


class Message:
    """One message in a chat; ``wire`` is how the Bot API writes it.

    An edit puts a new ``wire`` in place of the old one, so what was answered or queued before
    stays as it was.
    """

    __slots__ = ("chat_id", "from_bot", "html", "message_id", "notice", "reply_keyboard", "silent",
                 "wire")  # fmt: skip

    def __init__(
        self,
        wire: Wire,
        *,
        from_bot: bool,
        silent: bool = False,
        html: str | None = None,
        reply_keyboard: Wire | None = None,
    ) -> None:
        self.wire = wire
        self.chat_id: int = wire["chat"]["id"]
        self.message_id: int = wire["message_id"]
        self.from_bot = from_bot
        self.silent = silent
        self.html = html
        self.reply_keyboard = reply_keyboard
        self.notice = False

    @property
    def text(self) -> str:
        """The words of the message, its caption if it is a picture or a file."""
        return str(self.wire.get("text") or self.wire.get("caption") or "")

    @property
    def entities(self) -> list[Wire]:
        """What is bold, a link or a command in the words."""
        return list(self.wire.get("entities") or self.wire.get("caption_entities") or ())

    @property
    def safe_html(self) -> str:
        """The words as HTML one can put on a page."""
        return render_html(self.text, self.entities)

    @property
    def rows(self) -> list[list[KeyboardButton]]:
        """The buttons under the message, row by row."""
        return buttons_of(self.wire.get("reply_markup"))

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons, row by row."""
        return [button.label for row in self.rows for button in row]

    @property
    def content(self) -> Wire:
        """What the message carries apart from words: photo, document, voice, location, ..."""
        return {name: self.wire[name] for name in CONTENT_FIELDS if name in self.wire}

    @property
    def date(self) -> datetime:
        """When it was sent, in UTC."""
        return datetime.fromtimestamp(self.wire["date"], UTC)

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return "edit_date" in self.wire

    @property
    def protected(self) -> bool:
        """Whether it can be neither forwarded nor saved."""
        return bool(self.wire.get("has_protected_content"))

    def __repr__(self) -> str:
        side = "bot" if self.from_bot else "person"
        return f"<Message {self.message_id} of the {side}: {self.text!r} {self.buttons}>"


@dataclass(slots=True)
class User:
    """A Telegram user: a person with a phone, or the bot."""

    user_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    @property
    def wire(self) -> Wire:
        """The user as the Bot API writes it."""
        fields: Wire = {"id": self.user_id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                fields[name] = value
        return fields


@dataclass(slots=True)
class Chat:
    """A chat and everything in it.

    ``opened`` tells whether the bot may write first (a private chat: after the person did).
    """

    chat_id: int
    kind: ChatKind
    title: str | None = None
    person: User | None = None
    opened: bool = False
    blocked: bool = False
    members: dict[int, MemberStatus] = field(default_factory=dict)
    bot_status: MemberStatus = "member"
    bot_rights: Wire = field(default_factory=dict)  # where they are not the usual ones
    topics: dict[int, str] | None = None  # of a forum: their names by the number of their thread
    migrated_to: int | None = None
    pinned: list[int] = field(default_factory=list)
    typing_since: float | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    arrivals: list[Message] = field(default_factory=list)  # what the bot sent, deleted or not
    last_message_id: int = 0
    hidden_up_to: int = 0  # the page's "clear": messages up to this id are not shown
    reactions: dict[int, list[Wire]] = field(default_factory=dict)
    _wire: Wire | None = None

    @property
    def wire(self) -> Wire:
        """The chat as the Bot API writes it inside a message."""
        if self._wire is None:
            self._wire = {"id": self.chat_id, "type": self.kind}
            if self.title is not None:
                self._wire["title"] = self.title
            if self.topics is not None:
                self._wire["is_forum"] = True
            if self.person is not None:
                fields = self.person.wire
                for name in ("first_name", "last_name", "username"):
                    if name in fields:
                        self._wire[name] = fields[name]
        return self._wire

    @property
    def is_group(self) -> bool:
        """Whether several people talk here."""
        return self.kind in ("group", "supergroup")

    @property
    def bot_is_admin(self) -> bool:
        """Whether the bot has an administrator's rights here."""
        return self.bot_status in ("administrator", "creator")

    @property
    def bot_is_outside(self) -> bool:
        """Whether the bot left or was thrown out; who is restricted may be so from outside."""
        if self.bot_status == "restricted":
            return not self.bot_rights.get("is_member", True)
        return self.bot_status in ("kicked", "left")

    @property
    def bot_may_write(self) -> bool:
        """Whether the bot may send messages here, apart from being a member."""
        if self.kind == "channel":
            return self.bot_is_admin and bool(self.bot_rights.get("can_post_messages", True))
        return self.bot_status != "restricted" or bool(
            self.bot_rights.get("can_send_messages", True)
        )

    def rename(self, title: str) -> None:
        """Give the chat a new title; messages from before keep the old one."""
        self.title = title
        self._wire = None

    def visible(self) -> Iterator[Message]:
        """Go through the messages that are there now, oldest first."""
        return (m for m in tuple(self.messages.values()) if m.message_id > self.hidden_up_to)
