"""Groups and channels that get notices."""

from bot.domain.errors import NotFoundError
from bot.domain.text.languages import OFFERED, Language
from bot.screens.broadcasts import chats as screens
from bot.screens.broadcasts.actions import (
    ChooseChats,
    ListNoticeChats,
    PickChatLanguage,
    RegisterChat,
    ToggleChat,
)
from bot.screens.screen import Screen
from bot.services.broadcasts import chats
from bot.storage.broadcasts.chats import NoticeChat
from bot.transport.visit import Visit


async def choose(visit: Visit, action: ChooseChats) -> Screen:
    """The registered groups and channels, with those that get the draft ticked."""
    choice = await chats.chats_for_draft(visit.case)
    registered = [_line(chat) for chat in choice.registered]
    return screens.choose_chats(registered, choice.chosen, action.page, allowed=choice.allowed)


async def toggle(visit: Visit, action: ToggleChat) -> Screen:
    """The same groups and channels, after one was added to the draft or taken out."""
    await chats.toggle_chat(visit.case, action.chat)
    return await visit.draw(ChooseChats(action.page))


async def list_all(visit: Visit, action: ListNoticeChats) -> Screen:
    """Groups and channels to which staff added the bot, and in which language each gets notices."""
    known = await chats.known_chats(visit.case)
    return screens.list_chats([_line(chat) for chat in known], action.page)


async def pick_language(visit: Visit, action: PickChatLanguage) -> Screen:
    """The languages in which a group or channel can get notices."""
    chat = await chats.known_chat(visit.case, action.chat)
    return screens.pick_chat_language(_line(chat), action.page)


async def register(visit: Visit, action: RegisterChat) -> Screen:
    """The group or channel gets notices in the chosen language, or none any more."""
    if action.language and action.language not in OFFERED:
        raise NotFoundError("language")
    language = Language(action.language) if action.language else None
    await chats.register_chat(visit.case, action.chat, language)
    return await visit.draw(ListNoticeChats(action.page))


def _line(chat: NoticeChat) -> screens.ChatLine:
    return screens.ChatLine(chat.id, chat.title, chat.language, chat.may_write)
