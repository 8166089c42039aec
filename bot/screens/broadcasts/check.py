"""The last look at a broadcast before it goes out, by its maker and by a second person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from bot.domain.broadcasts.broadcast import Broadcast, Readers, lacking
from bot.domain.reading.status_words import LoadedWord
from bot.domain.staff.names import RETURN_REASONS
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.broadcasts.actions import (
    ApproveBroadcast,
    CheckBroadcast,
    ChooseReturnReason,
    ConfirmWords,
    ReturnBroadcast,
    SendBroadcast,
    ShowApproval,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ShowToMe,
    ShowVersions,
)
from bot.screens.broadcasts.drafts import goes_to, named, time_of
from bot.screens.screen import Button, Row, Screen

_HINTS: Final = 4
"""So many words are pointed out at once."""


class LastStep(NamedTuple):
    """What is said below the last look at a broadcast, and the button that goes on."""

    lines: Sequence[Phrase | None]
    row: Row


def check(
    broadcast: Broadcast,
    readers: Readers,
    findings: Sequence[LoadedWord],
    approval_above: int,
) -> Screen:
    """Everything once more; the last button names how many people there are.

    Args:
        readers: Who gets it, by language.
        findings: Words that may take sides.
        approval_above: For more people than this a second member of the staff has to agree.
    """
    number = readers.number_of_people
    missing = lacking(broadcast, readers)
    lines: list[Phrase | None] = [
        Labelled(Msg("Goes to"), goes_to(readers)),
        *_by_language(readers),
        Labelled(Msg("Time"), time_of(broadcast.send_at)),
    ]
    rows: list[Row] = [(Button(Msg("Show it to me"), ShowToMe(broadcast.id), "👁"),)]
    if missing:
        lines += [None, explain_lacking(missing)]
        rows.append((Button(Msg("Message"), ShowVersions(), "✏️"),))
    elif not readers:
        lines += [None, explain_nobody()]
    else:
        groups = Plural("Send to {n} group", "Send to {n} groups", n=readers.number_of_groups)
        label = Plural("Send to {n} person", "Send to {n} people", n=number) if number else groups
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


def explain_lacking(missing: Sequence[Language]) -> Phrase:
    """Why it cannot go out: somebody could not read it, or nothing is written at all."""
    if not missing:
        return Msg("Nothing is written yet.")
    return Msg("These languages have no message yet: {languages}. Write it, or choose "
               "which language stands in.", languages=named(missing))  # fmt: skip


def explain_nobody() -> Phrase:
    """Why it cannot go out: there is nobody to send it to."""
    return Msg("Nobody belongs to this audience.")


def explain_words() -> Phrase:
    """Why it does not go out yet: a word has to be looked at once more."""
    return Msg("A word may take sides. Please look at it again:")


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
            (None, explain_words(), *hints),
            (Button(Msg("It is meant so"), ConfirmWords(), "✅"),),
        )
    if number > approval_above:
        ask = Plural("Ask for {n} person", "Ask for {n} people", n=number)
        return LastStep(
            (None, Msg("A second member of the staff has to agree.")),
            (replace(send, label=ask),),
        )
    return LastStep((), (send,))


def show_approval(broadcast: Broadcast, readers: Readers, *, mine: bool, maker: Phrase) -> Screen:
    """A broadcast that waits, with its count; the preview comes by a button.

    Args:
        readers: Whom it concerns, by language.
        mine: Whether who looks at it made it; then they can take it back.
        maker: How colleagues call who made it.
    """
    number = readers.number_of_people
    missing = lacking(broadcast, readers) if broadcast.edits is None else ()
    agree: Row = (
        Button(Plural("Agree: {n} person", "Agree: {n} people", n=number),
               ApproveBroadcast(broadcast.id), "✅"),
    )  # fmt: skip
    back = (
        Button(Msg("Take it back"), ReturnBroadcast(broadcast.id), "↩️")
        if mine
        else Button(Msg("Do not agree"), ChooseReturnReason(broadcast.id), "↩️")
    )
    return Screen(
        here=ShowApproval(broadcast.id),
        title=(
            Msg("A broadcast waits for a second person")
            if broadcast.edits is None
            else Msg("A change of what was sent waits for a second person")
        ),
        lines=(
            Labelled(Msg("Made by"), maker),
            Labelled(Msg("Goes to"), goes_to(readers)),
            *_by_language(readers),
            Labelled(Msg("Time"), time_of(broadcast.send_at)),
            *((None, explain_lacking(missing)) if missing else ()),
        ),
        rows=(
            (Button(Msg("Show it to me"), ShowToMe(broadcast.id), "👁"),),
            () if mine or missing else agree,
            (back,),
            navigation.footer(ShowBroadcasts()),
        ),
    )


def choose_reason(broadcast: Broadcast) -> Screen:
    """Why a second person does not agree; the maker is told, and can mend it."""
    buttons = [
        Button(words, ReturnBroadcast(broadcast.id, reason.value))
        for reason, words in RETURN_REASONS.items()
    ]
    return Screen(
        here=ChooseReturnReason(broadcast.id),
        title=Msg("What should be different?"),
        lines=(Msg("Who made it is told what you choose, and has it as a draft again."),),
        rows=(
            *navigation.pairs(buttons),
            (Button(Msg("No reason"), ReturnBroadcast(broadcast.id), "↩️"),),
            navigation.footer(ShowApproval(broadcast.id)),
        ),
    )


def _by_language(readers: Readers) -> Sequence[Phrase]:
    return [
        Labelled(Plain(language.own_name), goes_to(readers, language))
        for language in OFFERED
        if readers.reads(language)
    ]
