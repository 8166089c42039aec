"""What a check says: every call in one list, and one call with its reasons.

Never "accepted" and never "refused": it looks as if a call fits, and staff decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.content import Call
from bot.domain.eligibility.compilation import Point
from bot.domain.eligibility.explanations import Change, Reason
from bot.domain.eligibility.questions import Question
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.screening.conversation import Reply
from bot.domain.text.phrases import (
    Joined,
    Labelled,
    Listed,
    Msg,
    Phrase,
    Plain,
    Plural,
    Strong,
    Words,
)
from bot.screens import navigation
from bot.screens.calls.actions import ListAlerts, ShowCall, ShowContact, ShowContacts, Topic
from bot.screens.calls.filters import follow_button
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import (
    AskNext,
    CheckWhole,
    GoBack,
    KeepReplies,
    ListReplies,
    ShowCheck,
    ShowVerdict,
    ShowVerdicts,
)
from bot.screens.screening.replies import describe, describe_cell

MARKS: Final[Mapping[Verdict, str]] = {
    Verdict.FITS: "✓",
    Verdict.EXCLUDED: "✗",
    Verdict.UNCLEAR: "?",
    Verdict.UNDECIDED: "…",
}
_TURN: Final = (Verdict.FITS, Verdict.UNCLEAR, Verdict.UNDECIDED, Verdict.EXCLUDED)
_ROOM: Final = 480
"""Characters of entries on one screen, so that all of it fits a small phone."""
_MOST: Final = 5
_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A call, and all that can be said about it.

    Args:
        reasons: The fewest answers that decide it.
        changes: What would change it, if the person can.
        missing: What staff would have to clear up.
        unchecked: Other points of the call were not looked at.
        points: Every point by itself, where all of them were checked.
        documents: What proves the missing points.
    """

    call: Call
    verdict: Verdict
    reasons: Sequence[Reason] = ()
    changes: Sequence[Change] = ()
    missing: Sequence[str] = ()
    unchecked: bool = False
    points: Sequence[tuple[Point, Verdict]] = ()
    documents: Sequence[Phrase] = ()


def in_turn(judged: Sequence[Judged]) -> list[Judged]:
    """What fits first, then what staff must look at, what is open, and what does not fit."""
    return sorted(judged, key=lambda one: _TURN.index(one.verdict))


def list_verdicts(
    judged: Sequence[Judged],
    questions: Mapping[str, Question],
    page: int,
    *,
    left: float,
    answered: bool,
) -> Screen:
    """Every call of the check in one line or two, what fits first.

    Args:
        left: About how many questions are still to come; 0 if everything is said.
        answered: There are answers to be kept or erased.
    """
    entries = in_turn(judged)
    pages = _dealt(entries, questions)
    page = min(max(page, 0), len(pages) - 1)
    start = sum(len(one) for one in pages[:page])
    lines: list[Phrase | None] = []
    for number, one in enumerate(pages[page], start=1):
        lines.append(
            navigation.numbered(number, Joined((Plain(MARKS[one.verdict]), Strong(one.call.title))))
        )
        if (short := in_short(one, questions)) is not None:
            lines.append(short)
    fitting = sum(1 for one in entries if one.verdict is Verdict.FITS)
    none = all(one.verdict is Verdict.EXCLUDED for one in entries)
    title: Phrase = Plural(
        "It looks as if {n} of {all} calls fits you",
        "It looks as if {n} of {all} calls fit you",
        n=fitting,
        all=len(entries),
    )
    if none:
        title = Msg("By your answers, no open call is for you today")
        lines += [None, Msg("Follow a call or a place, and I tell you when one opens.")]
    lines += [None, Msg("The programme's staff decide, not this bot.")]
    turn: list[Button] = []
    if page > 0:
        turn.append(Button(Msg("Previous"), ShowVerdicts(page - 1), "⬅️"))
    if start + len(pages[page]) < len(entries):
        turn.append(Button(Msg("More"), ShowVerdicts(page + 1), "➡️"))
    return Screen(
        here=ShowVerdicts(page),
        title=title,
        lines=tuple(lines),
        rows=(
            navigation.numbers([ShowVerdict(one.call.id) for one in pages[page]]),
            tuple(turn),
            _go_on(left),
            (
                Button(Msg("My alerts"), ListAlerts(), "🔔"),
                Button(Msg("Who do I ask?"), ShowContacts(), "☎️"),
            )
            if none
            else (),
            _own(answered=answered),
            navigation.footer(GoBack() if answered else ShowCheck()),
        ),
    )


def show_verdict(
    one: Judged,
    questions: Mapping[str, Question],
    replies: Mapping[str, Reply],
    *,
    left: float,
    followed: bool,
    alone: bool,
    steps: Sequence[Row] = (),
) -> Screen:
    """One call: whether it looks as if it fits, why, and what would change it.

    Args:
        replies: What the person said, as it was said.
        alone: The check is about this call only, so there is no list to go back to.
        steps: What the person can do next about a call that may fit.
    """
    lines: list[Phrase | None] = [Strong(sentence(one.verdict))]
    lines += _points(one, questions) if one.points else _for_whom(one, questions)
    lines += _said_before(one, questions, replies)
    if one.unchecked:
        lines.append(Msg("That decides it. Other points were not checked."))
    if one.changes:
        changed = tuple(
            Labelled(questions[change.question].short,
                     describe_cell(questions[change.question], change.cell))
            for change in one.changes
            if change.question in questions
        )  # fmt: skip
        lines += [None, Msg("What would change it:"), *changed]
    if one.verdict is Verdict.FITS:
        lines += [None, Msg("The programme's staff decide, not this bot.")]
    whole: Row = ()
    if one.unchecked:
        whole = (Button(Msg("Check this call fully"), CheckWhole(one.call.id), "🧭"),)
    return Screen(
        here=ShowVerdict(one.call.id),
        title=one.call.title,
        lines=tuple(lines),
        rows=(
            *steps,
            _go_on(left) if one.verdict is Verdict.UNDECIDED else (),
            whole,
            (
                Button(Msg("The call"), ShowCall(one.call.id), "📋"),
                follow_button(Topic.CALL, one.call.id, Msg("Follow"), followed=followed),
            ),
            (Button(Msg("Check other calls"), ShowCheck(), "🧭"),) if alone else (),
            _own(answered=bool(replies)) if alone else (),
            (Button(Msg("Who do I ask?"), ShowContact(one.call.contact), "☎️"),)
            if one.verdict is Verdict.UNCLEAR
            else (),
            navigation.footer((GoBack() if replies else ShowCheck()) if alone else ShowVerdicts()),
        ),
    )


