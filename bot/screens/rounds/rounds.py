"""For staff: where the calls stand, and opening, extending, closing and reopening their rounds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.content import Content
from bot.domain.localtime import from_local, local, local_day
from bot.domain.reading.typed_dates import CLOSING
from bot.domain.rounds.today import CallToday
from bot.domain.rounds.views import Proposal, RoundView
from bot.domain.rounds.work import RoundChange, closes_soon, days_before
from bot.domain.text.languages import Language
from bot.domain.text.phrases import (
    Joined,
    Labelled,
    Listed,
    Moment,
    Msg,
    Phrase,
    Plain,
    Plural,
    Strong,
)
from bot.screens import navigation
from bot.screens.calls.actions import ShowCall, ShowVoices
from bot.screens.calls.filters import standing_in_short, standing_phrase, time_left
from bot.screens.notices import notice_of
from bot.screens.rounds.actions import (
    ChangeRound,
    ChooseRoundEnd,
    ConfirmRound,
    ListRounds,
    ShowRound,
)
from bot.screens.screen import Button, Screen
from bot.screens.screening.matching import how_many_fit
from bot.screens.staff.actions import ShowPanel

WEEKS_OPEN: Final = (2, 3, 4, 6)
"""For how long a call may be opened with one tap."""
WEEKS_MORE: Final = (1, 2, 3, 4)
"""By how much a closing may be moved with one tap."""

_DO: Final[Mapping[RoundChange, Msg]] = {
    RoundChange.OPEN: Msg("Open"),
    RoundChange.EXTEND: Msg("Change the date"),
    RoundChange.CLOSE: Msg("Close now"),
    RoundChange.REOPEN: Msg("Open again"),
}
_EMOJI: Final[Mapping[RoundChange, str]] = {
    RoundChange.OPEN: "🟢",
    RoundChange.EXTEND: "🗓",
    RoundChange.CLOSE: "⛔",
    RoundChange.REOPEN: "🔁",
}


def list_rounds(
    calls: Sequence[CallToday],
    missing: Mapping[str, Sequence[Language]],
    content: Content,
    *,
    page: int,
    now: datetime,
) -> Screen:
    """The calls within reach and where each stands, open ones first.

    Args:
        missing: Languages in which a text is missing, by call.
    """
    shown, page = navigation.page_of(calls, page, navigation.ENTRIES)
    lines: list[Phrase | None] = []
    for number, today in enumerate(shown, start=1):
        lines.append(navigation.numbered(number, Strong(today.call.title)))
        parts: list[Phrase] = [
            Plain(content.programmes[today.call.programme].short_name),
            standing_in_short(today.standing, now),
        ]
        if closes_soon(today.standing, now) and missing.get(today.call.id):
            parts.append(Joined((Plain("⚠️"), Msg("texts missing"))))
        lines.append(Joined(tuple(parts), " · "))
    return Screen(
        here=ListRounds(page),
        title=Msg("Rounds: {count} open", count=sum(today.is_open for today in calls)),
        lines=(*lines, None, Msg("Type a word of a title to find it faster."))
        if lines
        else (Msg("No programme is in your hands. An owner can change that."),),
        rows=(
            navigation.numbers([ShowRound(today.call.id) for today in shown]),
            navigation.pager(
                len(calls), page, ListRounds(page - 1), ListRounds(page + 1), navigation.ENTRIES
            ),
            navigation.footer(ShowPanel()),
        ),
    )


def show_round(
    view: RoundView, changes: Sequence[RoundChange], content: Content, now: datetime
) -> Screen:
    """Where one call stands, who is interested, and what can be done."""
    call = view.call
    programme = Plain(content.programmes[call.programme].short_name)
    lines: list[Phrase | None] = [
        Joined((programme, standing_phrase(view.standing, now)), " · "),
        Labelled(Msg("Interested"), people(view.interested)),
    ]
    if view.missing:
        lines += [None, _missing(view.missing)]
    buttons = [_change_button(call.id, change) for change in changes]
    return Screen(
        here=ShowRound(call.id),
        title=call.title,
        lines=tuple(lines),
        rows=(
            *navigation.pairs(buttons),
            (
                Button(Msg("Voice notes"), ShowVoices(call.id), "🎙"),
                Button(Msg("See the call"), ShowCall(call.id), "📋"),
            ),
            navigation.footer(ListRounds()),
        ),
    )


def choose_closing(
    view: RoundView, change: RoundChange, now: datetime, *, problem: Msg | None = None
) -> Screen:
    """The closings on offer: weeks by button, or a date typed as people type dates.

    Args:
        problem: What was wrong with what was typed or tapped before.
    """
    hint = Msg("Tap, or type a date such as {day}. You may add the time.", day=_example(now))
    lines: list[Phrase | None] = [] if problem is None else [problem, None]
    lines += [
        hint,
        Msg("Without a time it is {time}.", time=f"{CLOSING:%H:%M}"),
    ]
    current = view.standing.round
    buttons = []
    if change is RoundChange.EXTEND and current is not None:
        lines.insert(0, Labelled(Msg("Closing so far"), Moment(current.closes_at)))
        for weeks in WEEKS_MORE:
            label = Plural("{n} week later", "{n} weeks later", n=weeks)
            until = days_before(current.closes_at, -7 * weeks)
            buttons.append(Button(label, ConfirmRound(view.call.id, change, minutes(until))))
    else:
        for weeks in WEEKS_OPEN:
            day = local_day(now) + timedelta(weeks=weeks)
            until = from_local(datetime.combine(day, CLOSING))
            label = Plural("{n} week", "{n} weeks", n=weeks)
            buttons.append(Button(label, ConfirmRound(view.call.id, change, minutes(until))))
    return Screen(
        here=ChooseRoundEnd(view.call.id, change),
        title=Joined((_DO[change], view.call.title), " · "),
        lines=tuple(lines),
        rows=(*navigation.pairs(buttons), navigation.footer(ShowRound(view.call.id))),
    )


def confirm_change(proposal: Proposal, now: datetime, *, fitting: int | None = None) -> Screen:
    """What will happen, what people will read, and how many; one tap does it.

    Args:
        fitting: How many people a call fits that is opened, by answers that they let us keep.
    """
    view, change, call = proposal.view, proposal.change, proposal.view.call
    until = 0 if change is RoundChange.CLOSE else minutes(proposal.closes_at)
    lines: list[Phrase | None] = []
    if until:
        left = Joined((Plain("("), time_left(proposal.closes_at, now), Plain(")")), "")
        lines.append(Labelled(Msg("Closes"), Joined((Moment(proposal.closes_at), left))))
    if view.missing and change is not RoundChange.CLOSE:
        lines.append(_missing(view.missing))
    if proposal.news is None:
        lines.append(Msg("Nobody is told: people have not heard of this round yet."))
    else:
        notice = notice_of(proposal.news)
        lines += [
            Labelled(Msg("Goes to"), people(proposal.reaches)),
            *(
                ()
                if fitting is None
                else (Labelled(Msg("Kept answers fit"), how_many_fit(fitting)),)
            ),
            Msg("Everybody who follows the call, its programme, kind or place gets it once."),
            None,
            Labelled(Msg("They read"), notice.first),
            *(line for line in notice.lines if line is not None),
        ]
    do = ChangeRound(call.id, change, until, view.stamp)
    label = _do_and_tell(change, proposal.reaches) if proposal.news else _DO[change]
    return Screen(
        here=ConfirmRound(call.id, change, until),
        title=Joined((_DO[change], call.title), " · "),
        lines=tuple(lines),
        rows=((Button(label, do, _EMOJI[change]),), navigation.footer(ShowRound(call.id))),
    )


def confirm_done(count: int) -> Phrase:
    """That a round was changed, and how many people are told."""
    return Plural("Done. {n} person is told.", "Done. {n} people are told.", n=count)


def explain_times() -> Msg:
    """That the closing has passed already."""
    return Msg("This time has passed already. Please choose a later one.")


def explain_typing() -> Msg:
    """That the typed text is no date that we understand."""
    return Msg("I did not understand the date.")


def explain_overlap() -> Msg:
    """That another round of the call is in the way."""
    return Msg("Another round of this call is in that time. Please choose an earlier date.")


def explain_moved() -> Msg:
    """That somebody else changed the round meanwhile."""
    return Msg("The round has changed meanwhile. Please look again.")


def people(count: int) -> Phrase:
    """How many people, in words."""
    return Plural("{n} person", "{n} people", n=count)


def minutes(moment: datetime) -> int:
    """A moment as a button carries it: in minutes since 1970."""
    return int(moment.timestamp()) // 60


def moment_of(number: int) -> datetime | None:
    """The moment that a button carries, UTC; None if nobody of this release can have meant it."""
    try:
        return datetime.fromtimestamp(number * 60, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _change_button(call_id: str, change: RoundChange) -> Button:
    step = ConfirmRound if change is RoundChange.CLOSE else ChooseRoundEnd
    return Button(_DO[change], step(call_id, change), _EMOJI[change])


def _do_and_tell(change: RoundChange, count: int) -> Msg:
    match change:
        case RoundChange.OPEN:
            return Msg("Open, tell {count}", count=count)
        case RoundChange.EXTEND:
            return Msg("Change, tell {count}", count=count)
        case RoundChange.CLOSE:
            return Msg("Close, tell {count}", count=count)
        case RoundChange.REOPEN:
            return Msg("Open again, tell {count}", count=count)


def _missing(languages: Sequence[Language]) -> Phrase:
    names = Listed(tuple(Plain(language.own_name) for language in languages))
    return Joined((Plain("⚠️"), Msg("Not all of it can be read in: {languages}.", languages=names)))


def _example(now: datetime) -> str:
    day = local(now) + timedelta(weeks=4)
    return f"{day.day}.{day.month}.{day.year}"
