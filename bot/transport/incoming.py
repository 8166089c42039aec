"""What an update means for us; everything else Telegram says about it is dropped here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import ChatMember
from telegram.constants import ChatType

from bot.domain.delivery.media import Medium
from bot.domain.text.escaping import typed
from bot.transport.chat_news import ChatNews, read_membership, read_news
from bot.transport.wellformed import MalformedUpdateError, check_values

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?\Z", re.DOTALL)
_SERVICE = frozenset(
    {
        "boost_added",
        "chat_background_set",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "gift",
        "gift_upgrade_sent",
        "message_auto_delete_timer_changed",
        "pinned_message",
        "proximity_alert_triggered",
        "refunded_payment",
        "unique_gift",
        "users_shared",
        "write_access_allowed",
    }
)
"""What Telegram itself writes into a private chat: nobody said anything to the bot."""
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "channel_post",
)
"""Kinds of updates we ask Telegram for.

Of edited messages only those in private chats are read, of posts in a channel only a new title.
"""
LONGEST_ALBUM_ID = 64


@dataclass(frozen=True, slots=True)
class Tapped:
    """A person tapped a button of ours, or of somebody who pretends."""

    user_id: int
    telegram_language: str | None
    callback_id: str
    message_id: int | None
    data: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """A person wrote something that is no command.

    Args:
        text: Made harmless and cut, to be read.
        original: As it came, to be sent on; with its formatting in ``entities``.
        forwarded: It was written elsewhere.
        reply_to: The message of the chat that it answers, if it says so.
    """

    user_id: int
    telegram_language: str | None
    text: str
    message_id: int | None = field(default=None, compare=False)
    original: str = field(default="", compare=False, repr=False)
    entities: Sequence[Mapping[str, Any]] = field(default=(), compare=False, repr=False)
    forwarded: bool = field(default=False, compare=False)
    reply_to: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rewrote:
    """A person changed the words of a message that they sent before."""

    user_id: int
    telegram_language: str | None
    text: str
    message_id: int


@dataclass(frozen=True, slots=True)
class Commanded:
    """A person sent a command; the name is in lower case, without slash and bot name."""

    user_id: int
    telegram_language: str | None
    name: str
    argument: str
    message_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A person sent something that is not text: a picture, a voice message, a sticker.

    Args:
        file_id: By which Telegram sends a file again.
        caption: What stands below it, with its formatting in ``entities``.
        forwarded: It was sent elsewhere.
        reply_to: The message of the chat that it answers, if it says so.
        album: What all parts of an album have in common; empty for what comes alone.
        phone: The number of a shared contact.
        is_own: The contact is the person themselves.
        place: Latitude and longitude of a shared place, degrees.
    """

    user_id: int
    telegram_language: str | None
    message_id: int | None = field(default=None, compare=False)
    medium: Medium = field(default=Medium.OTHER, compare=False)
    file_id: str = field(default="", compare=False, repr=False)
    caption: str = field(default="", compare=False, repr=False)
    entities: Sequence[Mapping[str, Any]] = field(default=(), compare=False, repr=False)
    forwarded: bool = field(default=False, compare=False)
    reply_to: int | None = field(default=None, compare=False)
    album: str = field(default="", compare=False, repr=False)
    phone: str = field(default="", compare=False, repr=False)
    is_own: bool = field(default=False, compare=False)
    place: tuple[float, float] | None = field(default=None, compare=False, repr=False)


Private = Tapped | Wrote | Rewrote | Commanded | Sent


@dataclass(frozen=True, slots=True)
class CommandedInGroup:
    """Somebody called the bot in a group; nothing about them is taken along.

    Args:
        thread_id: The topic in which they did; None in General, and where there are no topics.
    """

    chat_id: int
    name: str
    argument: str
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class TappedInGroup:
    """Somebody tapped a button under a message in a group."""

    callback_id: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """A person blocked the bot."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Unblocked:
    """A person let the bot in again."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing anybody would expect an answer to."""


Incoming = Private | CommandedInGroup | TappedInGroup | ChatNews | Blocked | Unblocked | Ignored


def read_update(raw: Mapping[str, Any], bot_username: str) -> Incoming:
    """What an update of Telegram means to the bot.

    It is read as it came: the library would make some fifty objects of it, at a fifth of the cost
    of the whole answer, and we ask for seven values.

    Args:
        raw: The update as Telegram sent it.
        bot_username: Commands addressed to another bot are ignored.

    Raises:
        MalformedUpdateError: if a value is missing or is none that Telegram sends.
    """
    try:
        incoming = _read(raw, bot_username)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise MalformedUpdateError(type(error).__name__) from error
    check_values(incoming)
    return incoming


