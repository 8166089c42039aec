"""For staff: the lists of who wants to apply for what."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.content import Content
from bot.domain.figures.exports import ExportTopic
from bot.domain.interests.declared import Interest, InterestState
from bot.domain.interests.views import CallInterests
from bot.domain.localtime import local_day
from bot.domain.reading.references import spaced
from bot.domain.text.phrases import (
    Day,
    DayStyle,
    Joined,
    Labelled,
    Msg,
    Phrase,
    Plain,
    Plural,
    Strong,
)
from bot.screens import navigation
from bot.screens.figures.actions import ChooseExportReason
from bot.screens.figures.figures import call_name
from bot.screens.interests.actions import (
    ListCallInterests,
    ListInterestCalls,
    OpenInterest,
    TryCheck,
)
from bot.screens.screen import Button, Row, Screen
from bot.screens.staff.actions import ShowPanel

STATES: Final[Mapping[InterestState, Msg]] = {
    InterestState.DECLARED: Msg("nobody contacted them yet"),
    InterestState.CONTACTED: Msg("contacted"),
    InterestState.APPLIED: Msg("has applied"),
    InterestState.WAITING: Msg("on the waiting list"),
    InterestState.DECIDED: Msg("decided"),
    InterestState.WITHDRAWN: Msg("taken back"),
}
"""How an interest stands, for staff."""

_LISTED: Final = 5


def list_calls(
    calls: Sequence[CallInterests], page: int, content: Content, *, unknown: bool = False
) -> Screen:
    """The calls with interests; a number can be typed.

    Args:
        unknown: What was typed is no number within reach.
    """
    shown, page = navigation.page_of(calls, page, navigation.ENTRIES)
    lines: list[Phrase | None] = []
    if unknown:
        lines += [Msg("No interest with this number is within your role."), None]
    for number, call in enumerate(shown, start=1):
        lines.append(navigation.numbered(number, Strong(call_name(call.call_id, content))))
        lines.append(
            Joined(
                (
                    Labelled(Msg("new"), Plain(str(call.waiting))),
                    Labelled(Msg("open"), Plain(str(call.open))),
                    Labelled(Msg("all"), Plain(str(call.all))),
                ),
                " · ",
            )
        )
    if not shown:
        lines.append(Msg("Nobody has declared an interest yet."))
    lines += [None, Msg("Somebody tells you their number? Just type it.")]
    return Screen(
        here=ListInterestCalls(page),
        title=Msg("Who wants to apply"),
        lines=tuple(lines),
        rows=(
            navigation.numbers([ListCallInterests(call.call_id) for call in shown]),
            navigation.pager(
                len(calls),
                page,
                ListInterestCalls(max(page - 1, 0)),
                ListInterestCalls(page + 1),
                navigation.ENTRIES,
            ),
            (Button(Msg("Check for somebody"), TryCheck(), "🧭"),),
            navigation.footer(ShowPanel()),
        ),
    )


def list_interests(
    call_id: str,
    interests: Sequence[Interest],
    content: Content,
    *,
    everything: bool,
    page: int,
    may_ask: bool,
) -> Screen:
    """The interests of a call, oldest first; nothing of what is shared.

    Args:
        may_ask: Whether who reads may ask for a list with personal data.
    """
    reason = ChooseExportReason(ExportTopic.INTERESTS, call_id)
    take: Row = (Button(Msg("Take along"), reason, "📥"),) if may_ask and interests else ()
    shown, page = navigation.page_of(interests, page, _LISTED)
    lines: list[Phrase | None] = []
    for number, interest in enumerate(shown, start=1):
        parts: list[Phrase] = [
            Strong(Plain(spaced(interest.reference))),
            Day(local_day(interest.declared_at), DayStyle.WITH_YEAR),
            STATES[interest.state],
        ]
        if interest.municipality in content.municipalities:
            parts.append(content.municipalities[interest.municipality].name)
        if interest.joined_to is not None:
            parts.append(Msg("joined by code"))
        if interest.by_staff is not None:
            parts.append(Msg("declared at the desk"))
        lines.append(navigation.numbered(number, Joined(tuple(parts), " · ")))
    flag = int(everything)
    other = (
        Button(Msg("Only open ones"), ListCallInterests(call_id), "📂")
        if everything
        else Button(Msg("All of them"), ListCallInterests(call_id, 1), "🗂")
    )
    return Screen(
        here=ListCallInterests(call_id, flag, page),
        title=call_name(call_id, content),
        lines=(
            Plural("{n} interest, oldest first", "{n} interests, oldest first", n=len(interests)),
            None,
            *lines,
        ),
        rows=(
            navigation.numbers([OpenInterest(interest.id) for interest in shown]),
            navigation.pager(
                len(interests),
                page,
                ListCallInterests(call_id, flag, max(page - 1, 0)),
                ListCallInterests(call_id, flag, page + 1),
                _LISTED,
            ),
            (other, *take),
            navigation.footer(ListInterestCalls()),
        ),
    )
