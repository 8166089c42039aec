"""The last look at a broadcast before it goes out, by its maker and by a second person."""

from collections.abc import Mapping, Sequence

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


def check(
    broadcast: Broadcast,
    readers: Mapping[Language, int],
    chats: int,
    findings: Sequence[LoadedWord],
    approval_above: int,
) -> Screen:
    """Everything once more; the last button names how many people there are."""
    number = sum(readers.values())
    missing = lacking(broadcast, readers)
    lines: list[Phrase | None] = [
        Labelled(Msg("Goes to"), people(number)),
        *(
            Labelled(Plain(one.own_name), people(readers[one]))
            for one in OFFERED
            if readers.get(one)
        ),
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
    elif findings and not broadcast.confirmed:
        lines += [None, Msg("A word may take sides. Please look at it again:"), *hints(findings)]
        rows.append((Button(Msg("It is meant so"), ConfirmWords(), "✅"),))
    else:
        above = number > approval_above
        if above:
            lines += [None, Msg("A second member of the staff has to agree.")]
        label = (
            Plural("Ask for {n} person", "Ask for {n} people", n=number)
            if above
            else Plural("Send to {n} person", "Send to {n} people", n=number)
        )
        rows.append((Button(label, SendBroadcast(), "📨"),))
    return Screen(
        here=CheckBroadcast(),
        title=Msg("Check before it goes out"),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(ShowBroadcastDraft())),
    )


def show_approval(
    broadcast: Broadcast, readers: Mapping[Language, int], *, mine: bool, maker: Phrase
) -> Screen:
    """A colleague's broadcast with its count; the preview comes by a button."""
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
            *(
                Labelled(Plain(one.own_name), people(readers[one]))
                for one in OFFERED
                if readers.get(one)
            ),
            Labelled(Msg("Time"), time_of(broadcast.send_at)),
        ),
        rows=(
            (Button(Msg("Show it to me"), ShowToMe(broadcast.id), "👁"),),
            () if mine else agree,
            (Button(back, ReturnBroadcast(broadcast.id), "↩️"),),
            navigation.footer(ShowBroadcasts()),
        ),
    )


def hints(findings: Sequence[LoadedWord]) -> Sequence[Phrase]:
    """Words that may take sides, each with what to say instead."""
    return [Labelled(Plain(one.word.rstrip("*")), one.hint) for one in findings[:4]]
