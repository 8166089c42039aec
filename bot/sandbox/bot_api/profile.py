"""The methods about the bot itself: its commands, name, descriptions, rights and menu button."""

import re
from collections.abc import Mapping

from bot.sandbox.rules.params import Params
from bot.sandbox.rules.refusals import bad_request
from bot.sandbox.world.chats import Chat, Wire
from bot.sandbox.world.world import ADMINISTRATOR_RIGHTS, MenuKey, World

COMMANDS_LIMIT = 100
NAME_LIMIT = 64
DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION_LIMIT = 256
LANGUAGE = re.compile(r"[a-z]{2}")
SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators"})
MENU_BUTTONS = frozenset({"commands", "default", "web_app"})


def set_my_commands(world: World, params: Params) -> bool:
    """Set the menu of commands for a scope and a language."""
    commands = params["commands"]
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked: list[Wire] = []
    for command in commands:
        if command.keys() - {"command", "description"}:
            raise bad_request("can't parse BotCommand: unknown field")
        name = str(command.get("command", "")).removeprefix("/")
        description = str(command.get("description", "")).strip()
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= COMMAND_DESCRIPTION_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        checked.append({"command": name, "description": description})
    names = [command["command"] for command in checked]
    if len(set(names)) < len(names):
        raise bad_request("BOT_COMMAND_DUPLICATE")
    world.profile.commands[_scope(world, params)] = checked
    for chat_id in tuple(world.chats):
        world.tell("changed", chat_id)
    return True


def get_my_commands(world: World, params: Params) -> list[Wire]:
    """Read back exactly the menu of a scope and a language; no fallback."""
    return world.profile.commands.get(_scope(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Take a menu away, so that the wider scope shows through."""
    world.profile.commands.pop(_scope(world, params), None)
    return True


def _scope(world: World, params: Params) -> MenuKey:
    scope = params.get("scope") or {"type": "default"}
    kind = scope.get("type")
    language = _language(params)
    if kind in SCOPES:
        return MenuKey(kind, 0, 0, language)
    if kind in CHAT_SCOPES or kind == "chat_member":
        chat_id = scope.get("chat_id")
        if not isinstance(chat_id, int | str):
            raise bad_request("chat_id is empty")
        if isinstance(chat_id, str) and not chat_id.startswith("@"):
            chat_id = int(chat_id)
        chat = world.find_chat(chat_id)
        if kind != "chat" and not chat.is_group:
            raise bad_request("can't use the scope in a private chat")
        user_id = int(scope["user_id"]) if kind == "chat_member" else 0
        return MenuKey(kind, chat.chat_id, user_id, language)
    raise bad_request("can't parse BotCommandScope: unsupported type specified")


def _language(params: Params) -> str:
    language: str = params.get("language_code", "")
    if language and not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def menu_for(world: World, chat: Chat, user_id: int, language: str | None) -> list[Wire]:
    """Find the menu a person sees in a chat: the narrowest scope wins, then the language.

    The order is that of "Determining list of commands" in the Bot API.
    """
    code = (language or "")[:2].lower()
    admin = chat.members.get(user_id) in ("creator", "administrator")
    here = chat.chat_id
    if chat.kind == "private":
        scopes = [("chat", here, 0), ("all_private_chats", 0, 0)]
    else:
        scopes = [("chat_member", here, user_id)]
        scopes += [("chat_administrators", here, 0)] if admin else []
        scopes += [("chat", here, 0)]
        scopes += [("all_chat_administrators", 0, 0)] if admin else []
        scopes += [("all_group_chats", 0, 0)]
    scopes.append(("default", 0, 0))
    commands = world.profile.commands
    for kind, chat_id, member in scopes:
        for spoken in (code, ""):
            found = commands.get(MenuKey(kind, chat_id, member, spoken))
            if found:
                return found
    return []


def set_my_name(world: World, params: Params) -> bool:
    """Set the bot's name in a language."""
    return _set_text(world.profile.names, params, "name", NAME_LIMIT)


def set_my_description(world: World, params: Params) -> bool:
    """Set what an empty chat with the bot shows."""
    return _set_text(world.profile.descriptions, params, "description", DESCRIPTION_LIMIT)


def set_my_short_description(world: World, params: Params) -> bool:
    """Set what the bot's profile page shows."""
    return _set_text(
        world.profile.short_descriptions, params, "short_description", SHORT_DESCRIPTION_LIMIT
    )


def _set_text(texts: dict[str, str], params: Params, name: str, limit: int) -> bool:
    words = params.get(name, "")
    if len(words) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    language = _language(params)
    if words:
        texts[language] = words
    else:
        texts.pop(language, None)
    return True


def get_my_name(world: World, params: Params) -> Wire:
    """Read the bot's name in a language, its first name if none was set."""
    return {"name": _text_for(world.profile.names, params) or world.bot.first_name}


def get_my_description(world: World, params: Params) -> Wire:
    """Read the description in a language."""
    return {"description": _text_for(world.profile.descriptions, params)}


def get_my_short_description(world: World, params: Params) -> Wire:
    """Read the short description in a language."""
    return {"short_description": _text_for(world.profile.short_descriptions, params)}


def _text_for(texts: Mapping[str, str], params: Params) -> str:
    return texts.get(_language(params)) or texts.get("", "")


def set_my_default_administrator_rights(world: World, params: Params) -> bool:
    """Say which rights the bot asks for when it is made an administrator."""
    rights = params.get("rights", {})
    unknown = rights.keys() - {*ADMINISTRATOR_RIGHTS, "can_post_messages", "can_edit_messages",
                               "can_manage_topics", "can_manage_direct_messages",
                               "can_manage_tags"}  # fmt: skip
    if unknown:
        raise bad_request(f'can\'t parse ChatAdministratorRights: unknown field "{min(unknown)}"')
    world.profile.administrator_rights[bool(params.get("for_channels"))] = rights
    return True


def get_my_default_administrator_rights(world: World, params: Params) -> Wire:
    """Read back which rights the bot asks for."""
    rights = world.profile.administrator_rights.get(bool(params.get("for_channels")), {})
    return dict.fromkeys(ADMINISTRATOR_RIGHTS, False) | rights


def set_chat_menu_button(world: World, params: Params) -> bool:
    """Choose what the button beside the text field does."""
    button = params.get("menu_button") or {"type": "default"}
    if button.get("type") not in MENU_BUTTONS:
        raise bad_request("can't parse MenuButton: unsupported type specified")
    chat_id = params.get("chat_id", 0)
    if chat_id:
        world.find_chat(chat_id)
    world.profile.menu_buttons[chat_id] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Wire:
    """Read what the button beside the text field does."""
    buttons = world.profile.menu_buttons
    return buttons.get(params.get("chat_id", 0)) or buttons.get(0) or {"type": "commands"}
