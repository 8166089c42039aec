"""Figures for staff, a few lines at a time."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.content import Content
from bot.domain.figures.figures import UNCHOSEN, FigurePage, Figures, PeopleTable, Reachability
from bot.domain.figures.suppression import TOTAL
from bot.domain.localtime import local_day
from bot.domain.rounds.rounds import Round
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Day, DayStyle, Joined, Labelled, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.figures.actions import ExportFigures, ShowFigures
from bot.screens.screen import Button, Row, Screen
from bot.screens.staff.actions import ShowPanel

REACHABILITY: Final[Mapping[str, Msg]] = {
    Reachability.REACHABLE: Msg("reachable"),
    Reachability.STOPPED: Msg("messages off"),
    Reachability.UNREACHABLE: Msg("unreachable"),
    TOTAL: Msg("together"),
}
"""What the columns of a table are called."""

TITLES: Final[Mapping[FigurePage, Msg]] = {
    FigurePage.OVERVIEW: Msg("Figures"),
    FigurePage.LANGUAGES: Msg("People by language"),
    FigurePage.PROGRAMMES: Msg("Followers by programme"),
    FigurePage.MUNICIPALITIES: Msg("Followers by municipality"),
    FigurePage.CALLS: Msg("Followers by call"),
    FigurePage.ROUNDS: Msg("Rounds of calls"),
    FigurePage.LEAFLETS: Msg("Visits from leaflets"),
    FigurePage.MISSING: Msg("Missing texts"),
    FigurePage.BOT: Msg("How the bot is doing"),
    FigurePage.CHECKS: Msg("Checks of what fits"),
}

BUTTONS: Final[Mapping[FigurePage, tuple[Msg, str]]] = {
    FigurePage.LANGUAGES: (Msg("Languages"), "🗣"),
    FigurePage.PROGRAMMES: (Msg("Programmes"), "🏛"),
    FigurePage.MUNICIPALITIES: (Msg("Municipalities"), "📍"),
    FigurePage.CALLS: (Msg("Calls"), "📋"),
    FigurePage.ROUNDS: (Msg("Rounds"), "🗓"),
    FigurePage.LEAFLETS: (Msg("Leaflets"), "📄"),
    FigurePage.MISSING: (Msg("Missing texts"), "🧩"),
    FigurePage.BOT: (Msg("The bot"), "🤖"),
    FigurePage.CHECKS: (Msg("Checks"), "🧭"),
}

REASONS: Final[Mapping[str, Msg]] = {
    "not_allowed": Msg("staff buttons tapped by others"),
    "flood": Msg("too much at once"),
}
"""What was refused; a reason that has no name here is shown by its code."""

HIDDEN: Final = "–"
"""Stands for a count that is hidden."""

PEOPLE_TABLES: Final[Mapping[FigurePage, PeopleTable]] = {
    FigurePage.LANGUAGES: PeopleTable.LANGUAGES,
    FigurePage.PROGRAMMES: PeopleTable.PROGRAMMES,
    FigurePage.MUNICIPALITIES: PeopleTable.MUNICIPALITIES,
}


def explain_hiding() -> Msg:
    """What the sign for a hidden count means."""
    return Msg("– is a number under 10, or one from which such a number could be worked out.")


def show_overview(figures: Figures, *, may_export: bool) -> Screen:
    """How many people there are, and the way to every table."""
    everybody = figures.tables[PeopleTable.LANGUAGES]
    lines = [
        Labelled(Msg("People"), count(everybody.get((TOTAL, TOTAL)))),
        *(
            Labelled(REACHABILITY[reach], count(everybody.get((TOTAL, reach))))
            for reach in Reachability
        ),
    ]
    buttons = [Button(label, ShowFigures(page), emoji) for page, (label, emoji) in BUTTONS.items()]
    take: Row = (Button(Msg("Take the figures along"), ExportFigures(), "📥"),)
    return Screen(
        here=ShowFigures(),
        title=TITLES[FigurePage.OVERVIEW],
        lines=(*lines, None, explain_hiding()),
        rows=(
            *navigation.pairs(buttons),
            take if may_export else (),
            navigation.footer(ShowPanel()),
        ),
    )


def show_table(
    table: FigurePage, page: int, figures: Figures, rounds: Sequence[Round], content: Content
) -> Screen:
    """One table, in pages that fit a small phone."""
    return show_lines(table, page, _lines(table, figures, rounds, content))


def show_lines(table: FigurePage, page: int, lines: Sequence[Phrase]) -> Screen:
    """Lines of a table, in pages that fit a small phone."""
    pages = navigation.pages_of(list(lines) or [Msg("Nothing to show yet.")])
    page = min(max(page, 0), len(pages) - 1)
    move: list[Button] = []
    if page > 0:
        move.append(Button(Msg("Previous"), ShowFigures(table, page - 1), "⬅️"))
    if page + 1 < len(pages):
        move.append(Button(Msg("More"), ShowFigures(table, page + 1), "➡️"))
    return Screen(
        here=ShowFigures(table, page),
        title=TITLES[table],
        lines=tuple(pages[page]),
        rows=(tuple(move), navigation.footer(ShowFigures())),
    )


def count(shown: int | None) -> Phrase:
    """A count, or the sign for a hidden one."""
    return Plain(HIDDEN if shown is None else str(shown))


def row_name(table: PeopleTable, row: str, content: Content) -> Phrase:
    """What a row of a table is called; its id if the content does not have it any more."""
    match table:
        case PeopleTable.LANGUAGES if row == UNCHOSEN:
            return Msg("no language chosen yet")
        case PeopleTable.LANGUAGES if row in set(Language):
            return Plain(Language(row).own_name)
        case PeopleTable.PROGRAMMES if row in content.programmes:
            return Plain(content.programmes[row].short_name)
        case PeopleTable.MUNICIPALITIES if row in content.municipalities:
            return content.municipalities[row].name
    return Plain(row)


def call_name(call: str, content: Content) -> Phrase:
    """The title of a call; its id if the content does not have it any more."""
    return content.calls[call].title if call in content.calls else Plain(call)


def language_name(code: str) -> Plain:
    """A language's own name; its code if the bot does not have it any more."""
    return Plain(Language(code).own_name if code in set(Language) else code)


