"""The methods that change, remove, pin or mark a message that is already there."""

from collections.abc import Mapping

from bot.sandbox.bot_api.sending import read_caption, read_message_text
from bot.sandbox.rules.params import Params
from bot.sandbox.rules.refusals import bad_request
from bot.sandbox.world.chats import Chat, Message, Wire
from bot.sandbox.world.world import World

DELETE_WITHIN = 48 * 3600  # seconds
DELETIONS_LIMIT = 100
CALLBACK_TEXT_LIMIT = 200
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
# What the Bot API lists under ReactionTypeEmoji.
REACTIONS = frozenset(
    """
    👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭
    💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡
    🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
    """.split()  # noqa: SIM905 - one in a line would be seventy lines
)


def edit_message_text(world: World, params: Params) -> Wire:
    """Change the words of a message, and its keyboard: none given means none left."""
    chat, message = _own_message(world, params)
    text, entities = read_message_text(params)
    if "text" not in message.wire:
        raise bad_request("there is no text in the message to edit")
    content: Wire = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    changed = ("text", "entities", "link_preview_options")
    return _edit(world, chat, message, params, content, changed, html=params["text"])


def edit_message_caption(world: World, params: Params) -> Wire:
    """Change the words under a picture or a file."""
    chat, message = _own_message(world, params)
    if "text" in message.wire or not message.content:
        raise bad_request("there is no caption in the message to edit")
    changed = ("caption", "caption_entities", "show_caption_above_media")
    html = params.get("caption")
    return _edit(world, chat, message, params, read_caption(params), changed, html=html)


def edit_message_reply_markup(world: World, params: Params) -> Wire:
    """Change the keyboard under a message and nothing else."""
    chat, message = _own_message(world, params)
    return _edit(world, chat, message, params, {}, (), html=message.html)


def _own_message(world: World, params: Params) -> tuple[Chat, Message]:
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = world.open_chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or "forward_origin" in message.wire:
        raise bad_request("message can't be edited")
    if message.reply_keyboard is not None:
        # Telegram edits no message that brought a keyboard of the other sort.
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    world: World,
    chat: Chat,
    message: Message,
    params: Params,
    content: Wire,
    replaced: tuple[str, ...],
    html: str | None,
) -> Wire:
    old = message.wire
    markup = params.get("reply_markup")
    if markup and any(markup["inline_keyboard"]):
        content["reply_markup"] = {"inline_keyboard": markup["inline_keyboard"]}
    compared = (*replaced, "reply_markup")
    if all(content.get(name) == old.get(name) for name in compared):
        raise bad_request(NOT_MODIFIED)
    wire = {name: value for name, value in old.items() if name not in compared}
    message.wire = {**wire, **content, "edit_date": world.now()}
    message.html = html
    world.tell("changed", chat.chat_id)
    return message.wire


def delete_message(world: World, params: Params) -> bool:
    """Remove a message younger than 48 hours."""
    chat = world.open_chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, chat, message)
    del chat.messages[message.message_id]
    world.tell("changed", chat.chat_id)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Remove up to a hundred messages; those that are gone already are skipped."""
    ids = params["message_ids"]
    if not 1 <= len(ids) <= DELETIONS_LIMIT:
        raise bad_request("wrong number of message identifiers specified")
    chat = world.open_chat(params["chat_id"])
    found = [chat.messages[number] for number in ids if number in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        chat.messages.pop(message.message_id, None)
    world.tell("changed", chat.chat_id)
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    if world.now() - message.wire["date"] > DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    if not message.from_bot and chat.kind != "private" and not chat.bot_is_admin:
        raise bad_request("message can't be deleted")


def pin_chat_message(world: World, params: Params) -> bool:
    """Pin a message; in groups only an administrator may."""
    chat, message = _pinnable(world, params, "pin")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
    world.tell("changed", chat.chat_id)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """Unpin one message, the newest pinned one if none is named."""
    if "message_id" not in params:
        chat = world.open_chat(params["chat_id"])
        _check_pin_rights(chat)
        if not chat.pinned:
            raise bad_request("message to unpin not found")
        chat.pinned.pop()
    else:
        chat, message = _pinnable(world, params, "unpin")
        if message.message_id in chat.pinned:
            chat.pinned.remove(message.message_id)
    world.tell("changed", chat.chat_id)
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    """Unpin every message of the chat."""
    chat = world.open_chat(params["chat_id"])
    _check_pin_rights(chat)
    chat.pinned.clear()
    return True


def _pinnable(world: World, params: Params, verb: str) -> tuple[Chat, Message]:
    chat = world.open_chat(params["chat_id"])
    _check_pin_rights(chat)
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return chat, message


def _check_pin_rights(chat: Chat) -> None:
    if chat.kind != "private" and not chat.bot_is_admin:
        raise bad_request("not enough rights to manage pinned messages in the chat")


def set_message_reaction(world: World, params: Params) -> bool:
    """Put one emoji under a message, or take it away."""
    chat = world.open_chat(params["chat_id"])
    if params["message_id"] not in chat.messages:
        raise bad_request("message to react not found")
    reactions = params.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        _check_reaction(reaction)
    chat.reactions[params["message_id"]] = reactions
    world.tell("changed", chat.chat_id)
    return True


def _check_reaction(reaction: Mapping[str, object]) -> None:
    if reaction.get("type") != "emoji" or reaction.get("emoji") not in REACTIONS:
        raise bad_request("REACTION_INVALID")


def answer_callback_query(world: World, params: Params) -> bool:
    """End the spinner on a tapped button, once, within 150 seconds."""
    tap = world.tap_to_answer(params["callback_query_id"])
    text = params.get("text")
    if text is not None and len(text) > CALLBACK_TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.answered = True
    tap.toast = text or None
    tap.alert = bool(params.get("show_alert"))
    tap.url = params.get("url")
    world.changed.fire()
    return True
