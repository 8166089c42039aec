"""A broadcast as its readers see it: a label before each version, what can be done after the last.

The versions themselves are the messages that readers get.
"""

from bot.domain.broadcasts.broadcast import Broadcast, BroadcastState
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Labelled, Listed, Msg, Phrase, Plain
from bot.screens.broadcasts.actions import (
    CheckBroadcast,
    ShowApproval,
    ShowBroadcast,
    ShowBroadcastDraft,
    ShowVersions,
)
from bot.screens.codec import Action
from bot.screens.screen import Button, Row, Screen


def label(broadcast: Broadcast, version: Language) -> Screen:
    """In which language the next message is, and whose readers get it too."""
    _own, *others = broadcast.readers_of(version)
    too: tuple[Phrase, ...] = ()
    if others:
        names = Listed(tuple(Plain(language.own_name) for language in others))
        too = (Labelled(Msg("Also for readers of"), names),)
    return Screen(here=way_on(broadcast), title=Plain(f"👇 {version.own_name}"), lines=too)


def offer_controls(broadcast: Broadcast) -> Screen:
    """That this was all, and the way on."""
    rows: tuple[Row, ...] = (
        (Button(Msg("Check and send"), CheckBroadcast(), "➡️"),),
        (Button(Msg("Message"), ShowVersions(), "✏️"),),
        (Button(Msg("Back"), ShowBroadcastDraft(), "◀️"),),
    )
    if broadcast.state is not BroadcastState.DRAFT:
        rows = ((Button(Msg("Go on"), way_on(broadcast), "▶️"),),)
    return Screen(
        here=way_on(broadcast),
        title=Msg("This is how your readers see it."),
        rows=rows,
    )


def way_on(broadcast: Broadcast) -> Action:
    """The screen on which something can be done with a broadcast, by where it stands."""
    match broadcast.state:
        case BroadcastState.WAITING:
            return ShowApproval(broadcast.id)
        case BroadcastState.ISSUED:
            return ShowBroadcast(broadcast.id)
        case _:
            return ShowBroadcastDraft()
