"""What is to be known of groups and channels: where the bot is, what it may do, what they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import ChatMember
from telegram.constants import ChatType

from bot.domain.text.escaping import typed


@dataclass(frozen=True, slots=True)
class AddedToChat:
    """Somebody added the bot to a group or channel, or changed what it may do there.

    Args:
        may_write: Whether the bot may write there now.
    """

    chat_id: int
    title: str
    user_id: int
    may_write: bool = True


@dataclass(frozen=True, slots=True)
class RemovedFromChat:
    """The bot is not in a group or channel any more."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class RenamedChat:
    """A group or channel has a new title."""

    chat_id: int
    title: str


@dataclass(frozen=True, slots=True)
class MovedChat:
    """A group became a supergroup, which has another number; both of them say so."""

    old: int
    new: int


ChatNews = AddedToChat | RemovedFromChat | RenamedChat | MovedChat
"""What is to be known of groups and channels."""


def read_membership(
    chat: Mapping[str, Any], member: Mapping[str, Any], user_id: int
) -> AddedToChat | RemovedFromChat:
    """What a change of the bot's membership in a group or channel means.

    Args:
        chat: The group or channel.
        member: What the bot is in it now.
        user_id: Who changed it.
    """
    if not _is_inside(member):
        return RemovedFromChat(chat["id"])
    writes = _may_write(member, in_channel=chat["type"] == ChatType.CHANNEL)
    return AddedToChat(chat["id"], _title(chat.get("title", "")), user_id, writes)


def read_news(message: Mapping[str, Any]) -> ChatNews | None:
    """What Telegram itself writes into a group or channel, where it changes what we know of it."""
    chat_id = message["chat"]["id"]
    match message:
        case {"migrate_to_chat_id": new}:
            return MovedChat(chat_id, new)
        case {"migrate_from_chat_id": old}:
            return MovedChat(old, chat_id)
        case {"new_chat_title": title}:
            return RenamedChat(chat_id, _title(title))
    return None


def _title(title: str) -> str:
    return typed(title)[:255]


def _is_inside(member: Mapping[str, Any]) -> bool:
    """Whether the bot is in a chat; who is restricted may be so from outside."""
    if member["status"] == ChatMember.RESTRICTED:
        return bool(member.get("is_member", True))
    return member["status"] not in {ChatMember.LEFT, ChatMember.BANNED}


def _may_write(member: Mapping[str, Any], *, in_channel: bool) -> bool:
    """Whether the bot may write in a chat: in a channel only administrators do."""
    match member["status"]:
        case ChatMember.OWNER:
            return True
        case ChatMember.ADMINISTRATOR:
            return not in_channel or bool(member.get("can_post_messages", True))
        case ChatMember.RESTRICTED:
            return not in_channel and bool(member.get("can_send_messages", True))
    return not in_channel
