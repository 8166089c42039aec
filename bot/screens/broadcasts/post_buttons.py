"""The button under a broadcast: what it opens, and which addresses it cannot open."""

from collections.abc import Mapping
from typing import Final

from bot.domain.broadcasts.addresses import AddressFault
from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.content import Content
from bot.domain.text.phrases import Labelled, Msg
from bot.screens import navigation
from bot.screens.broadcasts.actions import (
    ChoosePostButton,
    SetCallButton,
    ShowBroadcastDraft,
    TypeLink,
)
from bot.screens.broadcasts.drafts import button_name
from bot.screens.screen import Button, Screen

FAULTS: Final[Mapping[AddressFault, Msg]] = {
    AddressFault.UNREADABLE: Msg("I did not understand the address."),
    AddressFault.WITH_NAME: Msg(
        "This address has a name before an @. People cannot see from it where it leads."
    ),
    AddressFault.NUMBERS: Msg(
        "This address has a number in place of a name. People cannot see from it whose it is."
    ),
    AddressFault.OTHER_LETTERS: Msg(
        "The name in this address has letters that can look like others. Please take a to z."
    ),
}
"""Why an address is not taken, and what would be."""


def choose_button(broadcast: Broadcast, content: Content, page: int) -> Screen:
    """What the button under the message opens, and what it can open instead."""
    calls = list(content.calls.values())
    shown, page = navigation.page_of(calls, page)
    lines = [navigation.numbered(n, call.title) for n, call in enumerate(shown, start=1)]
    return Screen(
        here=ChoosePostButton(page),
        title=Msg("The button under the message"),
        lines=(
            Labelled(Msg("Button"), button_name(broadcast.button, content)),
            Msg("Choose the call that it opens, or type an address."),
            None,
            *lines,
        ),
        rows=(
            navigation.numbers([SetCallButton(call.id) for call in shown]),
            navigation.pager(
                len(calls), page, ChoosePostButton(max(page - 1, 0)), ChoosePostButton(page + 1)
            ),
            (
                Button(Msg("An address"), TypeLink(), "🔗"),
                Button(Msg("No button"), SetCallButton(), "✖️"),
            ),
            navigation.footer(ShowBroadcastDraft()),
        ),
    )


def type_link(fault: AddressFault | None = None) -> Screen:
    """Asks for the address that the button opens.

    Args:
        fault: What speaks against the one that was typed before.
    """
    ask = Msg("Type the address that the button opens. It begins with https://")
    return Screen(
        here=TypeLink(),
        title=Msg("The address of the button"),
        lines=(ask,) if fault is None else (FAULTS[fault], None, ask),
        rows=(navigation.footer(ChoosePostButton()),),
    )