def _read(raw: Mapping[str, Any], bot_username: str) -> Incoming:
    match raw:
        case {"callback_query": query}:
            return _tapped(query)
        case {"message": message}:
            return _message(message, bot_username)
        case {"edited_message": message}:
            return _rewritten(message)
        case {"my_chat_member": change}:
            return _membership(change)
        case {"channel_post": post}:
            return read_news(post) or Ignored()
    return Ignored()


def _tapped(query: Mapping[str, Any]) -> Incoming:
    message = query.get("message")
    if message is not None and message["chat"]["type"] != ChatType.PRIVATE:
        return TappedInGroup(query["id"])
    return Tapped(
        user_id=query["from"]["id"],
        telegram_language=query["from"].get("language_code"),
        callback_id=query["id"],
        message_id=message["message_id"] if message is not None else None,
        data=query.get("data", ""),
    )


def _message(message: Mapping[str, Any], bot_username: str) -> Incoming:
    text = typed(message.get("text", ""))
    command = _COMMAND.match(text)
    if command and (command[2] or bot_username).lower() != bot_username.lower():
        return Ignored()
    name = command[1].lower() if command else ""
    argument = (command[3] or "").strip() if command else ""
    chat, user = message["chat"], message.get("from")
    if chat["type"] != ChatType.PRIVATE:
        called = CommandedInGroup(chat["id"], name, argument, _topic(message))
        return called if command else read_news(message) or Ignored()
    if user is None or user["is_bot"] or not _SERVICE.isdisjoint(message):
        return Ignored()
    user_id, language = user["id"], user.get("language_code")
    message_id: int = message["message_id"]
    if command:
        return Commanded(user_id, language, name, argument, message_id)
    forwarded = "forward_origin" in message
    reply_to = message.get("reply_to_message", {}).get("message_id")
    if text:
        return Wrote(
            user_id,
            language,
            text,
            message_id,
            message["text"],
            message.get("entities", ()),
            forwarded,
            reply_to,
        )
    sent = _sent(message, user_id)
    return replace(
        sent,
        telegram_language=language,
        message_id=message_id,
        caption=message.get("caption", ""),
        entities=message.get("caption_entities", ()),
        forwarded=forwarded,
        reply_to=reply_to,
        album=str(message.get("media_group_id", ""))[:LONGEST_ALBUM_ID],
    )


def _topic(message: Mapping[str, Any]) -> int | None:
    """The topic of a message; an answer that belongs to another message has a thread too."""
    return message.get("message_thread_id") if message.get("is_topic_message") else None


def _sent(message: Mapping[str, Any], user_id: int) -> Sent:
    """What a message carries instead of text; of a picture the largest size."""
    sent = Sent(user_id, None)
    match message:
        case {"photo": [*_smaller, {"file_id": file_id}]}:
            return replace(sent, medium=Medium.PHOTO, file_id=file_id)
        case {"voice": {"file_id": file_id}}:
            return replace(sent, medium=Medium.VOICE, file_id=file_id)
        case {"document": {"file_id": file_id}} if "animation" not in message:
            return replace(sent, medium=Medium.DOCUMENT, file_id=file_id)
        case {"contact": {"phone_number": phone} as contact}:
            is_own = contact.get("user_id") == user_id
            return replace(sent, medium=Medium.CONTACT, phone=typed(phone), is_own=is_own)
        case {"location": {"latitude": latitude, "longitude": longitude}}:
            return replace(sent, medium=Medium.LOCATION, place=(latitude, longitude))
    return sent


def _rewritten(message: Mapping[str, Any]) -> Incoming:
    """New words of a person in their own chat; whatever else was edited is nothing to us."""
    user = message.get("from")
    text = typed(message.get("text", message.get("caption", "")))
    if message["chat"]["type"] != ChatType.PRIVATE or user is None or user["is_bot"] or not text:
        return Ignored()
    return Rewrote(user["id"], user.get("language_code"), text, message["message_id"])


def _membership(change: Mapping[str, Any]) -> Incoming:
    chat, member = change["chat"], change["new_chat_member"]
    if chat["type"] == ChatType.PRIVATE:
        blocked = member["status"] == ChatMember.BANNED
        return Blocked(chat["id"]) if blocked else Unblocked(chat["id"])
    return read_membership(chat, member, change["from"]["id"])
