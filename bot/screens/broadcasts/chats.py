"""The groups and channels that get notices: which ones get a draft, and which are registered."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Labelled, Msg, Plain
from bot.screens import navigation
from bot.screens.broadcasts.actions import (
    ChooseChats,
    ListNoticeChats,
    PickChatLanguage,
    RegisterChat,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ToggleChat,
)
from bot.screens.screen import Button, Screen

_TITLE: Final = 24
"""Characters of a title that a button shows."""


class ChatLine(NamedTuple):
    """A group or channel; without a language it is not registered."""

    id: int
    title: str
    language: Language | None


def choose_chats(
    chats: Sequence[ChatLine], chosen: frozenset[int], page: int, *, allowed: bool
) -> Screen:
    """Registered groups and channels; each tap adds one to the draft or takes it out.

    Args:
        chosen: The ids of those that get the draft.
        allowed: Whether the person's role reaches everybody, as a group may be anybody.
    """
    shown, page = navigation.page_of(chats, page)
    buttons = [
        Button(
            Plain(chat.title[:_TITLE]),
            ToggleChat(chat.id, page),
            "✅" if chat.id in chosen else "",
        )
        for chat in shown
    ]
    pager = navigation.pager(len(chats), page, ChooseChats(max(page - 1, 0)), ChooseChats(page + 1))
    ask = (
        Msg("Choose the groups and channels that get it too.")
        if chats
        else Msg("None is registered yet. Add the bot to a group or channel, then register it.")
    )
    return Screen(
        here=ChooseChats(page),
        title=Msg("Groups and channels"),
        lines=(
            ask if allowed else Msg("Your role reaches only some people, and groups are open."),
        ),
        rows=(
            *(navigation.pairs(buttons) if allowed else ()),
            pager if allowed else (),
            (Button(Msg("Register a group"), ListNoticeChats(), "➕"),) if allowed else (),
            navigation.footer(ShowBroadcastDraft()),
        ),
    )


def list_chats(chats: Sequence[ChatLine], page: int) -> Screen:
    """Groups and channels to which staff added the bot, and their languages."""
    shown, page = navigation.page_of(chats, page)
    lines = [
        navigation.numbered(n, Labelled(Plain(chat.title), _language_of(chat)))
        for n, chat in enumerate(shown, start=1)
    ]
    return Screen(
        here=ListNoticeChats(page),
        title=Msg("Groups and channels"),
        lines=tuple(lines)
        or (Msg("Add the bot to a group or channel yourself; then it appears here."),),
        rows=(
            navigation.numbers([PickChatLanguage(chat.id, page) for chat in shown]),
            navigation.pager(
                len(chats), page, ListNoticeChats(max(page - 1, 0)), ListNoticeChats(page + 1)
            ),
            navigation.footer(ShowBroadcasts()),
        ),
    )


def pick_chat_language(chat_id: int, title: str, page: int) -> Screen:
    """Asks in which language a group or channel is to get notices.

    Args:
        page: Of the list that it was chosen from.
    """
    buttons = [
        Button(Plain(language.own_name), RegisterChat(chat_id, language.value, page))
        for language in OFFERED
    ]
    return Screen(
        here=PickChatLanguage(chat_id, page),
        title=Plain(title),
        lines=(Msg("In which language shall it get notices?"),),
        rows=(
            *navigation.pairs(buttons),
            (Button(Msg("No notices"), RegisterChat(chat_id, page=page), "✖️"),),
            navigation.footer(ListNoticeChats(page)),
        ),
    )


def _language_of(chat: ChatLine) -> Plain | Msg:
    return Plain(chat.language.own_name) if chat.language else Msg("not registered")