def sentence(verdict: Verdict) -> Msg:
    """What a verdict says, kindly."""
    match verdict:
        case Verdict.FITS:
            return Msg("It looks as if this call fits you.")
        case Verdict.EXCLUDED:
            return Msg("By your answers, this call is for others.")
        case Verdict.UNCLEAR:
            return Msg("I cannot tell yet: staff must look at it with you.")
        case Verdict.UNDECIDED:
            return Msg("I cannot tell yet: some questions are open.")


def in_short(one: Judged, questions: Mapping[str, Question]) -> Phrase | None:
    """The one thing about a verdict that fits a line of a list."""
    match one.verdict:
        case Verdict.EXCLUDED:
            return next((r.criterion.why for r in one.reasons if r.criterion is not None), None)
        case Verdict.UNCLEAR if one.missing:
            return Labelled(Msg("Ask staff about"), _names(one.missing, questions))
        case Verdict.UNDECIDED:
            return Msg("some questions are open")
        case _:
            return None


def _for_whom(one: Judged, questions: Mapping[str, Question]) -> list[Phrase | None]:
    """For whom a call is that does not fit, or what staff would have to clear up."""
    lines: list[Phrase | None] = []
    if one.verdict is Verdict.EXCLUDED:
        rows = (reason.criterion for reason in one.reasons)
        lines += _once([row.why for row in rows if row is not None])[:_NAMED]
    if one.verdict is Verdict.UNCLEAR and one.missing:
        lines.append(Labelled(Msg("Ask staff about"), _names(one.missing, questions)))
        if one.documents:
            lines.append(Labelled(Msg("Bring, if you have it"), Listed(tuple(one.documents))))
    return lines


def _said_before(
    one: Judged, questions: Mapping[str, Question], replies: Mapping[str, Reply]
) -> list[Phrase | None]:
    """The answers that decide it, as they were given."""
    said = [
        _said(questions[reason.question], replies[reason.question])
        for reason in one.reasons
        if reason.question in questions and reason.question in replies
    ]
    said = list(dict.fromkeys(said))
    return [Labelled(Msg("Because you said"), Joined(tuple(said), "; "))] if said else []


def _points(one: Judged, questions: Mapping[str, Question]) -> list[Phrase | None]:
    """Every point of a call that was checked whole."""
    failed = [point for point, verdict in one.points if verdict is Verdict.EXCLUDED]
    lines: list[Phrase | None] = [
        Joined((Plain("✗"), why))
        for why in _once([point.rows[0][0].why for point in failed])[:_NAMED]
    ]
    met = sum(1 for _point, verdict in one.points if verdict is Verdict.FITS)
    if met:
        lines.append(Plural("{n} point is met.", "{n} points are met.", n=met))
    unknown = [
        point.rows[0][0].attribute
        for point, verdict in one.points
        if verdict in {Verdict.UNCLEAR, Verdict.UNDECIDED}
    ]
    named = [question for question in unknown if question in questions]
    if named:
        lines.append(Labelled(Msg("Ask staff about"), _names(named, questions)))
    return lines


def _once(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Each sentence once; rows that stand for the same have sentences of their own."""
    found: dict[object, Phrase] = {}
    for phrase in phrases:
        same = tuple(sorted(phrase.texts.items())) if isinstance(phrase, Words) else phrase
        found.setdefault(same, phrase)
    return list(found.values())


def _said(question: Question, reply: Reply) -> Phrase:
    # An answer about origin is not held against anybody in words.
    if question.sensitive:
        return question.short
    return Joined((question.short, describe(question, reply)), ": ")


def _names(ids: Sequence[str], questions: Mapping[str, Question]) -> Phrase:
    known = [questions[one].short for one in dict.fromkeys(ids) if one in questions]
    return Listed(tuple(known[:_NAMED]))


def _dealt(entries: Sequence[Judged], questions: Mapping[str, Question]) -> list[list[Judged]]:
    pages: list[list[Judged]] = [[]]
    room = _ROOM
    for one in entries:
        need = navigation.length_of(one.call.title) + navigation.length_of(in_short(one, questions))
        if pages[-1] and (need > room or len(pages[-1]) == _MOST):
            pages.append([])
            room = _ROOM
        pages[-1].append(one)
        room -= need
    return pages


def _go_on(left: float) -> Row:
    return (Button(Msg("Go on with the questions"), AskNext(), "▶️"),) if left else ()


def _own(*, answered: bool) -> Row:
    if not answered:
        return ()
    return (
        Button(Msg("My answers"), ListReplies(), "📝"),
        Button(Msg("Keep my answers"), KeepReplies(), "📌"),
    )
