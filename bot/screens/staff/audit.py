"""The log of staff acts, newest first, narrowed by a person, a day or a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.staff.audit import Line, Narrowing
from bot.domain.text.phrases import Day, DayStyle, Joined, Labelled, Moment, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.screen import Attachment, Button, Row, Screen
from bot.screens.staff.actions import ShowAudit, ShowPanel, TakeAudit
from bot.screens.staff.audit_words import Vocabulary, say
from bot.screens.staff.team import colleague_name

PAGE: Final = 6
"""Entries on one screen."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the log somebody reads.

    Args:
        only: Which entries are shown.
        before: The number of the entry before which the page begins; 0 for the newest.
        total: The number of the newest entry.
        more: Whether there are older ones.
    """

    only: Narrowing
    before: int
    total: int
    more: bool


def show_log(
    lines: Sequence[Line], words: Vocabulary, place: Place, *, unknown: bool = False
) -> Screen:
    """Who did what to which number, and when.

    Args:
        unknown: What was typed is no day, number or name.
    """
    only, before = place.only, place.before
    move: list[Button] = []
    if before:
        is_whole = only == Narrowing()
        newer = before + PAGE if is_whole and before + PAGE <= place.total else 0
        move.append(Button(Msg("Newer"), _at(only, newer), "⬅️"))
    if place.more:
        move.append(Button(Msg("Older"), _at(only, lines[-1].id), "➡️"))
    pages: Row = tuple(move)
    shown: list[Phrase | None] = []
    if unknown:
        shown += [Msg("I found no such day, number or colleague."), None]
    if only != Narrowing():
        shown += [Labelled(Msg("Only"), _narrowed(only, words)), None]
    for line in lines:
        shown.append(Joined((Plain(f"{line.id}."), Moment(line.at))))
        shown.append(say(line, words))
    if not lines:
        shown.append(Msg("Nothing has been written yet."))
    shown += [None, Msg("Type a day, a number or a colleague's name to see only that.")]
    day = int(f"{only.day:%Y%m%d}") if only.day else 0
    whole: Row = (Button(Msg("The whole log"), ShowAudit(), "📋"),)
    return Screen(
        here=_at(only, before),
        title=Msg("Log of the team"),
        lines=tuple(shown),
        rows=(
            pages,
            (Button(Msg("Take it along"), TakeAudit(only.by or 0, day, only.number or 0), "📥"),),
            whole if only != Narrowing() else (),
            navigation.footer(ShowPanel()),
        ),
    )


def hand_over(file: Attachment, only: Narrowing) -> Screen:
    """The log follows as a table; that it was taken stands in it from now on."""
    return Screen(
        here=_at(only, 0),
        title=Msg("Log of the team"),
        lines=(Msg("The table is below. That you took it stands in the log."),),
        rows=(navigation.footer(_at(only, 0)),),
        files=(file,),
    )


def _at(only: Narrowing, before: int) -> ShowAudit:
    day = int(f"{only.day:%Y%m%d}") if only.day else 0
    return ShowAudit(before, only.by or 0, day, only.number or 0)


def _narrowed(only: Narrowing, words: Vocabulary) -> Phrase:
    parts: list[Phrase] = []
    if only.by is not None:
        parts.append(colleague_name(only.by, words.names))
    if only.day is not None:
        parts.append(Day(only.day, DayStyle.WITH_YEAR))
    if only.number is not None:
        parts.append(Labelled(Msg("Number"), Plain(str(only.number))))
    return Joined(tuple(parts), ", ")
