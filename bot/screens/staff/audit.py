"""The log of staff acts, newest first."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.staff.audit import Deed, Line
from bot.domain.staff.names import name_of_act
from bot.domain.staff.roles import Act
from bot.domain.text.phrases import Joined, Moment, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.screen import Button, Row, Screen
from bot.screens.staff.actions import ShowAudit, ShowPanel
from bot.screens.staff.team import colleague_name

PAGE: Final = 6
"""Entries on one screen."""


def show_log(
    lines: Sequence[Line], names: Mapping[int, str], before: int, total: int, *, more: bool
) -> Screen:
    """Who did what to which number, and when.

    Args:
        before: The number of the entry before which the page begins; 0 for the newest.
        total: The number of the newest entry.
        more: Whether there are older ones.
    """
    move: list[Button] = []
    if before:
        newer = before + PAGE
        move.append(Button(Msg("Newer"), ShowAudit(newer if newer <= total else 0), "⬅️"))
    if more:
        move.append(Button(Msg("Older"), ShowAudit(lines[-1].id), "➡️"))
    pages: Row = tuple(move)
    shown: list[Phrase | None] = []
    for line in lines:
        shown.append(Joined((Plain(f"{line.id}."), Moment(line.at))))
        shown.append(Joined((_actor(line, names), _act_and_subject(line)), " · "))
    return Screen(
        here=ShowAudit(before),
        title=Msg("Log of the team"),
        lines=tuple(shown) or (Msg("Nothing has been written yet."),),
        rows=(pages, navigation.footer(ShowPanel())),
    )


def _actor(line: Line, names: Mapping[int, str]) -> Phrase:
    if line.actor is not None:
        return colleague_name(line.actor, names)
    return Msg("Somebody outside the team") if line.act == Deed.REFUSED else Plain("Komshi")


def _act_and_subject(line: Line) -> Phrase:
    act = name_of_act(line.act) or Plain(line.act)
    subject: Phrase = Plain(line.subject)
    if line.act == Deed.REFUSED and line.subject in set(Act):
        subject = name_of_act(line.subject) or subject
    return Joined((act, subject), ": ") if line.subject else act
