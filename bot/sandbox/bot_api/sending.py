"""The methods that put a message of the bot into a chat."""

from itertools import pairwise
from typing import Any

from bot.sandbox.rules.entities import CAPTION_LIMIT, TEXT_LIMIT, read_text
from bot.sandbox.rules.files import PHOTO_LIMIT, Upload, photo_wire
from bot.sandbox.rules.markup import Entity, utf16_length
from bot.sandbox.rules.params import Params
from bot.sandbox.rules.refusals import bad_request
from bot.sandbox.world.chats import CONTENT_FIELDS, Chat, Message, Wire
from bot.sandbox.world.world import World

CONTACT_NAME_LIMIT = 64
COPIES_LIMIT = 100
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, params: Params) -> Wire:
    """Send words: 1-4096 characters after the markup is read."""
    text, entities = read_message_text(params)
    content: Wire = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return _send(world, params, content, html=params["text"]).wire


def read_message_text(params: Params) -> tuple[str, list[Entity]]:
    """Read the text of a call and hold it to Telegram's length."""
    text, entities = read_text(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    # Telegram speaks of characters; UTF-16 units are the stricter reading of that.
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(params: Params) -> Wire:
    """Read the caption of a call, which may be empty."""
    caption, entities = read_text(
        params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities")
    )
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not caption:
        return {}
    content: Wire = {"caption": caption}
    if entities:
        content["caption_entities"] = entities
    if params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def send_photo(world: World, params: Params) -> Wire:
    """Send a picture: PNG, JPEG, GIF or WebP, at most 10 MB."""
    source = params["photo"]
    if isinstance(source, Upload) and len(source.content) > PHOTO_LIMIT:
        raise bad_request("file is too big for a photo")
    content = {"photo": photo_wire(world.files.take(source, "photos"))}
    return _send(world, params, content | read_caption(params), html=params.get("caption")).wire


def send_document(world: World, params: Params) -> Wire:
    """Send a file of any kind, at most 50 MB."""
    stored = world.files.take(params["document"], "documents")
    content: Wire = {
        "document": {**stored.wire, "file_name": stored.name, "mime_type": stored.content_type}
    }
    return _send(world, params, content | read_caption(params), html=params.get("caption")).wire


def send_voice(world: World, params: Params) -> Wire:
    """Send a voice message, uploaded or by its file id."""
    stored = world.files.take(params["voice"], "voice")
    voice = {**stored.wire, "duration": params.get("duration", 0), "mime_type": "audio/ogg"}
    content: Wire = {"voice": voice}
    return _send(world, params, content | read_caption(params), html=params.get("caption")).wire


def send_location(world: World, params: Params) -> Wire:
    """Send a point on the map to the chat."""
    return _send(world, params, {"location": read_place(params)}).wire


def read_place(params: Params) -> Wire:
    """Read latitude and longitude, in degrees."""
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    place: Wire = {"latitude": latitude, "longitude": longitude}
    if "horizontal_accuracy" in params:
        place["horizontal_accuracy"] = params["horizontal_accuracy"]
    return place


def send_venue(world: World, params: Params) -> Wire:
    """Send a place with a name and an address."""
    if not params["title"].strip() or not params["address"].strip():
        raise bad_request("venue title and address must be non-empty")
    place = read_place(params)
    venue = {"location": place, "title": params["title"], "address": params["address"]}
    return _send(world, params, {"venue": venue, "location": place}).wire


def send_contact(world: World, params: Params) -> Wire:
    """Send somebody's telephone number."""
    if not params["phone_number"].strip() or not params["first_name"].strip():
        raise bad_request("phone number and first name must be non-empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: params[name] for name in names if name in params}
    return _send(world, params, {"contact": contact}).wire


def send_chat_action(world: World, params: Params) -> bool:
    """Show for five seconds that the bot is typing, sending a picture, ..."""
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.open_chat(params["chat_id"])
    chat.typing_since = world.clock.seconds()
    world.tell("typing", chat.chat_id)
    return True


def copy_message(world: World, params: Params) -> Wire:
    """Send a message again without saying whose it was."""
    original = _original(world, params["from_chat_id"], params["message_id"], "copied")
    content = _content_of(original)
    if "caption" in params and "text" not in content:
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= read_caption(params)
    return {"message_id": _send(world, params, content, html=original.html).message_id}


def copy_messages(world: World, params: Params) -> list[Wire]:
    """Send up to a hundred messages again; those that cannot be copied are left out."""
    ids = params["message_ids"]
    if not 1 <= len(ids) <= COPIES_LIMIT:
        raise bad_request("wrong number of message identifiers specified")
    if any(left >= right for left, right in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    source = world.find_chat(params["from_chat_id"])
    world.open_chat(params["chat_id"])
    copied: list[Wire] = []
    for message_id in ids:
        original = source.messages.get(message_id)
        if original is None or original.protected or not _content_of(original):
            continue
        content = _content_of(original)
        if params.get("remove_caption"):
            for name in ("caption", "caption_entities"):
                content.pop(name, None)
        sent = _send(world, params, content, html=original.html)
        copied.append({"message_id": sent.message_id})
    if not copied:
        raise bad_request("there are no messages to copy")
    return copied


def forward_message(world: World, params: Params) -> Wire:
    """Send a message on, saying whose it was."""
    original = _original(world, params["from_chat_id"], params["message_id"], "forwarded")
    sender = original.wire.get("from", world.bot_wire)
    origin = original.wire.get("forward_origin") or {
        "type": "user",
        "date": original.wire["date"],
        "sender_user": sender,
    }
    content = {"forward_origin": origin, **_content_of(original)}
    return _send(world, params, content, html=original.html).wire


def _original(world: World, chat_id: int | str, message_id: int, what: str) -> Message:
    source = world.find_chat(chat_id)
    original = source.messages.get(message_id)
    if original is None:
        verb = "copy" if what == "copied" else "forward"
        raise bad_request(f"message to {verb} not found")
    if original.protected or not _content_of(original):
        raise bad_request(f"message can't be {what}")
    return original


def _content_of(message: Message) -> Wire:
    names = (
        *CONTENT_FIELDS,
        "text",
        "entities",
        "caption",
        "caption_entities",
        "link_preview_options",
    )
    return {name: message.wire[name] for name in names if name in message.wire}


def _send(world: World, params: Params, content: Wire, html: str | None = None) -> Message:
    """Put the message into the chat, with everything any message can have."""
    chat = world.open_chat(params["chat_id"])
    _require_right_to_write(chat)
    markup = params.get("reply_markup")
    reply_keyboard = None
    if markup is not None:
        if "inline_keyboard" not in markup:
            reply_keyboard = markup
        elif any(markup["inline_keyboard"]):
            content["reply_markup"] = {"inline_keyboard": markup["inline_keyboard"]}
    if params.get("protect_content"):
        content["has_protected_content"] = True
    if "message_effect_id" in params:
        if chat.kind != "private":
            raise bad_request("EFFECT_ID_INVALID")
        content["effect_id"] = params["message_effect_id"]
    if "message_thread_id" in params:
        content |= _thread(chat, params["message_thread_id"])
    if "reply_parameters" in params:
        content |= _reply(world, chat, params["reply_parameters"])
    return world.message_of_bot(
        chat,
        content,
        silent=bool(params.get("disable_notification")),
        html=html,
        reply_keyboard=reply_keyboard,
    )


def _require_right_to_write(chat: Chat) -> None:
    if chat.kind != "private" and not chat.bot_may_write:
        what = "need administrator rights in the channel chat"
        if chat.kind != "channel":
            what = "not enough rights to send text messages to the chat"
        raise bad_request(what)


def _thread(chat: Chat, thread_id: int) -> Wire:
    """Where a message goes that names a topic; General has none to be named."""
    if thread_id not in (chat.topics or {}):
        raise bad_request("message thread not found")
    return {"message_thread_id": thread_id, "is_topic_message": True}


def _reply(world: World, chat: Chat, reply: dict[str, Any]) -> Wire:
    source = world.find_chat(reply["chat_id"]) if reply.get("chat_id") else chat
    answered = source.messages.get(int(reply.get("message_id", 0)))
    if answered is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    quoted = {k: v for k, v in answered.wire.items() if k != "reply_to_message"}
    return {"reply_to_message": quoted}
