"""The groups and channels that get notices: which ones get a draft, and which are registered."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain
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
_CLOSED: Final = "⚠️"
_ASK_TO_OPEN: Final = Msg("Ask an administrator there to let it write; until then nothing arrives.")


class ChatLine(NamedTuple):
    """A group or channel; without a language it is not registered.

    Args:
        may_write: Whether the bot may write there.
    """

    id: int
    title: str
    language: Language | None
    may_write: bool = True


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
            _sign(chat, chosen),
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
            *(_closed(chat) for chat in shown if not chat.may_write),
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
        line
        for n, chat in enumerate(shown, start=1)
        for line in (
            navigation.numbered(n, Labelled(Plain(chat.title), _language_of(chat))),
            *(() if chat.may_write else (_closed(chat),)),
        )
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


def pick_chat_language(chat: ChatLine, page: int) -> Screen:
    """Asks in which language a group or channel is to get notices.

    Args:
        page: Of the list that it was chosen from.
    """
    buttons = [
        Button(Plain(language.own_name), RegisterChat(chat.id, language.value, page))
        for language in OFFERED
    ]
    return Screen(
        here=PickChatLanguage(chat.id, page),
        title=Plain(chat.title),
        lines=(
            *(() if chat.may_write else (_closed(chat), _ASK_TO_OPEN)),
            Msg("In which language shall it get notices?"),
        ),
        rows=(
            *navigation.pairs(buttons),
            (Button(Msg("No notices"), RegisterChat(chat.id, page=page), "✖️"),),
            navigation.footer(ListNoticeChats(page)),
        ),
    )


def _sign(chat: ChatLine, chosen: frozenset[int]) -> str:
    if chat.id in chosen:
        return "✅"
    return "" if chat.may_write else _CLOSED


def _closed(chat: ChatLine) -> Phrase:
    """The mark of a group or channel in which the bot may not write."""
    return Labelled(Plain(f"{_CLOSED} {chat.title}"), Msg("the bot may not write there"))


def _language_of(chat: ChatLine) -> Plain | Msg:
    return Plain(chat.language.own_name) if chat.language else Msg("not registered")
