"""What stands in the sheets of a workbook, in no language yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Content
from bot.domain.figures.exports import ExportRequest, Follower
from bot.domain.figures.figures import FigurePage, Figures, Reachability
from bot.domain.figures.suppression import TOTAL
from bot.domain.localtime import local_day
from bot.domain.rounds.rounds import Round
from bot.domain.staff.names import ROLES
from bot.domain.staff.roles import MATRIX, Act, StaffMember
from bot.domain.text.phrases import Day, DayStyle, Listed, Moment, Msg, Phrase, Plain
from bot.screens.figures import exports, figures

Value = Phrase | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook: its title, its head, and rows as wide as the head."""

    title: Phrase
    head: Sequence[Phrase]
    rows: Sequence[Sequence[Value]]


def of_figures(
    member: StaffMember,
    seen: Figures,
    rounds: Sequence[Round],
    content: Content,
    now: datetime,
) -> list[Table]:
    """All figures, behind a sheet that says what is hidden and why."""
    front = about(member, Act.EXPORT_FIGURES, now, (
        (Msg("Hidden"), figures.explain_hiding()),
        (Msg("Why"), Msg("So that nobody can be recognised in a small number.")),
        (Msg("Rows"), Msg("Only what the role covers. A person may follow several things.")),
    ))  # fmt: skip
    return [
        front,
        *(_people(page, seen, content) for page in figures.PEOPLE_TABLES),
        Table(
            figures.BUTTONS[FigurePage.CALLS][0],
            (Msg("Call"), Msg("Followers")),
            [(figures.call_name(call, content), _count(n)) for call, n in seen.calls.items()],
        ),
        Table(
            figures.BUTTONS[FigurePage.ROUNDS][0],
            (Msg("Call"), Msg("Round"), Msg("Opens"), Msg("Closes")),
            [
                (
                    figures.call_name(each.call_id, content),
                    each.number,
                    Moment(each.opens_at),
                    Moment(each.closes_at),
                )
                for each in rounds
            ],
        ),
        Table(
            figures.BUTTONS[FigurePage.LEAFLETS][0],
            (Msg("Leaflet"), Msg("Visits")),
            [(Plain(name), _count(n)) for name, n in seen.leaflets.items()],
        ),
        Table(
            figures.BUTTONS[FigurePage.MISSING][0],
            (Msg("Text"), Msg("Missing in"), Msg("Shown in"), Msg("Times")),
            [
                (
                    Plain(missing.text),
                    figures.language_name(missing.wanted),
                    figures.language_name(missing.used),
                    _count(uses),
                )
                for missing, uses in seen.missing.items()
            ],
        ),
        Table(
            figures.BUTTONS[FigurePage.BOT][0],
            (Msg("What"), Msg("Times")),
            [
                (Msg("Messages given up"), seen.parked),
                *((figures.reason_name(reason), n) for reason, n in seen.refusals.items()),
            ],
        ),
    ]


def of_followers(
    member: StaffMember,
    request: ExportRequest,
    people: Sequence[Follower],
    content: Content,
    now: datetime,
) -> list[Table]:
    """The followers of something, for the person who asked for the list."""
    front = about(member, Act.EXPORT_PERSONAL, now, (
        (Msg("Followers of"), exports.subject_name(request.topic, request.subject, content)),
        (Msg("What for"), exports.REASONS[request.reason]),
        (Msg("Left out"), Msg("Answers that people gave in confidence: they are not for lists.")),
        (Msg("Afterwards"), Msg("Erase this file when you have done what it was for.")),
    ))  # fmt: skip
    rows: list[Sequence[Value]] = [
        (
            one.telegram_id,
            figures.language_name(one.language or "–"),
            figures.REACHABILITY[one.reachability],
            Day(one.since, DayStyle.WITH_YEAR),
        )
        for one in people
    ]
    head = (Msg("Number of the chat"), Msg("Language"), Msg("Messages"), Msg("Follows since"))
    return [front, Table(Msg("People"), head, rows)]


def about(
    member: StaffMember, act: Act, now: datetime, more: Sequence[tuple[Phrase, Phrase]]
) -> Table:
    """The first sheet: when, by which role, and what to know."""
    roles = dict.fromkeys(grant.role for grant in member.grants if grant.role in MATRIX[act])
    return Table(
        Msg("About"),
        (Msg("What"), Day(local_day(now), DayStyle.WITH_YEAR)),
        [
            (Msg("When"), Moment(now)),
            (Msg("By which role"), Listed(tuple(ROLES[role] for role in roles))),
            *more,
        ],
    )


def _people(page: FigurePage, seen: Figures, content: Content) -> Table:
    table = figures.PEOPLE_TABLES[page]
    shown = seen.tables[table]
    columns = (*Reachability, TOTAL)
    rows: list[Sequence[Value]] = [
        (
            figures.row_name(table, row, content),
            *(_count(shown[row, column]) for column in columns),
        )
        for row in seen.rows(table)
    ]
    if (TOTAL, TOTAL) in shown:
        sums = (_count(shown[TOTAL, column]) for column in columns)
        rows.append((figures.REACHABILITY[TOTAL], *sums))
    names = [figures.REACHABILITY[column] for column in columns]
    return Table(figures.BUTTONS[page][0], (figures.TITLES[page], *names), rows)


def _count(shown: int | None) -> Value:
    return Plain(figures.HIDDEN) if shown is None else shown
