"""One question a screen: options, typing, why it is asked, back, skip, stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.content import Call, District, Municipality
from bot.domain.eligibility.cells import Cell
from bot.domain.eligibility.questions import Form, NoAnswer, Question
from bot.domain.screening.conversation import Reply, Span, write
from bot.domain.screening.typed_answers import AGE
from bot.domain.text.phrases import Joined, Labelled, Listed, Msg, Phrase, Plural
from bot.screens import navigation
from bot.screens.codec import Action
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import (
    AskNext,
    GiveAnswer,
    GoBack,
    PickRegion,
    ShowWhy,
    StopCheck,
)
from bot.screens.screening.replies import describe, describe_cell, name_option

_SIDE_BY_SIDE = 20
"""Labels up to this length stand two in a row."""
_NAMED = 4
"""Up to so many calls are named that need an answer; more are counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked now.

    Args:
        left: About how many questions are still to come, this one included.
        before: The reply before it, to be seen once more; not of a sensitive question.
        cells: Between which values of a number or a day the rules tell apart.
    """

    question: Question
    left: float
    before: tuple[Question, Reply] | None = None
    cells: Sequence[Cell] = ()


def ask(asked: Asked, choices: Sequence[Button], hint: Phrase | None = None) -> Screen:
    """A question with the buttons of its answers.

    Args:
        choices: The answers, or the regions of a municipality.
        hint: What was typed was not understood.
    """
    question = asked.question
    lines: list[Phrase | None] = []
    if hint is not None:
        lines.append(hint)
    if question.help is not None:
        lines.append(question.help)
    if how := _how_to_answer(question):
        lines.append(how)
    if question.sensitive:
        lines.append(Msg("You need not answer. Staff can then look at it with you."))
    foot: list[Phrase] = [progress(asked.left)]
    if asked.before is not None:
        earlier, reply = asked.before
        answer = Msg("noted") if earlier.sensitive else describe(earlier, reply)
        foot.append(Labelled(earlier.short, answer))
    lines += [*((None,) if lines else ()), Joined(tuple(foot), " · ")]
    return Screen(
        here=AskNext(),
        title=question.label,
        lines=tuple(lines),
        rows=(*_rows(choices), *_ways_on(question), _footer(question)),
    )


def ask_place(
    asked: Asked, places: Sequence[Municipality], title: Phrase, back: Action | None = None
) -> Screen:
    """The municipalities of a region, or the few that a typed name may mean (need U1)."""
    buttons = [Button(place.pair, GiveAnswer(asked.question.id, place.id)) for place in places]
    return Screen(
        here=AskNext(),
        title=title,
        lines=(Msg("Choose the municipality, or type its name."),),
        rows=(*_rows(buttons), navigation.footer(back or AskNext())),
    )


def tell_why(question: Question, calls: Sequence[Call]) -> Screen:
    """Why a question is asked, and which calls need it."""
    lines: list[Phrase | None] = [question.why]
    if calls:
        named = tuple(call.title for call in calls[:_NAMED])
        lines += [None, Labelled(Msg("For these calls"), Listed(named))]
        if len(calls) > _NAMED:
            more = len(calls) - _NAMED
            lines.append(Plural("and {n} more call", "and {n} more calls", n=more))
    lines += [None, Msg("Nobody else sees your answer unless you send it.")]
    return Screen(
        here=ShowWhy(),
        title=Msg("Why do you ask?"),
        lines=tuple(lines),
        rows=((Button(Msg("To the question"), AskNext(), "▶️"),), navigation.footer(AskNext())),
    )


def options(
    question: Question, cells: Sequence[Cell], order: Mapping[str, str] | None = None
) -> list[Button]:
    """The answers to a question that is not about a municipality.

    Args:
        order: How each option is spelled for sorting, where the order is to be alphabetic.
    """
    if question.form in {Form.NUMBER, Form.DATE}:
        return [
            Button(describe_cell(question, cell), GiveAnswer(question.id, _span(cell)))
            for cell in cells
        ]
    ids = [option.id for option in question.options]
    if order is not None:
        ids.sort(key=lambda option: order.get(option, ""))
    return [
        Button(name_option(question, option), GiveAnswer(question.id, option)) for option in ids
    ]


def either(question: Question, span: Span) -> list[Button]:
    """The two ends of a span between which the person has to say."""
    return [
        Button(describe(question, end), GiveAnswer(question.id, write(end)))
        for end in (span.low, span.high)
    ]


def regions(question: Question, districts: Sequence[District]) -> list[Button]:
    """The regions, each the way to its municipalities."""
    return [Button(region.name, PickRegion(question.id, region.id)) for region in districts]


def did_not_understand(question: Question) -> Phrase:
    """One kind hint, then the buttons again (need X4)."""
    if question.form is Form.MUNICIPALITY:
        return Msg("I do not know this place. Please check the spelling, or choose the region.")
    if question.id == AGE:
        return Msg(
            "I did not understand that. Please type the age, or the year of birth with four"
            " digits, or tap."
        )
    if question.form is Form.NUMBER:
        return Msg(
            "I did not understand that. Please type a number from {low} to {high}, or tap.",
            low=question.low or 0,
            high=question.high or 0,
        )
    if question.form is Form.DATE:
        return Msg("I did not understand that. Please type a day such as 20.12.2020, or tap.")
    return Msg("I did not understand that. Please tap one of the answers.")


def which_of_two(question: Question, span: Span) -> Phrase:
    """The question which of two ages it is, since a year of birth leaves both open."""
    return Msg(
        "Then it is {low} or {high}. Which one?",
        low=describe(question, span.low),
        high=describe(question, span.high),
    )


def progress(left: float) -> Phrase:
    """About how many questions are left, at least one.

    Args:
        left: How many are expected.
    """
    count = max(1, round(left))
    return Plural("About {n} question left", "About {n} questions left", n=count)


def _how_to_answer(question: Question) -> Phrase | None:
    match question.form:
        case Form.MUNICIPALITY:
            return Msg("Type the name of the municipality, or choose the region.")
        case Form.NUMBER:
            return Msg("Type the number, or tap.")
        case Form.DATE:
            return Msg("Type the day, or tap.")
        case _:
            return None


def _rows(buttons: Sequence[Button]) -> tuple[Row, ...]:
    """Short labels two in a row, long ones alone."""
    if all(navigation.length_of(button.label) <= _SIDE_BY_SIDE for button in buttons):
        return navigation.pairs(buttons)
    return tuple((button,) for button in buttons)


def _ways_on(question: Question) -> tuple[Row, ...]:
    unsure = Button(Msg("I'm not sure"), GiveAnswer(question.id, write(NoAnswer.UNSURE)), "🤷")
    leave = (
        Button(Msg("Prefer not to say"), GiveAnswer(question.id, write(NoAnswer.WITHHELD)))
        if question.sensitive
        else Button(Msg("Skip"), GiveAnswer(question.id, write(NoAnswer.SKIPPED)), "⏭")
    )
    return (
        (unsure, leave),
        (
            Button(Msg("Why do you ask?"), ShowWhy(), "💡"),
            Button(Msg("Stop here"), StopCheck(), "⏹"),
        ),
    )


def _footer(question: Question) -> Row:
    return navigation.footer(GoBack(question.id))


def _span(cell: Cell) -> str:
    low, high = cell.values[0], cell.values[-1]
    return write(low) if low == high else f"{write(low)}_{write(high)}"
