"""From what a message says to the call that sends it, and from the answer to what became of it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.domain.delivery.media import Enclosure
from bot.domain.delivery.outbox import DeliveryReason, Due, Recipient
from bot.domain.delivery.outcomes import (
    Moved,
    NotSent,
    Outcome,
    Refused,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.domain.text.languages import Language
from bot.i18n.translator import Translator
from bot.screens.broadcasts.post import Edit, Post, PostKind, Recall
from bot.screens.notices import Notice, as_screen
from bot.screens.screen import Screen
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.courier import KEPT_FILES, retry_seconds
from bot.transport.render import keyboard, render
from bot.transport.request import NotSentError

Content = Notice | Screen | Post | Edit | Recall
Renderer = Callable[[UnitOfWork, Due], Awaitable[Content | None]]
"""Says what a message says, in a transaction that only reads, at the time of sending; None if there
is nothing to say any more. Of a notice, discreet people see the neutral form; a screen or a post
is shown as it is, and without a sound to discreet people."""

Renderers = Mapping[str, Renderer]
"""By kind of message."""

_METHODS: Final = {
    PostKind.TEXT: ("sendMessage", "text"),
    PostKind.PHOTO: ("sendPhoto", "photo"),
    PostKind.DOCUMENT: ("sendDocument", "document"),
    PostKind.VOICE: ("sendVoice", "voice"),
}
_NO_CHAT: Final = ("chat not found", "peer_id_invalid")
_DEACTIVATED: Final = "user is deactivated"
_NO_RIGHTS: Final = re.compile(
    "not enough rights to send|no rights to send|need administrator rights in the channel"
    "|chat_write_forbidden|chat_send_[a-z]+_forbidden|chat_admin_required|chat_restricted"
)
"""How Telegram says that a bot may not write in a group or channel."""
_OF_ANOTHER_SORT: Final = ("there is no text in the message", "there is no caption in the message")
_NO_SUCH_FILE: Final = ("wrong file identifier", "wrong remote file", "file reference")
_UNCHANGED: Final = "message is not modified"
_GATEWAY: Final = ("bad gateway", "service unavailable")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A call that sends a message, or changes one.

    Args:
        instead: The call to make where an edit finds a message of another sort, or a file is gone.
    """

    method: str
    parameters: Mapping[str, Any]
    instead: "Parcel | None" = None


def pack(content: Content, recipient: Recipient, translator: Translator) -> Parcel:
    """The call that sends something, in the language and form that the recipient wants."""
    language = recipient.language or Language.ENGLISH
    discreet = recipient.discreet is True
    common = {"chat_id": recipient.chat_id, "disable_notification": discreet}
    if isinstance(content, Recall):
        gone = {"chat_id": recipient.chat_id, "message_id": content.message_id}
        return Parcel("deleteMessage", gone)
    if isinstance(content, Edit):
        return _pack_edit(content, recipient, translator, language)
    if isinstance(content, Post):
        return _pack_post(content, common, translator, content.language or language)
    screen = as_screen(content, discreet=discreet) if isinstance(content, Notice) else content
    words = render(screen, translator, language).as_parameters()
    parcel = Parcel("sendMessage", {**common, **words})
    if isinstance(content, Notice) and content.enclosed is not None and not discreet:
        return _pack_with_file(content.enclosed, common, words, parcel)
    return parcel


def _pack_with_file(
    file: Enclosure, common: Mapping[str, Any], words: Mapping[str, Any], without: Parcel
) -> Parcel:
    """A notice below the file that belongs to it; alone if Telegram keeps that no more."""
    method, field = KEPT_FILES[file.medium]
    caption = {"caption": words["text"], "parse_mode": "HTML"}
    markup = {"reply_markup": words["reply_markup"]}
    return Parcel(method, {**common, field: file.file_id, **caption, **markup}, instead=without)


def _pack_post(
    post: Post, common: Mapping[str, Any], translator: Translator, language: Language
) -> Parcel:
    method, field = _METHODS[post.kind]
    buttons = {"reply_markup": {"inline_keyboard": keyboard(post.rows, translator, language)}}
    with_buttons = {**common, **(buttons if post.rows else {})}
    if post.kind is PostKind.TEXT:
        words: dict[str, Any] = {
            field: post.html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
    else:
        words = {field: post.file_id}
        if post.html:
            words |= {"caption": post.html, "parse_mode": "HTML"}
    return Parcel(method, {**with_buttons, **words})


def _pack_edit(
    edit: Edit, recipient: Recipient, translator: Translator, language: Language
) -> Parcel:
    """New words, or the sign; the other of them where the message turns out to be of that sort."""
    at = {"chat_id": recipient.chat_id, "message_id": edit.message_id}
    sign = Parcel(
        "editMessageText", {**at, **render(edit.sign, translator, language).as_parameters()}
    )
    post = edit.post
    words: dict[str, Any] = {**at, "parse_mode": "HTML"}
    if post.rows:
        words["reply_markup"] = {"inline_keyboard": keyboard(post.rows, translator, language)}
    if post.kind is PostKind.TEXT:
        words |= {"text": post.html, "link_preview_options": {"is_disabled": True}}
        return sign if edit.as_sign else Parcel("editMessageText", words)
    words["caption"] = post.html
    if edit.as_sign:
        return replace(sign, instead=Parcel("editMessageCaption", words))
    return Parcel("editMessageCaption", words, instead=sign)


def has_another_way(error: TelegramError) -> bool:
    """Whether the call to make instead may do what this one could not.

    An edit fails where the message has no text, or is nothing but text; a file may be gone.
    """
    return any(words in error.message.lower() for words in (*_OF_ANOTHER_SORT, *_NO_SUCH_FILE))


def is_done_already(error: TelegramError) -> bool:
    """Whether an edit failed because the message says just that."""
    return _UNCHANGED in error.message.lower()


def outcome_of(error: TelegramError) -> Outcome:  # noqa: PLR0911 -- one line an outcome
    """What became of a message whose call failed."""
    words = error.message.lower()
    match error:
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case RetryAfter():
            return Throttled(retry_seconds(error))
        case Forbidden():
            return Unreachable(
                DeliveryReason.DEACTIVATED if _DEACTIVATED in words else DeliveryReason.BLOCKED
            )
        case BadRequest():
            return _why_bad(words)
        case NotSentError():
            return NotSent(DeliveryReason.NO_CONNECTION)
        case TimedOut():
            return Unknown(DeliveryReason.TIMED_OUT)
        case NetworkError():
            # A gateway that says so has not handed the request on.
            gateway = words.startswith(_GATEWAY)
            return NotSent(DeliveryReason.GATEWAY) if gateway else Unknown(DeliveryReason.BROKEN)
        case _:
            return NotSent(
                DeliveryReason.REFUSED
            )  # the token, for one: the message is not to blame


def _why_bad(words: str) -> Outcome:
    """What became of a message that Telegram does not accept: often the chat is to blame."""
    if _DEACTIVATED in words:
        return Unreachable(DeliveryReason.DEACTIVATED)
    if any(part in words for part in _NO_CHAT):
        return Unreachable(DeliveryReason.NO_CHAT)
    return Refused(DeliveryReason.NO_RIGHTS) if _NO_RIGHTS.search(words) else Refused()
