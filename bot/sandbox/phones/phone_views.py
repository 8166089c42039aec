"""What the phone page shows, as JSON."""

from typing import Any

from bot.sandbox.bot_api.profile import menu_for
from bot.sandbox.world.chats import Chat, Message, Wire
from bot.sandbox.world.world import World

TYPING_LASTS_SECONDS = 5.0  # seconds, as in Telegram
FILES_URL = "/phone/api/files"
KIND_NAMES = {"callback_data": "callback"}


def chat_view(world: World, chat: Chat, viewer: int, language: str | None) -> Wire:
    """Describe a chat as one person sees it."""
    typing = chat.typing_since is not None and (
        world.clock.seconds() - chat.typing_since < TYPING_LASTS_SECONDS
    )
    return {
        "messages": [message_view(world, message, viewer) for message in chat.visible()],
        "menu": menu_for(world, chat, viewer, language),
        "blocked": chat.blocked,
        "typing": typing,
        "pinned": chat.pinned[-1] if chat.pinned else None,
        "description": world.profile.descriptions.get((language or "")[:2])
        or world.profile.descriptions.get("", ""),
    }


def message_view(world: World, message: Message, viewer: int) -> Wire:
    """Describe one message as the phone page draws it."""
    wire = message.wire
    sender = wire.get("from", world.bot_wire)
    side = "me" if sender["id"] == viewer else "other"
    return {
        "id": message.message_id,
        "from": "bot" if message.from_bot else side,
        "name": sender["first_name"],
        "text": message.text,
        "html": message.safe_html,
        "date": message.date.isoformat(),
        "edited": message.edited,
        "silent": message.silent,
        "protected": message.protected,
        "forwarded": "forward_origin" in wire,
        "reply_to": wire.get("reply_to_message", {}).get("message_id"),
        "buttons": [[_button_view(button) for button in row] for row in message.rows],
        "reply_keyboard": message.reply_keyboard,
        **_content_view(wire),
    }


def _button_view(button: Any) -> Wire:
    return {
        "label": button.label,
        "data": button.value if button.url is None else None,
        "url": button.url,
        "kind": KIND_NAMES.get(button.kind, button.kind),
    }


def _content_view(wire: Wire) -> Wire:
    photo = wire["photo"][-1] if "photo" in wire else None
    document, voice = wire.get("document"), wire.get("voice")
    venue, sticker, contact = wire.get("venue"), wire.get("sticker"), wire.get("contact")
    return {
        "photo": photo and {"url": _url(photo), "size": photo["file_size"]},
        "document": document
        and {
            "name": document["file_name"],
            "size": document["file_size"],
            "url": _url(document),
        },
        "voice": voice and {"duration": voice["duration"], "url": _url(voice)},
        "location": _place_view(wire.get("location")),
        "venue": venue and {"title": venue["title"], "address": venue["address"]},
        "contact": contact,
        "sticker": sticker and {"emoji": sticker.get("emoji")},
    }


def _place_view(place: Wire | None) -> Wire | None:
    return place and {"lat": place["latitude"], "lon": place["longitude"]}


def _url(file_wire: Wire) -> str:
    return f"{FILES_URL}/{file_wire['file_id']}"
