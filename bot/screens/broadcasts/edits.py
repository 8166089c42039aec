"""Changing the words of what was sent: which languages, how it looks, and how far it is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.broadcasts.broadcast import Broadcast, PostMedium, may_edit
from bot.domain.delivery.campaigns import Campaign, CampaignState
from bot.domain.reading.status_words import LoadedWord
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.broadcasts.actions import (
    CheckBroadcast,
    ConfirmDropBroadcast,
    EditBroadcast,
    RemoveVersion,
    SendBroadcast,
    ShowBroadcast,
    ShowBroadcastDraft,
    ShowToMe,
    WriteVersion,
)
from bot.screens.broadcasts.check import last_step
from bot.screens.broadcasts.drafts import MEDIA, excerpt, people
from bot.screens.screen import Button, Row, Screen

TITLES: Final[Mapping[CampaignState, Msg]] = {
    CampaignState.SCHEDULED: Msg("The text is being changed"),
    CampaignState.RUNNING: Msg("The text is being changed"),
    CampaignState.PAUSED: Msg("The change is paused"),
    CampaignState.CANCELLED: Msg("The change was ended"),
    CampaignState.DONE: Msg("The text is changed"),
}
CHANGED: Final = Msg("Changed")
"""What stands instead of "Sent" where messages were edited."""


def offer(broadcast: Broadcast, campaign: Campaign, now: datetime) -> Row:
    """The button that begins a change of what was sent; none once that is not possible."""
    if not may_edit(broadcast, campaign.not_before, now):
        return ()
    return (Button(Msg("Change the text"), EditBroadcast(broadcast.id), "✏️"),)


def show(change: Broadcast, done: Collection[Language], readers: Mapping[Language, int]) -> Screen:
    """The languages that were sent; a tap on one lets its words be written anew.

    Args:
        done: Languages whose words are not as they were sent.
        readers: How many messages there are, or will be, in each.
    """
    lines: list[Phrase | None] = [
        Labelled(
            Plain(language.own_name),
            Joined((_state(language, done), people(readers.get(language, 0))), " · "),
        )
        for language in change.versions
    ]
    if not done:
        lines += [None, Msg("Choose a language and send the new words.")]
    buttons = [
        Button(Plain(language.own_name), WriteVersion(language), "✅" if language in done else "")
        for language in change.versions
    ]
    check: Row = (Button(Msg("Check and change"), CheckBroadcast(), "➡️"),)
    return Screen(
        here=ShowBroadcastDraft(),
        title=Msg("Change what was sent"),
        lines=tuple(lines),
        rows=(
            *navigation.pairs(buttons),
            (Button(Msg("Show it to me"), ShowToMe(change.id), "👁"),) if done else (),
            check if done else (),
            (Button(Msg("Throw away"), ConfirmDropBroadcast(), "🗑"),),
            navigation.footer(ShowBroadcast(change.edits or change.id)),
        ),
    )


def write(
    change: Broadcast, language: Language, words: str, *, is_changed: bool, refused: bool = False
) -> Screen:
    """Asks for the new words in one language.

    Args:
        words: What the message says now.
        is_changed: Whether that is something else than what was sent.
        refused: What was just sent cannot be taken.
    """
    version = change.versions[language]
    lines: list[Phrase | None] = [Msg("Send the new text now. Bold, italic and links stay.")]
    if version.medium is not PostMedium.TEXT:
        lines.append(Msg("Only the words change. The file stays as it is."))
    if refused:
        lines = [Msg("I can only take words here, and not too many."), None, *lines]
    lines += [None, Labelled(MEDIA[version.medium], Plain(excerpt(words)))]
    back: Row = (Button(Msg("As it was sent"), RemoveVersion(language), "↩️"),)
    return Screen(
        here=WriteVersion(language),
        title=Plain(language.own_name),
        lines=tuple(lines),
        rows=(back if is_changed else (), navigation.footer(ShowBroadcastDraft())),
    )


def check(
    change: Broadcast,
    have: Mapping[Language, int],
    will_get: Mapping[Language, int],
    findings: Sequence[LoadedWord],
    approval_above: int,
) -> Screen:
    """Everything once more; the last button names how many people there are.

    Args:
        have: How many messages are in the chats, by changed language; the rest ``will_get`` it.
        findings: Words that may take sides.
        approval_above: For more people than this a second member of the staff has to agree.
    """
    number = sum(have.values()) + sum(will_get.values())
    lines: list[Phrase | None] = [
        Labelled(Msg("Have it already"), people(sum(have.values()))),
        Labelled(Msg("Get the new text"), people(sum(will_get.values()))),
        *(
            Labelled(Plain(language.own_name), people(count))
            for language in change.versions
            if (count := have.get(language, 0) + will_get.get(language, 0))
        ),
        Msg("Nobody gets a new message. The words in the chat change."),
    ]
    rows: list[Row] = [(Button(Msg("Show it to me"), ShowToMe(change.id), "👁"),)]
    if not number:
        lines += [None, Msg("Nobody has a message with these words.")]
    else:
        label = Plural("Change for {n} person", "Change for {n} people", n=number)
        last = last_step(
            change, number, findings, approval_above, Button(label, SendBroadcast(), "✏️")
        )
        lines += last.lines
        rows.append(last.row)
    return Screen(
        here=CheckBroadcast(),
        title=Msg("Check before the text changes"),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(ShowBroadcastDraft())),
    )


def _state(language: Language, done: Collection[Language]) -> Phrase:
    return Msg("changed") if language in done else Msg("as it was sent")
