"""The table of methods: what each one needs, what it may be given, and who performs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.bot_api import asking, editing, profile, sending
from bot.sandbox.rules.params import (
    Kind,
    Params,
    absent,
    an_object,
    any_markup,
    chat,
    flag,
    inline_markup,
    number,
    objects,
    text,
    texts,
    upload,
    whole,
    wholes,
)
from bot.sandbox.world.world import World


@dataclass(frozen=True, slots=True)
class Method:
    """One row: who performs the method, and the kinds of its parameters."""

    perform: Callable[[World, Params], Any]
    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)


def _by_server(_world: World, _params: Params) -> Any:
    raise AssertionError("the server itself performs this method")


# What every message can have. What is `absent` Telegram has and the sandbox refuses.
PLACE: dict[str, Kind] = {
    "disable_notification": flag,
    "protect_content": flag,
    "message_effect_id": text,
    "message_thread_id": whole,
    "direct_messages_topic_id": absent,
    "suggested_post_parameters": absent,
}
MESSAGE: dict[str, Kind] = {
    **PLACE,
    "allow_paid_broadcast": flag,
    "reply_markup": any_markup,
    "reply_parameters": an_object,
}
SENT: dict[str, Kind] = {**MESSAGE, "business_connection_id": absent}
CAPTION: dict[str, Kind] = {"caption": text, "parse_mode": text, "caption_entities": objects}
EDITED: dict[str, Kind] = {
    "chat_id": chat,
    "message_id": whole,
    "reply_markup": inline_markup,
    "inline_message_id": absent,
    "business_connection_id": absent,
}
CHAT: dict[str, Kind] = {"chat_id": chat}
IN_CHAT: dict[str, Kind] = {"chat_id": chat, "message_id": whole}
COPIED: dict[str, Kind] = {"chat_id": chat, "from_chat_id": chat, "message_id": whole}
POINT: dict[str, Kind] = {"chat_id": chat, "latitude": number, "longitude": number}
SCOPE: dict[str, Kind] = {"scope": an_object, "language_code": text}
LANGUAGE: dict[str, Kind] = {"language_code": text}

METHODS: dict[str, Method] = {
    # updates
    "getUpdates": Method(
        _by_server,
        {},
        {"offset": whole, "limit": whole, "timeout": whole, "allowed_updates": texts},
    ),
    "setWebhook": Method(
        _by_server,
        {"url": text},
        {
            "max_connections": whole,
            "allowed_updates": texts,
            "drop_pending_updates": flag,
            "secret_token": text,
            "ip_address": text,
            "certificate": absent,
        },
    ),
    "deleteWebhook": Method(_by_server, {}, {"drop_pending_updates": flag}),
    "getWebhookInfo": Method(_by_server),
    # messages
    "sendMessage": Method(
        sending.send_message,
        {"chat_id": chat, "text": text},
        {"parse_mode": text, "entities": objects, "link_preview_options": an_object, **SENT},
    ),
    "sendPhoto": Method(
        sending.send_photo,
        {"chat_id": chat, "photo": upload},
        {**CAPTION, "show_caption_above_media": flag, "has_spoiler": flag, **SENT},
    ),
    "sendDocument": Method(
        sending.send_document,
        {"chat_id": chat, "document": upload},
        {**CAPTION, "thumbnail": upload, "disable_content_type_detection": flag, **SENT},
    ),
    "sendVoice": Method(
        sending.send_voice,
        {"chat_id": chat, "voice": upload},
        {**CAPTION, "duration": whole, **SENT},
    ),
    "sendLocation": Method(
        sending.send_location,
        POINT,
        {
            "horizontal_accuracy": number,
            "live_period": absent,
            "heading": absent,
            "proximity_alert_radius": absent,
            **SENT,
        },
    ),
    "sendVenue": Method(
        sending.send_venue,
        {**POINT, "title": text, "address": text},
        {
            "foursquare_id": text,
            "foursquare_type": text,
            "google_place_id": text,
            "google_place_type": text,
            **SENT,
        },
    ),
    "sendContact": Method(
        sending.send_contact,
        {"chat_id": chat, "phone_number": text, "first_name": text},
        {"last_name": text, "vcard": text, **SENT},
    ),
    "sendChatAction": Method(
        sending.send_chat_action,
        {"chat_id": chat, "action": text},
        {"message_thread_id": whole, "business_connection_id": absent},
    ),
    "copyMessage": Method(
        sending.copy_message,
        COPIED,
        {
            **CAPTION,
            "show_caption_above_media": flag,
            "video_start_timestamp": whole,
            **MESSAGE,
        },
    ),
    "copyMessages": Method(
        sending.copy_messages,
        {"chat_id": chat, "from_chat_id": chat, "message_ids": wholes},
        {
            "disable_notification": flag,
            "protect_content": flag,
            "remove_caption": flag,
            "message_thread_id": whole,
            "direct_messages_topic_id": absent,
        },
    ),
    "forwardMessage": Method(
        sending.forward_message, COPIED, {**PLACE, "video_start_timestamp": whole}
    ),
    # messages that are there already
    "editMessageText": Method(
        editing.edit_message_text,
        {"text": text},
        {
            **EDITED,
            "parse_mode": text,
            "entities": objects,
            "link_preview_options": an_object,
            "rich_message": absent,
        },
    ),
    "editMessageCaption": Method(
        editing.edit_message_caption, {}, {**EDITED, **CAPTION, "show_caption_above_media": flag}
    ),
    "editMessageReplyMarkup": Method(editing.edit_message_reply_markup, {}, EDITED),
    "deleteMessage": Method(editing.delete_message, IN_CHAT),
    "deleteMessages": Method(editing.delete_messages, {"chat_id": chat, "message_ids": wholes}),
    "pinChatMessage": Method(
        editing.pin_chat_message,
        IN_CHAT,
        {"disable_notification": flag, "business_connection_id": absent},
    ),
    "unpinChatMessage": Method(
        editing.unpin_chat_message, CHAT, {"message_id": whole, "business_connection_id": absent}
    ),
    "unpinAllChatMessages": Method(editing.unpin_all_chat_messages, CHAT),
    "setMessageReaction": Method(
        editing.set_message_reaction, IN_CHAT, {"reaction": objects, "is_big": flag}
    ),
    "answerCallbackQuery": Method(
        editing.answer_callback_query,
        {"callback_query_id": text},
        {"text": text, "show_alert": flag, "url": text, "cache_time": whole},
    ),
    # the bot itself
    "getMe": Method(asking.get_me),
    "setMyCommands": Method(profile.set_my_commands, {"commands": objects}, SCOPE),
    "getMyCommands": Method(profile.get_my_commands, {}, SCOPE),
    "deleteMyCommands": Method(profile.delete_my_commands, {}, SCOPE),
    "setMyName": Method(profile.set_my_name, {}, {"name": text, **LANGUAGE}),
    "getMyName": Method(profile.get_my_name, {}, LANGUAGE),
    "setMyDescription": Method(profile.set_my_description, {}, {"description": text, **LANGUAGE}),
    "getMyDescription": Method(profile.get_my_description, {}, LANGUAGE),
    "setMyShortDescription": Method(
        profile.set_my_short_description, {}, {"short_description": text, **LANGUAGE}
    ),
    "getMyShortDescription": Method(profile.get_my_short_description, {}, LANGUAGE),
    "setMyDefaultAdministratorRights": Method(
        profile.set_my_default_administrator_rights, {}, {"rights": an_object, "for_channels": flag}
    ),
    "getMyDefaultAdministratorRights": Method(
        profile.get_my_default_administrator_rights, {}, {"for_channels": flag}
    ),
    "setChatMenuButton": Method(
        profile.set_chat_menu_button, {}, {"chat_id": whole, "menu_button": an_object}
    ),
    "getChatMenuButton": Method(profile.get_chat_menu_button, {}, {"chat_id": whole}),
    # chats and files
    "getChat": Method(asking.get_chat, CHAT),
    "getChatMember": Method(asking.get_chat_member, {"chat_id": chat, "user_id": whole}),
    "leaveChat": Method(asking.leave_chat, CHAT),
    "getFile": Method(asking.get_file, {"file_id": text}),
}

# Telegram reads the names of methods without looking at capitals.
METHOD_NAMES = {name.lower(): name for name in METHODS}

# What Telegram has and the sandbox has not: asking for it is a gap here, not a mistake there.
NOT_HERE = frozenset(
    """
    answerInlineQuery answerPreCheckoutQuery answerShippingQuery answerWebAppQuery
    approveChatJoinRequest banChatMember close createChatInviteLink createForumTopic
    createInvoiceLink declineChatJoinRequest deleteChatPhoto deleteChatStickerSet
    editChatInviteLink editMessageChecklist editMessageLiveLocation editMessageMedia
    exportChatInviteLink forwardMessages getChatAdministrators getChatMemberCount
    getCustomEmojiStickers getMyStarBalance getStickerSet getUserChatBoosts getUserProfilePhotos
    logOut promoteChatMember refundStarPayment restrictChatMember revokeChatInviteLink
    sendAnimation sendAudio sendChecklist sendDice sendGame sendInvoice sendMediaGroup
    sendMessageDraft sendPaidMedia sendPoll sendRichMessage sendSticker sendVideo sendVideoNote
    setChatDescription setChatPermissions setChatPhoto setChatTitle setMyProfilePhoto
    setStickerSetTitle stopMessageLiveLocation stopPoll unbanChatMember unbanChatSenderChat
    uploadStickerFile
    """.lower().split()
)
