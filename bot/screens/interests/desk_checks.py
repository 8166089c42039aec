"""For staff: a check for somebody at the desk or for a persona. Nothing of it is stored."""

from collections.abc import Mapping
from typing import Final

from bot.domain.content import Content
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.explanations import why
from bot.domain.eligibility.questions import Answer, Form, NoAnswer, Question
from bot.domain.eligibility.verdicts import CheckState, Verdict
from bot.domain.interests.declared import Interest
from bot.domain.interests.views import CallTrial
from bot.domain.reading.references import spaced
from bot.domain.screening.trials import as_said, choices, pack_answers
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain, Strong
from bot.screens import navigation
from bot.screens.interests import phones
from bot.screens.interests.actions import (
    ConfirmErasingFor,
    ConfirmForSomebody,
    DeclareForSomebody,
    EraseFor,
    ListInterestCalls,
    OpenInterest,
    ShowTrial,
    TryCheck,
    TypePhoneFor,
)
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.replies import describe, describe_cell
from bot.screens.screening.verdicts import MARKS, ORDER, sentence

_CHOICES: Final = 10
_CALLS: Final = 5
_SIDE_BY_SIDE: Final = 20


def ask(state: CheckState, question: Question, page: int) -> Screen:
    """One question; the answers so far are in the buttons and nowhere else."""
    compiled, answers = state.compiled, state.answers
    packed = pack_answers(compiled, answers)
    buttons = [
        Button(_label(compiled, question, number), _next(compiled, answers, question, value))
        for number, value in enumerate(choices(compiled, question.id))
    ]
    shown, page = navigation.page_of(buttons, page, _CHOICES)
    narrow = all(navigation.length_of(button.label) <= _SIDE_BY_SIDE for button in shown)
    pager = navigation.pager(
        len(buttons), page, TryCheck(packed, max(page - 1, 0)), TryCheck(packed, page + 1), _CHOICES
    )
    unsure = Button(Msg("Not sure"), _next(compiled, answers, question, NoAnswer.UNSURE), "🤷")
    so_far = Button(Msg("Results so far"), ShowTrial(packed), "📋")
    lines: list[Phrase | None] = [] if question.help is None else [question.help, None]
    lines += [Msg("For somebody beside you, or as a trial. Nothing is stored.")]
    if answers:
        last = list(answers)[-1]
        known = compiled.rules.questions[last]
        lines.append(Labelled(known.short, describe(known, as_said(compiled, answers)[last])))
    return Screen(
        here=TryCheck(),
        title=question.label,
        lines=tuple(lines),
        rows=(
            *(navigation.pairs(shown) if narrow else tuple((button,) for button in shown)),
            pager,
            (unsure, so_far) if answers else (unsure,),
            navigation.footer(_before(compiled, answers)),
        ),
    )


def show(state: CheckState, content: Content, page: int) -> Screen:
    """What the answers mean for each call, what fits first."""
    packed = pack_answers(state.compiled, state.answers)
    calls = sorted(
        (call for call in state.verdicts if call in content.calls),
        key=lambda call: ORDER.index(state.verdicts[call]),
    )
    shown, page = navigation.page_of(calls, page, _CALLS)
    lines: list[Phrase] = []
    for number, call in enumerate(shown, start=1):
        verdict = state.verdicts[call]
        title = Joined((Plain(MARKS[verdict]), Strong(content.calls[call].title)))
        lines.append(navigation.numbered(number, title))
    positions = list(state.compiled.rules.rules)
    fitting = sum(verdict is Verdict.FITS for verdict in state.verdicts.values())
    return Screen(
        here=TryCheck(),
        title=Msg("It looks as if {fits} of {all} calls fit", fits=fitting, all=len(calls)),
        lines=tuple(lines),
        rows=(
            navigation.numbers(
                [ConfirmForSomebody(positions.index(call), packed) for call in shown]
            ),
            navigation.pager(
                len(calls),
                page,
                ShowTrial(packed, max(page - 1, 0)),
                ShowTrial(packed, page + 1),
                _CALLS,
            ),
            _on(state, packed),
            (Button(Msg("Begin anew"), TryCheck(), "🔁"),),
            navigation.footer(_before(state.compiled, state.answers)),
        ),
    )


def show_call(trial: CallTrial, call_id: str, content: Content) -> Screen:
    """One call of a trial: the verdict and why, and whether to declare an interest."""
    state = trial.state
    packed = pack_answers(state.compiled, state.answers)
    verdict, questions = state.verdicts[call_id], content.rules.questions
    lines: list[Phrase | None] = [Strong(sentence(verdict))]
    if verdict in (Verdict.EXCLUDED, Verdict.FITS):
        said = as_said(state.compiled, state.answers)
        for reason in why(state, call_id):
            known = questions[reason.question]
            lines.append(Labelled(known.short, describe(known, said[reason.question])))
            if reason.criterion is not None:
                lines.append(reason.criterion.why)
    rows: list[Row] = []
    if trial.is_open and verdict is not Verdict.EXCLUDED:
        position = list(state.compiled.rules.rules).index(call_id)
        lines += [
            None,
            Msg("Declare their interest only if they say yes to it."),
            Msg("Ordinary answers are kept, sealed; answers about origin are not."),
        ]
        rows.append((Button(Msg("They say yes"), DeclareForSomebody(position, packed), "✋"),))
    return Screen(
        here=TryCheck(),
        title=content.calls[call_id].title,
        lines=tuple(lines),
        rows=(*rows, navigation.footer(ShowTrial(packed))),
    )


def type_phone(interest: Interest, *, refused: bool = False) -> Screen:
    """Type the phone number of somebody at the desk."""
    hint: tuple[Phrase | None, ...] = (phones.REFUSED, None) if refused else ()
    return Screen(
        here=TypePhoneFor(interest.id),
        title=Msg("Their phone number"),
        lines=(
            *hint,
            Labelled(Msg("Interest"), Plain(spaced(interest.reference))),
            Msg("Type the phone number, for example {phone}.", phone="044 123 456"),
        ),
        rows=(navigation.footer(OpenInterest(interest.id)),),
    )


def confirm_erasing(interest: Interest) -> Screen:
    """What will happen; the safe choice first."""
    return Screen(
        here=ConfirmErasingFor(interest.id),
        title=Msg("Erase all about this person?"),
        lines=(
            Labelled(Msg("Interest"), Plain(spaced(interest.reference))),
            Msg("The interest and the phone number are erased. It cannot be undone."),
        ),
        rows=(
            (Button(Msg("No, keep it"), OpenInterest(interest.id), "◀️"),),
            (Button(Msg("Yes, erase it"), EraseFor(interest.id), "🗑"),),
        ),
    )


def _next(
    compiled: Compiled, answers: Mapping[str, Answer], question: Question, value: Answer
) -> TryCheck:
    return TryCheck(pack_answers(compiled, {**answers, question.id: value}))


def _before(compiled: Compiled, answers: Mapping[str, Answer]) -> TryCheck | ListInterestCalls:
    if not answers:
        return ListInterestCalls()
    *earlier, _last = answers.items()
    return TryCheck(pack_answers(compiled, dict(earlier)))


def _on(state: CheckState, packed: str) -> Row:
    if not state.askable:
        return ()
    return (Button(Msg("Go on with the questions"), TryCheck(packed), "▶️"),)


def _label(compiled: Compiled, question: Question, number: int) -> Phrase:
    if question.form in (Form.NUMBER, Form.DATE):
        return describe_cell(question, compiled.cells[question.id][number])
    return describe(question, choices(compiled, question.id)[number])
