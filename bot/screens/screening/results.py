"""What a check says of all its calls: what may fit first, the rest folded behind one button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.eligibility.questions import Question
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.text.phrases import Joined, Msg, Phrase, Plain, Plural, Strong
from bot.screens import navigation
from bot.screens.calls.actions import ListAlerts, ShowContacts
from bot.screens.calls.contacts import ask_people
from bot.screens.codec import packed
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import BeginCheck, GoBack, ShowCheck, ShowVerdict, ShowVerdicts
from bot.screens.screening.verdicts import MARKS, ORDER, Judged, go_on, in_short, own_answers

_ROOM: Final = 480
"""Characters of entries on one screen, so that all of it fits a small phone."""
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """How far a check looked, and what may still come.

    Args:
        left: About how many questions are still to come; 0 if everything is said.
        answered: There are answers to be kept or erased.
        others: How many more calls are open that it did not look at.
    """

    left: float
    answered: bool
    others: int = 0


def list_results(
    judged: Sequence[Judged], questions: Mapping[str, Question], page: int, looked: Looked
) -> Screen:
    """Every call of the check in one line or two, what fits first; then those for others.

    Args:
        page: The pages of what may fit are counted first, then those of what does not.
    """
    entries = in_turn(judged)
    maybe = _dealt([one for one in entries if one.verdict is not Verdict.EXCLUDED], questions)
    rest = [one for one in entries if one.verdict is Verdict.EXCLUDED]
    folded = _dealt(rest, questions)
    pages = [*maybe, *folded]
    page = min(max(page, 0), len(pages) - 1 if rest else len(maybe) - 1)
    if page >= len(maybe):
        return _list_rest(folded, questions, page, first=len(maybe))
    lines = _lines(maybe[page], questions)
    lines += [None, *_how_far(entries, looked)]
    return Screen(
        here=ShowVerdicts(page),
        title=_heading(entries, looked),
        lines=tuple(lines) if maybe[page] else tuple(lines[1:]),
        rows=(
            navigation.numbers([ShowVerdict(one.call.id, page) for one in maybe[page]]),
            _pager(page, first=0, last=len(maybe) - 1),
            go_on(looked.left),
            *_to_people(entries, page),
            (Button(Msg("Check the others too"), BeginCheck(), "🧭"),) if looked.others else (),
            (Button(Msg("For others: {count}", count=len(rest)), ShowVerdicts(len(maybe)), "🗂"),)
            if rest
            else (),
            own_answers(answered=looked.answered),
            navigation.footer(GoBack() if looked.answered else ShowCheck()),
        ),
    )


def in_turn(judged: Sequence[Judged]) -> list[Judged]:
    """What fits first, then what staff must look at, what is open, and what does not fit."""
    return sorted(judged, key=lambda entry: ORDER.index(entry.verdict))


def _list_rest(
    folded: Sequence[Sequence[Judged]], questions: Mapping[str, Question], page: int, *, first: int
) -> Screen:
    shown = folded[page - first]
    count = sum(len(entries) for entries in folded)
    return Screen(
        here=ShowVerdicts(page),
        title=Msg("By your answers for others: {count}", count=count),
        lines=tuple(_lines(shown, questions)),
        rows=(
            navigation.numbers([ShowVerdict(one.call.id, page) for one in shown]),
            _pager(page, first=first, last=first + len(folded) - 1),
            navigation.footer(ShowVerdicts()),
        ),
    )


def _heading(entries: Sequence[Judged], looked: Looked) -> Phrase:
    verdicts = [entry.verdict for entry in entries]
    if fitting := verdicts.count(Verdict.FITS):
        return Plural(
            "It looks as if {n} of {all} calls fits you",
            "It looks as if {n} of {all} calls fit you",
            n=fitting,
            all=len(entries),
        )
    if Verdict.UNDECIDED in verdicts:
        return Msg("I cannot tell yet: some questions are open")
    if unclear := verdicts.count(Verdict.UNCLEAR):
        return Plural(
            "I cannot tell yet: staff must look at {n} call with you",
            "I cannot tell yet: staff must look at {n} calls with you",
            n=unclear,
        )
    if looked.others:
        return Msg("By your answers, no open call of this kind is for you today")
    return Msg("By your answers, no open call is for you today")


def _how_far(entries: Sequence[Judged], looked: Looked) -> list[Phrase]:
    lines: list[Phrase] = []
    if looked.others:
        everything = len(entries) + looked.others
        lines.append(Msg("I looked at {n} of {all} open calls.", n=len(entries), all=everything))
    elif all(entry.verdict is Verdict.EXCLUDED for entry in entries):
        lines.append(Msg("Follow a call or a place, and I tell you when one opens."))
    lines.append(Msg("The programme's staff decide, not this bot."))
    return lines


def _to_people(entries: Sequence[Judged], page: int) -> tuple[Row, ...]:
    """People to write to where nothing is sure to fit, and what tells of the next call."""
    if any(entry.verdict is Verdict.FITS for entry in entries):
        return ()
    contacts = ShowContacts(above=packed(ShowVerdicts(page)))
    people = ask_people("", contacts)
    if any(entry.verdict is not Verdict.EXCLUDED for entry in entries):
        return (people,)
    return (people, (Button(Msg("My alerts"), ListAlerts(), "🔔"),))


def _lines(entries: Sequence[Judged], questions: Mapping[str, Question]) -> list[Phrase | None]:
    lines: list[Phrase | None] = []
    for number, entry in enumerate(entries, start=1):
        title = Joined((Plain(MARKS[entry.verdict]), Strong(entry.call.title)))
        lines.append(navigation.numbered(number, title))
        if (short := in_short(entry, questions)) is not None:
            lines.append(short)
    return lines


def _pager(page: int, *, first: int, last: int) -> Row:
    return navigation.pager(
        last - first + 1, page - first, ShowVerdicts(max(page - 1, 0)), ShowVerdicts(page + 1), 1
    )


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
