"""For staff: one interest, what the person shares, and what becomes of it."""

from collections.abc import Mapping
from typing import Final

from bot.domain.content import Content
from bot.domain.eligibility.rules import RuleSet
from bot.domain.interests.declared import (
    Decision,
    Interest,
    InterestState,
    InterestStep,
    Together,
    after,
    together,
)
from bot.domain.interests.sharing import compares_origin
from bot.domain.interests.views import OpenedInterest
from bot.domain.reading.references import spaced
from bot.domain.screening.conversation import Reply
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain, Strong
from bot.screens import navigation
from bot.screens.figures.figures import call_name
from bot.screens.interests.actions import (
    ChooseDecision,
    ConfirmDecision,
    ConfirmErasingFor,
    DecideInterest,
    ListCallInterests,
    MarkInterest,
    OpenInterest,
    OpenOrigin,
    TypePhoneFor,
    UnmarkInterest,
    WriteToApplicant,
)
from bot.screens.interests.desk import STATES
from bot.screens.interests.outlook import WAYS
from bot.screens.interests.own import DECISIONS, what_is_read
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.replies import describe

VERDICTS: Final[Mapping[str, Msg]] = {
    "": Msg("not checked"),
    "fits": Msg("looks as if it fits"),
    "undecided": Msg("not all was asked"),
    "unclear": Msg("staff must look"),
}
"""What the check said when the interest was declared."""

DECISION_BUTTONS: Final[Mapping[Decision, Msg]] = {
    Decision.GRANTED: Msg("Granted"),
    Decision.WAITING: Msg("Waiting list"),
    Decision.NO_FUNDS: Msg("No money left"),
    Decision.CONDITIONS: Msg("Condition not met"),
    Decision.PAPERS: Msg("Document missing"),
    Decision.SUPPORTED: Msg("Supported already"),
}
"""What a programme can decide, as staff choose it."""


def show_interest(
    opened: OpenedInterest, content: Content, *, origin: bool, page: int, sent: bool = False
) -> Screen:
    """One of them with what the person shares, and what can be done.

    Args:
        origin: With the answers about origin.
        sent: A message to the person is on its way.
    """
    interest = opened.interest
    head: list[Phrase | None] = [Msg("Your message is on its way."), None] if sent else []
    head += [
        Strong(call_name(interest.call_id, content)),
        Labelled(Msg("How it stands"), _standing(interest)),
        *_reach_lines(opened, content),
        None,
    ]
    answers = _answer_lines(opened, content, origin=origin)
    pages = navigation.pages_of(answers, 400)
    page = min(max(page, 0), len(pages) - 1)
    turn = OpenOrigin if origin else OpenInterest
    return Screen(
        here=OpenInterest(interest.id),
        title=Msg("Interest {number}", number=spaced(interest.reference)),
        lines=(*head, *pages[page]),
        rows=(
            navigation.pager(
                len(pages),
                page,
                turn(interest.id, max(page - 1, 0)),
                turn(interest.id, page + 1),
                size=1,
            ),
            *_steps(opened, origin=origin),
            *_others(opened),
            navigation.footer(ListCallInterests(interest.call_id)),
        ),
    )


def shared_lines(answers: Mapping[str, Reply], content: Content) -> list[Phrase]:
    """Answers that are shared, a line for each that the rules know."""
    questions = content.rules.questions
    return [
        Labelled(questions[name].short, describe(questions[name], answer))
        for name, answer in answers.items()
        if name in questions
    ]


def choose_decision(interest: Interest, content: Content) -> Screen:
    """What was decided; what the person will read comes before anything is written down."""
    buttons = [
        Button(label, ConfirmDecision(interest.id, decision))
        for decision, label in DECISION_BUTTONS.items()
        if decision is not interest.decision
    ]
    before: tuple[Phrase, ...] = ()
    if interest.decision is not None:
        before = (Labelled(Msg("So far"), DECISION_BUTTONS[interest.decision]),)
    return Screen(
        here=ChooseDecision(interest.id),
        title=Msg("What was decided?"),
        lines=(
            Labelled(Msg("Interest"), Plain(spaced(interest.reference))),
            call_name(interest.call_id, content),
            *before,
            None,
            Msg("You see next what the person will read, and can still go back."),
        ),
        rows=(*navigation.pairs(buttons), navigation.footer(OpenInterest(interest.id))),
    )


def confirm_decision(interest: Interest, decision: Decision, content: Content) -> Screen:
    """What the person will read, in full, before it is decided; the safe choice first."""
    corrects = interest.state is InterestState.DECIDED
    decide = DecideInterest(interest.id, decision, interest.decision or "")
    told = (
        Msg("A colleague declared it at the desk. Tell the person what is decided.")
        if interest.by_staff is not None
        else Msg("The person reads, in their language:")
    )
    return Screen(
        here=ConfirmDecision(interest.id, decision),
        title=Msg("Correct the decision?") if corrects else Msg("Write the decision down?"),
        lines=(
            Labelled(Msg("Interest"), Plain(spaced(interest.reference))),
            call_name(interest.call_id, content),
            Labelled(Msg("Decision"), DECISION_BUTTONS[decision]),
            None,
            told,
            *what_is_read(decision, corrects=corrects),
            None,
            Msg("Who applies together with them is told too. It can be corrected later."),
        ),
        rows=(
            (Button(Msg("No, not yet"), OpenInterest(interest.id), "◀️"),),
            (Button(Msg("Yes, that is decided"), decide, "⚖️"),),
            navigation.footer(ChooseDecision(interest.id)),
        ),
    )


