"""The programmes: a page each, in parts that fit a small phone."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.content import Content, Outcome, OutcomeKind, Period, Programme
from bot.domain.rounds.today import CallToday
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
from bot.screens.calls.actions import (
    ListProgrammeCalls,
    ListProgrammes,
    PickDistrict,
    PickedFor,
    ProgrammePart,
    ShowCall,
    ShowProgramme,
    Topic,
)
from bot.screens.calls.filters import follow_button, standing_in_short
from bot.screens.screen import Button, Row, Screen


def list_programmes(programmes: Sequence[Programme]) -> Screen:
    """All programmes by name, each with its page."""
    buttons = [
        Button(Plain(programme.short_name), ShowProgramme(programme.id)) for programme in programmes
    ]
    return Screen(
        here=ListProgrammes(),
        title=Msg("Programmes"),
        lines=(Msg("Choose a programme to see what it does and for whom."),),
        rows=(*navigation.pairs(buttons), navigation.footer()),
    )


def show_page(programme: Programme, content: Content, *, followed: bool) -> Screen:
    """What a programme is, who runs it, when; ends with its footnote where it asks for one."""
    lines: list[Phrase | None] = [programme.title, None, programme.run_by]
    if (period := _period(programme.period)) is not None:
        lines.append(Labelled(Msg("Time"), period))
    if programme.note is not None:
        lines += [None, programme.note]
    if programme.footnote is not None:
        lines += [None, programme.footnote]
    calls = len(content.calls_of(programme.id))
    rows: list[Row] = [
        (Button(Msg("Calls ({count})", count=calls), ListProgrammeCalls(programme.id), "📋"),),
        (
            Button(Msg("Aims and people"), ShowProgramme(programme.id, ProgrammePart.AIMS)),
            Button(Msg("Where"), ShowProgramme(programme.id, ProgrammePart.PLACES), "📍"),
        ),
        (
            Button(Msg("Its parts"), ShowProgramme(programme.id, ProgrammePart.COMPONENTS)),
            Button(
                Msg("Results and partners"), ShowProgramme(programme.id, ProgrammePart.OUTCOMES)
            ),
        ),
        (follow_button(Topic.PROGRAMME, programme.id, Msg("Follow"), followed=followed),),
        navigation.footer(ListProgrammes()),
    ]
    return Screen(
        here=ShowProgramme(programme.id),
        title=Plain(programme.short_name),
        lines=tuple(lines),
        rows=tuple(rows),
    )


def show_part(programme: Programme, part: ProgrammePart, content: Content, page: int) -> Screen:
    """One part of a programme's page, dealt out to pages where it is long."""
    extra: Row = ()
    match part:
        case ProgrammePart.AIMS | ProgrammePart.PAGE:
            lines = _aims(programme)
        case ProgrammePart.PLACES:
            lines = _places(programme, content)
            pick = PickDistrict(PickedFor.PROGRAMME, programme.id)
            extra = (Button(Msg("Is my place in it?"), pick, "🔎"),)
        case ProgrammePart.OUTCOMES:
            lines = _outcomes(programme)
        case ProgrammePart.COMPONENTS:
            lines = [
                Labelled(component.title, component.about) for component in programme.components
            ]
    pages = navigation.pages_of(lines)
    page = min(max(page, 0), len(pages) - 1)
    move = []
    if page > 0:
        earlier = ShowProgramme(programme.id, part, page - 1)
        move.append(Button(Msg("Previous"), earlier, "⬅️"))
    if page + 1 < len(pages):
        move.append(Button(Msg("More"), ShowProgramme(programme.id, part, page + 1), "➡️"))
    return Screen(
        here=ShowProgramme(programme.id, part, page),
        title=Plain(programme.short_name),
        lines=tuple(pages[page]),
        rows=(tuple(move), extra, navigation.footer(ShowProgramme(programme.id))),
    )


def list_calls(
    programme: Programme, calls: Sequence[CallToday], *, page: int, now: datetime
) -> Screen:
    """All calls of a programme, open ones first."""
    shown, page = navigation.page_of(calls, page, navigation.ENTRIES)
    lines: list[Phrase | None] = []
    for number, today in enumerate(shown, start=1):
        lines.append(navigation.numbered(number, Strong(today.call.title)))
        lines.append(standing_in_short(today.standing, now))
    return Screen(
        here=ListProgrammeCalls(programme.id, page),
        title=Joined(
            (Plain(programme.short_name), Msg("Calls ({count})", count=len(calls))), " · "
        ),
        lines=tuple(lines),
        rows=(
            navigation.numbers([ShowCall(today.call.id) for today in shown]),
            navigation.pager(
                len(calls),
                page,
                ListProgrammeCalls(programme.id, page - 1),
                ListProgrammeCalls(programme.id, page + 1),
                navigation.ENTRIES,
            ),
            navigation.footer(ShowProgramme(programme.id)),
        ),
    )


def _aims(programme: Programme) -> list[Phrase]:
    return [
        Strong(Msg("Aims")),
        *(_bullet(aim) for aim in programme.aims),
        Strong(Msg("For whom")),
        *(_bullet(group) for group in programme.who),
    ]


def _places(programme: Programme, content: Content) -> list[Phrase]:
    if len(programme.municipalities) == len(content.municipalities):
        return [Msg("This programme works in all 38 municipalities.")]
    municipalities = content.municipalities.values()
    places = [place for place in municipalities if place.id in programme.municipalities]
    return [
        Plural("It works in {n} municipality:", "It works in {n} municipalities:", n=len(places)),
        *(_bullet(place.pair) for place in places),
    ]


def _outcomes(programme: Programme) -> list[Phrase]:
    lines: list[Phrase] = []
    match programme.outcome_kind:
        case OutcomeKind.TARGETS:
            lines.append(Strong(Msg("What it plans to reach")))
        case OutcomeKind.RESULTS:
            lines.append(Strong(Msg("What it reached")))
        case OutcomeKind.NONE:
            lines.append(Msg("There are no figures for this programme yet."))
    lines += [_outcome(outcome) for outcome in programme.outcomes]
    if programme.partners:
        lines.append(Strong(Msg("Partners")))
    for partner in programme.partners:
        name = Plain(partner.name)
        lines.append(_bullet(Joined((name, partner.role), ": ") if partner.role else name))
    return lines


def _outcome(outcome: Outcome) -> Phrase:
    number: Phrase = Msg("{number}", number=outcome.value)
    if outcome.at_least:
        number = Msg("at least {number}", number=outcome.value)
    elif outcome.up_to:
        number = Msg("up to {number}", number=outcome.value)
    return Joined((Strong(number), outcome.text), " · ")


def _bullet(phrase: Phrase) -> Phrase:
    return Joined((Plain("•"), phrase))


def _period(period: Period) -> Phrase | None:
    if period.start is not None and period.end is not None:
        style = DayStyle.MONTH if period.by_month else DayStyle.WITH_YEAR
        return Joined((Day(period.start, style), Day(period.end, style)), " – ")
    if period.months is not None:
        return Plural("{n} month", "{n} months", n=period.months)
    return None
