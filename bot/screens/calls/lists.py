"""Lists of calls: open today, not open now, and what a person looks for."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.content import Content, Goal, Programme
from bot.domain.rounds.today import CallToday
from bot.domain.text.phrases import Joined, Labelled, Listed, Msg, Phrase, Plain, Strong
from bot.screens import navigation
from bot.screens.calls.actions import (
    CardPart,
    ChooseGoal,
    ListCalls,
    ListOtherCalls,
    PickDistrict,
    PickedFor,
    Topic,
)
from bot.screens.calls.filters import Filter, follow_button, part_of, standing_in_short
from bot.screens.home.actions import ShowHome
from bot.screens.privacy.actions import RememberPlace
from bot.screens.screen import Button, Row, Screen


def list_open(
    chosen: Filter,
    calls: Sequence[CallToday],
    content: Content,
    *,
    page: int,
    now: datetime,
    followed: bool,
    remembered: bool,
) -> Screen:
    """The calls that are open today, and the way to those that are not.

    Args:
        calls: All calls that pass the filter, open or not.
        followed: Whether the person follows the chosen place.
        remembered: Whether the chosen place is kept as the person's own.
    """
    open_now = [today for today in calls if today.is_open]
    others = len(calls) - len(open_now)
    shown, page = navigation.page_of(open_now, page, navigation.ENTRIES)
    lines = _entries(shown, content, now)
    if not open_now:
        lines = [
            Msg("No call is open for this today."),
            Msg("Follow a call or a place, and I tell you when one opens."),
        ]
    lines += _programmes_here(chosen, content)
    here = ListCalls(chosen.place_id, chosen.goal_id, page)
    rows: list[Row] = [
        _entry_buttons(shown, chosen),
        navigation.pager(
            len(open_now),
            page,
            ListCalls(chosen.place_id, chosen.goal_id, page - 1),
            ListCalls(chosen.place_id, chosen.goal_id, page + 1),
            navigation.ENTRIES,
        ),
        (
            Button(Msg("Place"), PickDistrict(PickedFor.CALLS, chosen.goal_id), "📍"),
            Button(Msg("What I look for"), ChooseGoal(chosen.place_id), "🔎"),
        ),
    ]
    more: list[Button] = []
    if others:
        other = ListOtherCalls(chosen.place_id, chosen.goal_id)
        more.append(Button(Msg("Not open now ({count})", count=others), other, "🗂"))
    if chosen.municipality is not None:
        place = chosen.place_id
        wish = Msg("Follow place")
        more.append(follow_button(Topic.MUNICIPALITY, place, wish, followed=followed))
        if not remembered:
            more.append(Button(Msg("Keep place"), RememberPlace(place), "📌"))
    rows.extend(navigation.pairs(more))
    above = ListCalls() if chosen.is_set else ShowHome()
    return Screen(
        here=here,
        title=_title(Msg("Open calls: {count}", count=len(open_now)), chosen),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(above)),
    )


def list_others(
    chosen: Filter, calls: Sequence[CallToday], content: Content, *, page: int, now: datetime
) -> Screen:
    """The calls that are not open today; each card offers to tell when it opens."""
    closed = [today for today in calls if not today.is_open]
    shown, page = navigation.page_of(closed, page, navigation.ENTRIES)
    place, goal = chosen.place_id, chosen.goal_id
    return Screen(
        here=ListOtherCalls(place, goal, page),
        title=_title(Msg("Not open now: {count}", count=len(closed)), chosen),
        lines=tuple(_entries(shown, content, now)),
        rows=(
            _entry_buttons(shown, chosen),
            navigation.pager(
                len(closed),
                page,
                ListOtherCalls(place, goal, page - 1),
                ListOtherCalls(place, goal, page + 1),
                navigation.ENTRIES,
            ),
            navigation.footer(ListCalls(place, goal)),
        ),
    )


def choose_goal(goals: Sequence[Goal], place_id: str) -> Screen:
    """The goals by which calls can be filtered (need D4)."""
    buttons = [Button(goal.label, ListCalls(place_id, goal.id), goal.emoji) for goal in goals]
    return Screen(
        here=ChooseGoal(place_id),
        title=Msg("What do you look for?"),
        lines=(Msg("I show the calls that can help with it."),),
        rows=(*navigation.pairs(buttons), navigation.footer(ListCalls(place_id))),
    )


def _title(count: Phrase, chosen: Filter) -> Phrase:
    parts: list[Phrase] = [count]
    if chosen.municipality is not None:
        parts.append(chosen.municipality.pair)
    if chosen.goal is not None:
        parts.append(chosen.goal.label)
    return Joined(tuple(parts), " · ")


def _entries(shown: Sequence[CallToday], content: Content, now: datetime) -> list[Phrase | None]:
    lines: list[Phrase | None] = []
    for number, today in enumerate(shown, start=1):
        programme = Plain(content.programmes[today.call.programme].short_name)
        lines.append(navigation.numbered(number, Strong(today.call.title)))
        lines.append(Joined((programme, standing_in_short(today.standing, now)), " · "))
    return lines


def _entry_buttons(shown: Sequence[CallToday], chosen: Filter) -> Row:
    return navigation.numbers([part_of(today.call, CardPart.CARD, chosen) for today in shown])


def _programmes_here(chosen: Filter, content: Content) -> list[Phrase | None]:
    if chosen.municipality is None:
        return []
    programmes: Sequence[Programme] = content.programmes_in(chosen.municipality.id)
    names = Listed(tuple(Plain(programme.short_name) for programme in programmes))
    return [None, Labelled(Msg("Programmes here"), names)]
