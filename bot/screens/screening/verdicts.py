"""What a check says of one call, with its reasons.

Never "accepted" and never "refused": it looks as if a call fits, and staff decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.content import Call, Municipality, Programme
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
from bot.screens.calls.actions import ListCalls, ShowCall, Topic
from bot.screens.calls.contacts import ask_people, contact_of
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
_NAMED: Final = 4
_PLACES_IN_REASON: Final = 3
"""Up to so many places of a call are named by the reason itself."""
_COMMUNITIES: Final = frozenset({"community", "partner-community"})


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A call that is not for the person's place.

    Args:
        places: Where it is.
        programmes: Those that work in the person's place.
    """

    place: Municipality
    places: Sequence[Municipality]
    programmes: Sequence[Programme]


@dataclass(frozen=True, slots=True)
class Judged:
    """A call, and all that can be said about it.

    Args:
        reasons: The fewest answers that decide it.
        changes: What would change it, if the person can.
        sure: These changes would be enough, whatever else is still unknown.
        missing: What staff would have to clear up.
        unchecked: Other points of the call were not looked at.
        points: Every point by itself, where all of them were checked.
        documents: What proves the missing points.
        elsewhere: Where the call is, if it is not for the person's place.
    """

    call: Call
    verdict: Verdict
    reasons: Sequence[Reason] = ()
    changes: Sequence[Change] = ()
    missing: Sequence[str] = ()
    unchecked: bool = False
    points: Sequence[tuple[Point, Verdict]] = ()
    documents: Sequence[Phrase] = ()
    elsewhere: Elsewhere | None = None
    sure: bool = True


def show_verdict(
    judged: Judged,
    questions: Mapping[str, Question],
    replies: Mapping[str, Reply],
    *,
    left: float,
    followed: bool,
    alone: bool,
    page: int = 0,
    steps: Sequence[Row] = (),
) -> Screen:
    """One call: whether it looks as if it fits, why, and what would change it.

    Args:
        replies: What the person said, as it was said.
        alone: The check is about this call only, so there is no list to go back to.
        page: Of the results, from which it was opened.
        steps: What the person can do next about a call that may fit.
    """
    here = ShowVerdict(judged.call.id, page)
    lines: list[Phrase | None] = [Strong(sentence(judged.verdict))]
    lines += _points(judged, questions) if judged.points else _for_whom(judged, questions)
    lines += _said_before(judged, questions, replies)
    lines += _place_lines(judged.elsewhere)
    if judged.unchecked:
        lines.append(Msg("That decides it. Other points were not checked."))
    if judged.changes:
        changed = tuple(
            Labelled(questions[change.question].short,
                     describe_cell(questions[change.question], change.cell))
            for change in judged.changes
            if change.question in questions
        )  # fmt: skip
        change = Msg("What would change it:") if judged.sure else Msg("What could change it:")
        lines += [None, change, *changed]
    if judged.verdict is Verdict.FITS:
        lines += [None, Msg("The programme's staff decide, not this bot.")]
    whole: Row = ()
    if judged.unchecked:
        whole = (Button(Msg("Check this call fully"), CheckWhole(judged.call.id), "🧭"),)
    return Screen(
        here=here,
        title=judged.call.title,
        lines=tuple(lines),
        rows=(
            *steps,
            go_on(left) if judged.verdict is Verdict.UNDECIDED else (),
            whole,
            (
                Button(Msg("The call"), ShowCall(judged.call.id, results=str(page)), "📋"),
                follow_button(Topic.CALL, judged.call.id, Msg("Follow"), followed=followed),
            ),
            (Button(Msg("Calls for this place"), ListCalls(judged.elsewhere.place.id), "📍"),)
            if judged.elsewhere
            else (),
            (Button(Msg("Check other calls"), ShowCheck(), "🧭"),) if alone else (),
            own_answers(answered=bool(replies)) if alone else (),
            ask_people(judged.call.programme, contact_of(judged.call.contact, here))
            if judged.verdict is Verdict.UNCLEAR
            else (),
            navigation.footer(
                (GoBack() if replies else ShowCheck()) if alone else ShowVerdicts(page)
            ),
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
        if reason.question in replies and _may_be_held(questions.get(reason.question))
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


def _place_lines(elsewhere: Elsewhere | None) -> list[Phrase | None]:
    """The places of a call by name where its reason names only the programme, and mine."""
    if elsewhere is None:
        return []
    lines: list[Phrase | None] = []
    if len(elsewhere.places) > _PLACES_IN_REASON:
        places = Listed(tuple(place.pair for place in elsewhere.places))
        lines.append(Labelled(Msg("Where"), places))
    if elsewhere.programmes:
        names = Listed(tuple(Plain(one.short_name) for one in elsewhere.programmes))
        place = elsewhere.place.pair
        lines.append(Msg("For {place} there is: {programmes}.", place=place, programmes=names))
    return lines


def _once(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Each sentence once; rows that stand for the same have sentences of their own."""
    by_words: dict[object, Phrase] = {}
    for phrase in phrases:
        same = tuple(sorted(phrase.texts.items())) if isinstance(phrase, Words) else phrase
        by_words.setdefault(same, phrase)
    return list(by_words.values())


def _may_be_held(question: Question | None) -> bool:
    """Whether an answer is repeated as a reason: a community is not held against anybody."""
    return question is not None and question.id not in _COMMUNITIES


def _said(question: Question, reply: Reply) -> Phrase:
    return Joined((question.short, describe(question, reply)), ": ")


def _names(ids: Sequence[str], questions: Mapping[str, Question]) -> Phrase:
    known = [questions[name].short for name in dict.fromkeys(ids) if name in questions]
    return Listed(tuple(known[:_NAMED]))


def go_on(left: float) -> Row:
    """The way on to the questions that are left, if there are any."""
    return (Button(Msg("Go on with the questions"), AskNext(), "▶️"),) if left else ()


def own_answers(*, answered: bool) -> Row:
    """What a person can do with their answers, if there are any."""
    if not answered:
        return ()
    return (
        Button(Msg("My answers"), ListReplies(), "📝"),
        Button(Msg("Keep my answers"), KeepReplies(), "📌"),
    )
