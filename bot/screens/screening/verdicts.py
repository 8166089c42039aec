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
ORDER: Final = (Verdict.FITS, Verdict.UNCLEAR, Verdict.UNDECIDED, Verdict.EXCLUDED)
"""In which calls are listed: what fits first, what staff must look at, what is open."""
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
    return sorted(judged, key=lambda entry: ORDER.index(entry.verdict))


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
    lines: list[Phrase | None] = []
    for number, entry in enumerate(pages[page], start=1):
        title = Joined((Plain(MARKS[entry.verdict]), Strong(entry.call.title)))
        lines.append(navigation.numbered(number, title))
        if (short := in_short(entry, questions)) is not None:
            lines.append(short)
    fitting = sum(1 for entry in entries if entry.verdict is Verdict.FITS)
    none_fits = all(entry.verdict is Verdict.EXCLUDED for entry in entries)
    heading: Phrase = Plural(
        "It looks as if {n} of {all} calls fits you",
        "It looks as if {n} of {all} calls fit you",
        n=fitting,
        all=len(entries),
    )
    if none_fits:
        heading = Msg("By your answers, no open call is for you today")
        lines += [None, Msg("Follow a call or a place, and I tell you when one opens.")]
    lines += [None, Msg("The programme's staff decide, not this bot.")]
    return Screen(
        here=ShowVerdicts(page),
        title=heading,
        lines=tuple(lines),
        rows=(
            navigation.numbers([ShowVerdict(entry.call.id) for entry in pages[page]]),
            navigation.pager(
                len(pages), page, ShowVerdicts(max(page - 1, 0)), ShowVerdicts(page + 1), size=1
            ),
            _go_on(left),
            (
                Button(Msg("My alerts"), ListAlerts(), "🔔"),
                Button(Msg("Who do I ask?"), ShowContacts(), "☎️"),
            )
            if none_fits
            else (),
            _own(answered=answered),
            navigation.footer(GoBack() if answered else ShowCheck()),
        ),
    )


