"""What an update means for us; everything else Telegram says about it is dropped here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatType

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?\Z", re.DOTALL)
_SERVICE = (
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
)
"""What Telegram itself writes into a private chat: nobody said anything to the bot."""
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""Kinds of updates we ask Telegram for. Edited messages are left out: an answer was given."""


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
    """A person wrote something that is no command."""

    user_id: int
    telegram_language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A person sent a command; the name is in lower case, without slash and bot name."""

    user_id: int
    telegram_language: str | None
    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A person sent something that is not text: a picture, a voice message, a sticker."""

    user_id: int
    telegram_language: str | None


Private = Tapped | Wrote | Commanded | Sent


@dataclass(frozen=True, slots=True)
class CommandedInGroup:
    """Somebody called the bot in a group; nothing about them is taken along."""

    chat_id: int
    name: str
    argument: str


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


Incoming = Private | CommandedInGroup | TappedInGroup | Blocked | Unblocked | Ignored


def read_update(raw: Mapping[str, Any], bot: Bot, bot_username: str) -> Incoming:
    """What an update means.

    Args:
        raw: The update as Telegram sent it.
        bot_username: Commands addressed to another bot are ignored.
    """
    update = Update.de_json(dict(raw), bot)
    if update.callback_query is not None:
        return _tapped(update.callback_query)
    if update.message is not None:
        return _message(update.message, bot_username)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return Ignored()


def _tapped(query: CallbackQuery) -> Incoming:
    message = query.message
    if message is not None and message.chat.type != ChatType.PRIVATE:
        return TappedInGroup(query.id)
    return Tapped(
        user_id=query.from_user.id,
        telegram_language=query.from_user.language_code,
        callback_id=query.id,
        message_id=message.message_id if message is not None else None,
        data=query.data or "",
    )


def _message(message: Message, bot_username: str) -> Incoming:
    command = _COMMAND.match(message.text or "")
    if command and (command[2] or bot_username).lower() != bot_username.lower():
        return Ignored()
    name = command[1].lower() if command else ""
    argument = (command[3] or "").strip() if command else ""
    if message.chat.type != ChatType.PRIVATE:
        return CommandedInGroup(message.chat.id, name, argument) if command else Ignored()
    user: User | None = message.from_user
    if user is None or user.is_bot or any(getattr(message, kind) is not None for kind in _SERVICE):
        return Ignored()
    if command:
        return Commanded(user.id, user.language_code, name, argument)
    if message.text:
        return Wrote(user.id, user.language_code, message.text)
    return Sent(user.id, user.language_code)


def _membership(change: ChatMemberUpdated) -> Incoming:
    if change.chat.type != ChatType.PRIVATE:
        return Ignored()
    if change.new_chat_member.status == ChatMember.BANNED:
        return Blocked(change.chat.id)
    return Unblocked(change.chat.id)