def write_message(interest: Interest, content: Content, *, empty: bool = False) -> Screen:
    """Type a message to the person.

    Args:
        empty: What came had no words.
    """
    hint: tuple[Phrase | None, ...] = (Msg("Please write it in words."), None) if empty else ()
    return Screen(
        here=WriteToApplicant(interest.id),
        title=Msg("Write to the person"),
        lines=(
            *hint,
            Labelled(Msg("Interest"), Plain(spaced(interest.reference))),
            call_name(interest.call_id, content),
            None,
            Msg("What you type next goes to the person at once. They do not see your name."),
            Msg("They read for which call it is, and their number."),
            Msg("Their answer comes to the inbox."),
        ),
        rows=(navigation.footer(OpenInterest(interest.id)),),
    )


def _standing(interest: Interest) -> Phrase:
    if interest.decision is not None:
        return DECISIONS[interest.decision]
    return STATES[interest.state]


def _reach_lines(opened: OpenedInterest, content: Content) -> list[Phrase]:
    lines: list[Phrase] = []
    if opened.contact is not None:
        way = WAYS[opened.contact.way]
        phone = opened.contact.phone
        lines.append(Labelled(Msg("Reach them"), Joined((way, Plain(phone))) if phone else way))
    if opened.interest.by_staff is not None:
        lines.append(Msg("A colleague declared it at the desk. Tell the person what is decided."))
    call = content.calls.get(opened.interest.call_id)
    if call is not None and call.bring:
        have = sum(opened.interest.papers >> line & 1 for line in range(len(call.bring)))
        lines.append(Labelled(Msg("Documents ticked"), Plain(f"{have}/{len(call.bring)}")))
    if call is not None and together(call) is Together.PARTNERSHIP:
        lines.append(_pair_phrase(opened, content.rules))
    return lines


def _pair_phrase(opened: OpenedInterest, rules: RuleSet) -> Msg:
    interest = opened.interest
    if interest.completed_at is not None:
        return Msg("Partnership complete.")
    if opened.others and compares_origin(rules, interest.call_id):
        return Msg("Both confirmed. Please look whether they differ as the call asks.")
    return Msg("Partnership not complete yet.")


def _answer_lines(opened: OpenedInterest, content: Content, *, origin: bool) -> list[Phrase]:
    shared = opened.shared
    if shared is None:
        return [Msg("What was shared is erased.")]
    lines: list[Phrase] = [
        Labelled(Msg("The check said"), VERDICTS.get(shared.verdict) or Plain(shared.verdict))
    ]
    lines += shared_lines(shared.answers, content)
    if origin:
        about = shared_lines(shared.sensitive or {}, content)
        lines += about or [Msg("No answers about origin are shared.")]
    return lines


def _steps(opened: OpenedInterest, *, origin: bool) -> list[Row]:
    interest = opened.interest
    rows: list[Row] = []
    if opened.may_read_origin and opened.shared is not None and not origin:
        rows.append((Button(Msg("Answers about origin"), OpenOrigin(interest.id), "🔐"),))
    if not opened.may_handle or interest.state is InterestState.WITHDRAWN:
        return rows
    if interest.erased:
        pass  # there is nobody to write to any more
    elif interest.by_staff is None:
        rows.append((Button(Msg("Write to the person"), WriteToApplicant(interest.id), "✍️"),))
    else:
        rows.append(
            (
                Button(Msg("Phone number"), TypePhoneFor(interest.id), "📞"),
                Button(Msg("Erase"), ConfirmErasingFor(interest.id), "🗑"),
            )
        )
    marks = (
        (InterestStep.CONTACT, Msg("Contacted"), "📞"),
        (InterestStep.APPLY, Msg("Has applied"), "📝"),
    )
    rows.append(
        tuple(
            Button(label, MarkInterest(interest.id, step), emoji)
            for step, label, emoji in marks
            if after(interest.state, step) is not None
        )
    )
    decided = interest.state is InterestState.DECIDED
    label = Msg("Correct the decision") if decided else Msg("Decided")
    last: list[Button] = [Button(label, ChooseDecision(interest.id), "⚖️")]
    if interest.unmarked is not None:
        last.append(Button(Msg("Undo"), UnmarkInterest(interest.id), "↩️"))
    rows.append(tuple(last))
    return rows


def _others(opened: OpenedInterest) -> list[Row]:
    rows: list[Row] = []
    for other in opened.others[:2]:
        label = Joined((Msg("Together with"), Plain(spaced(other.reference))))
        rows.append((Button(label, OpenInterest(other.id)),))
    return rows