def reason_name(reason: str) -> Phrase:
    """What was refused; its code if it has no name here."""
    return REASONS.get(reason) or Plain(reason)


def _lines(
    table: FigurePage, figures: Figures, rounds: Sequence[Round], content: Content
) -> list[Phrase]:
    match table:
        case FigurePage.CALLS:
            return _counted({call_name(c, content): n for c, n in figures.calls.items()})
        case FigurePage.LEAFLETS:
            return _counted({Plain(name): n for name, n in figures.leaflets.items()})
        case FigurePage.ROUNDS:
            return [_round(each, content) for each in rounds]
        case FigurePage.MISSING:
            return [
                Labelled(
                    Plain(one.text),
                    Joined(
                        (language_name(one.wanted), language_name(one.used), count(uses)), " · "
                    ),
                )
                for one, uses in figures.missing.items()
            ]
        case FigurePage.BOT:
            parked = Labelled(Msg("Messages given up"), count(figures.parked))
            refused = [
                Labelled(reason_name(reason), count(n)) for reason, n in figures.refusals.items()
            ]
            return [parked, *refused]
        case _:
            return _people(PEOPLE_TABLES[table], figures, content)


def _people(table: PeopleTable, figures: Figures, content: Content) -> list[Phrase]:
    shown = figures.tables[table]
    rows = figures.rows(table)
    telling = [row for row in rows if figures.tells(table, row)]
    lines: list[Phrase] = []
    for row in telling:
        parts = [Joined((REACHABILITY[reach], count(shown[row, reach]))) for reach in Reachability]
        value = Joined((count(shown[row, TOTAL]), *parts), " · ")
        lines.append(Labelled(row_name(table, row, content), value))
    if len(telling) < len(rows):
        lines.append(_left_out(len(rows) - len(telling)))
    return lines


def _counted(counts: Mapping[Phrase, int | None]) -> list[Phrase]:
    visible = {name: n for name, n in counts.items() if n is not None}
    lines: list[Phrase] = [
        Labelled(name, count(n)) for name, n in sorted(visible.items(), key=lambda item: -item[1])
    ]
    if len(visible) < len(counts):
        lines.append(_left_out(len(counts) - len(visible)))
    return lines


def _left_out(number: int) -> Plural:
    return Plural("{n} more, with hidden numbers", "{n} more, with hidden numbers", n=number)


def _round(shown: Round, content: Content) -> Phrase:
    days = Joined(
        (
            Day(local_day(shown.opens_at), DayStyle.WITH_YEAR),
            Day(local_day(shown.closes_at), DayStyle.WITH_YEAR),
        ),
        " – ",
    )
    name = call_name(shown.call_id, content)
    return Labelled(Joined((name, Plain(f"({shown.number})"))), days)