def show_verdict(
    judged: Judged,
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
    lines: list[Phrase | None] = [Strong(sentence(judged.verdict))]
    lines += _points(judged, questions) if judged.points else _for_whom(judged, questions)
    lines += _said_before(judged, questions, replies)
    if judged.unchecked:
        lines.append(Msg("That decides it. Other points were not checked."))
    if judged.changes:
        changed = tuple(
            Labelled(questions[change.question].short,
                     describe_cell(questions[change.question], change.cell))
            for change in judged.changes
            if change.question in questions
        )  # fmt: skip
        lines += [None, Msg("What would change it:"), *changed]
    if judged.verdict is Verdict.FITS:
        lines += [None, Msg("The programme's staff decide, not this bot.")]
    whole: Row = ()
    if judged.unchecked:
        whole = (Button(Msg("Check this call fully"), CheckWhole(judged.call.id), "🧭"),)
    return Screen(
        here=ShowVerdict(judged.call.id),
        title=judged.call.title,
        lines=tuple(lines),
        rows=(
            *steps,
            _go_on(left) if judged.verdict is Verdict.UNDECIDED else (),
            whole,
            (
                Button(Msg("The call"), ShowCall(judged.call.id), "📋"),
                follow_button(Topic.CALL, judged.call.id, Msg("Follow"), followed=followed),
            ),
            (Button(Msg("Check other calls"), ShowCheck(), "🧭"),) if alone else (),
            _own(answered=bool(replies)) if alone else (),
            (Button(Msg("Who do I ask?"), ShowContact(judged.call.contact), "☎️"),)
            if judged.verdict is Verdict.UNCLEAR
            else (),
            navigation.footer((GoBack() if replies else ShowCheck()) if alone else ShowVerdicts()),
        ),
    )


def sentence(verdict: Verdict) -> Msg:
    """The sentence that says a verdict kindly; staff decide, not the bot."""
    match verdict:
        case Verdict.FITS:
            return Msg("It looks as if this call fits you.")
        case Verdict.EXCLUDED:
            return Msg("By your answers, this call is for others.")
        case Verdict.UNCLEAR:
            return Msg("I cannot tell yet: staff must look at it with you.")
        case Verdict.UNDECIDED:
            return Msg("I cannot tell yet: some questions are open.")


def in_short(judged: Judged, questions: Mapping[str, Question]) -> Phrase | None:
    """The one thing about a verdict that fits a line of a list."""
    match judged.verdict:
        case Verdict.EXCLUDED:
            return next((r.criterion.why for r in judged.reasons if r.criterion is not None), None)
        case Verdict.UNCLEAR if judged.missing:
            return Labelled(Msg("Ask staff about"), _names(judged.missing, questions))
        case Verdict.UNDECIDED:
            return Msg("some questions are open")
        case _:
            return None


def _for_whom(judged: Judged, questions: Mapping[str, Question]) -> list[Phrase | None]:
    """For whom a call is that does not fit, or what staff would have to clear up."""
    lines: list[Phrase | None] = []
    if judged.verdict is Verdict.EXCLUDED:
        rows = (reason.criterion for reason in judged.reasons)
        lines += _once([row.why for row in rows if row is not None])[:_NAMED]
    if judged.verdict is Verdict.UNCLEAR and judged.missing:
        lines.append(Labelled(Msg("Ask staff about"), _names(judged.missing, questions)))
        if judged.documents:
            lines.append(Labelled(Msg("Bring, if you have it"), Listed(tuple(judged.documents))))
    return lines


def _said_before(
    judged: Judged, questions: Mapping[str, Question], replies: Mapping[str, Reply]
) -> list[Phrase | None]:
    """The answers that decide it, as they were given."""
    answers = [
        _said(questions[reason.question], replies[reason.question])
        for reason in judged.reasons
        if reason.question in questions and reason.question in replies
    ]
    once = tuple(dict.fromkeys(answers))
    return [Labelled(Msg("Because you said"), Joined(once, "; "))] if once else []


def _points(judged: Judged, questions: Mapping[str, Question]) -> list[Phrase | None]:
    """Every point of a call that was checked whole."""
    failed = [point for point, verdict in judged.points if verdict is Verdict.EXCLUDED]
    lines: list[Phrase | None] = [
        Joined((Plain("✗"), why))
        for why in _once([point.rows[0][0].why for point in failed])[:_NAMED]
    ]
    met = sum(1 for _point, verdict in judged.points if verdict is Verdict.FITS)
    if met:
        lines.append(Plural("{n} point is met.", "{n} points are met.", n=met))
    unknown = [
        point.rows[0][0].attribute
        for point, verdict in judged.points
        if verdict in {Verdict.UNCLEAR, Verdict.UNDECIDED}
    ]
    named = [question for question in unknown if question in questions]
    if named:
        lines.append(Labelled(Msg("Ask staff about"), _names(named, questions)))
    return lines


def _once(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Each sentence once; rows that stand for the same have sentences of their own."""
    by_words: dict[object, Phrase] = {}
    for phrase in phrases:
        same = tuple(sorted(phrase.texts.items())) if isinstance(phrase, Words) else phrase
        by_words.setdefault(same, phrase)
    return list(by_words.values())


def _said(question: Question, reply: Reply) -> Phrase:
    # An answer about origin is not held against anybody in words.
    if question.sensitive:
        return question.short
    return Joined((question.short, describe(question, reply)), ": ")


def _names(ids: Sequence[str], questions: Mapping[str, Question]) -> Phrase:
    known = [questions[name].short for name in dict.fromkeys(ids) if name in questions]
    return Listed(tuple(known[:_NAMED]))


def _dealt(entries: Sequence[Judged], questions: Mapping[str, Question]) -> list[list[Judged]]:
    pages: list[list[Judged]] = [[]]
    room = _ROOM
    for entry in entries:
        need = navigation.length_of(entry.call.title) + navigation.length_of(
            in_short(entry, questions)
        )
        if pages[-1] and (need > room or len(pages[-1]) == _MOST):
            pages.append([])
            room = _ROOM
        pages[-1].append(entry)
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
