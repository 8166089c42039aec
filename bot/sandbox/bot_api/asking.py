"""The methods that only tell something: about the bot, a chat, a member or a file."""

from bot.sandbox.rules.files import DOWNLOAD_LIMIT
from bot.sandbox.rules.params import Params
from bot.sandbox.rules.refusals import bad_request
from bot.sandbox.world.chats import Wire
from bot.sandbox.world.world import World, member_wire


def get_me(world: World, _params: Params) -> Wire:
    """Tell who the bot is, as getMe does."""
    return {
        **world.bot_wire,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def get_chat(world: World, params: Params) -> Wire:
    """Tell everything about a chat."""
    chat = world.find_chat(params["chat_id"])
    full = {
        **chat.wire,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.pinned and chat.pinned[-1] in chat.messages:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].wire
    return full


def get_chat_member(world: World, params: Params) -> Wire:
    """Tell what somebody is in a chat."""
    chat = world.find_chat(params["chat_id"])
    user_id = params["user_id"]
    if user_id == world.bot.user_id:
        status = "member" if chat.kind == "private" else chat.bot_status
        return {**member_wire(status, chat.bot_rights), "user": world.bot_wire}
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    if chat.kind == "private":
        status = "member" if user_id == chat.chat_id else "left"
    else:
        status = chat.members.get(user_id, "left")
    return {**member_wire(status), "user": person.wire}


def leave_chat(world: World, params: Params) -> bool:
    """Leave a group or a channel."""
    chat = world.open_chat(params["chat_id"])
    if chat.kind == "private":
        raise bad_request("chat is not a group or a channel")
    chat.bot_status = "left"
    world.tell("changed", chat.chat_id)
    return True


def get_file(world: World, params: Params) -> Wire:
    """Tell where a file can be downloaded, if it has at most 20 MB."""
    stored = world.files.get(params["file_id"])
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**stored.wire, "file_path": stored.path}
