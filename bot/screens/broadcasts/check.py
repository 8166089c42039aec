"""The last look at a broadcast before it goes out, by its maker and by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from bot.domain.broadcasts.broadcast import Broadcast, lacking
from bot.domain.reading.status_words import LoadedWord
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.broadcasts.actions import (
    ApproveBroadcast,
    CheckBroadcast,
    ConfirmWords,
    ReturnBroadcast,
    SendBroadcast,
    ShowApproval,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ShowToMe,
    ShowVersions,
)
from bot.screens.broadcasts.drafts import named, people, time_of
from bot.screens.screen import Button, Row, Screen

_HINTS: Final = 4
"""So many words are pointed out at once."""


class LastStep(NamedTuple):
    """What is said below the last look at a broadcast, and the button that goes on."""

    lines: Sequence[Phrase | None]
    row: Row


def check(
    broadcast: Broadcast,
    readers: Mapping[Language, int],
    chats: int,
    findings: Sequence[LoadedWord],
    approval_above: int,
) -> Screen:
    """Everything once more; the last button names how many people there are.

    Args:
        readers: How many people get it, by language.
        chats: How many groups and channels get it.
        findings: Words that may take sides.
        approval_above: For more people than this a second member of the staff has to agree.
    """
    number = sum(readers.values())
    missing = lacking(broadcast, readers)
    lines: list[Phrase | None] = [
        Labelled(Msg("Goes to"), people(number)),
        *_by_language(readers),
        Labelled(Msg("Time"), time_of(broadcast.send_at)),
    ]
    if chats:
        lines.append(Labelled(Msg("Groups and channels"), Plain(str(chats))))
    rows: list[Row] = [(Button(Msg("Show it to me"), ShowToMe(broadcast.id), "👁"),)]
    if missing:
        lines += [None, Msg("These languages have no message yet: {languages}. Write it, or choose "
                            "which language stands in.", languages=named(missing))]  # fmt: skip
        rows.append((Button(Msg("Message"), ShowVersions(), "✏️"),))
    elif not number and not chats:
        lines += [None, Msg("Nobody belongs to this audience.")]
    else:
        label = Plural("Send to {n} person", "Send to {n} people", n=number)
        last = last_step(
            broadcast, number, findings, approval_above, Button(label, SendBroadcast(), "📨")
        )
        lines += last.lines
        rows.append(last.row)
    return Screen(
        here=CheckBroadcast(),
        title=Msg("Check before it goes out"),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(ShowBroadcastDraft())),
    )


def last_step(
    broadcast: Broadcast,
    number: int,
    findings: Sequence[LoadedWord],
    approval_above: int,
    send: Button,
) -> LastStep:
    """What has to be looked at or agreed to before a broadcast, or a change of one, goes out.

    Args:
        number: How many people it concerns.
        findings: Words that may take sides.
        approval_above: For more people than this a second member of the staff has to agree.
        send: The button where nothing is in the way.
    """
    if findings and not broadcast.confirmed:
        hints = [Labelled(Plain(found.word.rstrip("*")), found.hint) for found in findings[:_HINTS]]
        return LastStep(
            (None, Msg("A word may take sides. Please look at it again:"), *hints),
            (Button(Msg("It is meant so"), ConfirmWords(), "✅"),),
        )
    if number > approval_above:
        ask = Plural("Ask for {n} person", "Ask for {n} people", n=number)
        return LastStep(
            (None, Msg("A second member of the staff has to agree.")),
            (replace(send, label=ask),),
        )
    return LastStep((), (send,))


def show_approval(
    broadcast: Broadcast, readers: Mapping[Language, int], *, mine: bool, maker: Phrase
) -> Screen:
    """A broadcast that waits, with its count; the preview comes by a button.

    Args:
        readers: How many people it concerns, by language.
        mine: Whether who looks at it made it; then they can take it back.
        maker: How colleagues call who made it.
    """
    number = sum(readers.values())
    agree: Row = (
        Button(Plural("Agree: {n} person", "Agree: {n} people", n=number),
               ApproveBroadcast(broadcast.id), "✅"),
    )  # fmt: skip
    back = Msg("Take it back") if mine else Msg("Do not agree")
    return Screen(
        here=ShowApproval(broadcast.id),
        title=(
            Msg("A broadcast waits for a second person")
            if broadcast.edits is None
            else Msg("A change of what was sent waits for a second person")
        ),
        lines=(
            Labelled(Msg("Made by"), maker),
            Labelled(Msg("Goes to"), people(number)),
            *_by_language(readers),
            Labelled(Msg("Time"), time_of(broadcast.send_at)),
        ),
        rows=(
            (Button(Msg("Show it to me"), ShowToMe(broadcast.id), "👁"),),
            () if mine else agree,
            (Button(back, ReturnBroadcast(broadcast.id), "↩️"),),
            navigation.footer(ShowBroadcasts()),
        ),
    )


def _by_language(readers: Mapping[Language, int]) -> Sequence[Phrase]:
    return [
        Labelled(Plain(language.own_name), people(readers[language]))
        for language in OFFERED
        if readers.get(language)
    ]
