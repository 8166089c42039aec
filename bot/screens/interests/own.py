"""What I want to apply for: what the team gets, my number, the next steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.eligibility.rules import RuleSet
from bot.domain.interests.declared import (
    Decision,
    Interest,
    InterestState,
    Together,
    together,
)
from bot.domain.interests.sharing import compares_origin
from bot.domain.interests.views import Offer, OwnInterest
from bot.domain.reading.references import spaced
from bot.domain.text.phrases import (
    Copied,
    Joined,
    Labelled,
    Msg,
    Phrase,
    Plain,
    Plural,
    Strong,
)
from bot.screens import navigation
from bot.screens.calls.actions import CardPart, ShowCall, ShowContact
from bot.screens.calls.contacts import contact_of
from bot.screens.figures.figures import call_name
from bot.screens.inbox.actions import WriteQuestion
from bot.screens.interests.actions import (
    ChooseWay,
    ConfirmLeaving,
    DeclareInterest,
    EnterCode,
    ListInterests,
    SendInterest,
    SetReminder,
    ShowInterest,
    ShowPapers,
)
from bot.screens.interests.outlook import what_happens_next
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import ShowVerdict
from bot.screens.screening.replies import describe

STATES: Final[Mapping[InterestState, Msg]] = {
    InterestState.DECLARED: Msg("the team has it"),
    InterestState.CONTACTED: Msg("the team contacted you"),
    InterestState.APPLIED: Msg("your application is in"),
    InterestState.WAITING: Msg("on the waiting list"),
    InterestState.DECIDED: Msg("decided"),
    InterestState.WITHDRAWN: Msg("taken back"),
}

DECISIONS: Final[Mapping[Decision, Msg]] = {
    Decision.GRANTED: Msg("The programme says yes. The team tells you what comes next."),
    Decision.WAITING: Msg("You are on the waiting list. The team writes when a place is free."),
    Decision.NO_FUNDS: Msg("Not this time: more people applied than the money allows."),
    Decision.CONDITIONS: Msg("Not this time: a condition of the call is not met."),
    Decision.PAPERS: Msg("Not this time: a document is missing or could not be checked."),
    Decision.SUPPORTED: Msg("Not this time: you already have support for this."),
}
"""What was decided and on what kind of ground, as the person reads it."""


def show_offer(offer: Offer) -> Screen:
    """What the team would get; each answer can be ticked or unticked."""
    call, flipped, joining = offer.call, offer.flipped, offer.code
    lines: list[Phrase | None] = [
        Msg("The team gets a number for you and what is ticked here. You can take it back."),
        None,
    ]
    for number, tick in enumerate(offer.ticks, start=1):
        answer = Labelled(tick.question.short, describe(tick.question, tick.answer))
        sign = Plain(tick_sign(is_on=tick.is_on))
        lines.append(navigation.numbered(number, Joined((sign, answer))))
    if offer.ticks:
        lines.append(explain_ticks())
    if not offer.ticks:
        lines.append(Msg("No answers go along. The team will ask you."))
    elif any(tick.question.sensitive for tick in offer.ticks):
        lines.append(Msg("Answers about origin go along only if you tick them."))
    rows: list[Row] = []
    label = Msg("Yes, join") if joining else Msg("Tell the team")
    rows.append((Button(label, SendInterest(call.id, flipped, joining), "✋"),))
    toggles = tuple(
        Button(
            Plain(str(number)),
            DeclareInterest(call.id, flipped ^ tick.bit, joining),
            tick_sign(is_on=tick.is_on),
        )
        for number, tick in enumerate(offer.ticks, start=1)
    )
    rows += [toggles[at : at + 6] for at in range(0, len(toggles), 6)]
    above = ShowVerdict(call.id) if offer.verdict else ShowCall(call.id)
    how = together(call)
    if how is not Together.ALONE and not joining:
        lines += [None, _explain_together(how)]
        rows.append((Button(Msg("I have a code"), EnterCode(call.id), "🔑"),))
    return Screen(
        here=DeclareInterest(call.id, 0, joining),  # where somebody stands tells no answers
        title=Joined((Msg("I want to apply"), call.title), " · "),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(above)),
    )


def declare_button(call: Call) -> Button:
    """The way to the offer for a call."""
    return Button(Msg("I want to apply"), DeclareInterest(call.id), "✋")


def open_button(interest: Interest) -> Button:
    """The way to what the person declared already."""
    return Button(Msg("My application"), ShowInterest(interest.id), "✋")


def enter_code(call: Call, *, refused: bool = False) -> Screen:
    """Ask for the code of who applies with the person.

    Args:
        refused: What was typed before joins nobody.
    """
    hint = Msg("I cannot find this code. Please look at it again: 9 letters and digits.")
    ask = Msg("Type the code that the other one got here, for example {code}.", code="234-567-AE9")
    return Screen(
        here=EnterCode(call.id),
        title=Joined((Msg("Join with a code"), call.title), " · "),
        lines=(hint, None, ask) if refused else (ask,),
        rows=(navigation.footer(DeclareInterest(call.id)),),
    )


def list_interests(declared: Sequence[Interest], content: Content, page: int) -> Screen:
    """Everything that the person declared, and how each of it stands."""
    shown, page = navigation.page_of(declared, page, navigation.ENTRIES)
    lines: list[Phrase] = []
    for number, interest in enumerate(shown, start=1):
        lines.append(navigation.numbered(number, Strong(call_name(interest.call_id, content))))
        lines.append(Joined((Plain(spaced(interest.reference)), STATES[interest.state]), " · "))
    return Screen(
        here=ListInterests(page),
        title=Msg("What you want to apply for"),
        lines=tuple(lines) or (Msg("Nothing yet. Check what fits you with /check."),),
        rows=(
            navigation.numbers([ShowInterest(interest.id) for interest in shown]),
            navigation.pager(
                len(declared),
                page,
                ListInterests(max(page - 1, 0)),
                ListInterests(page + 1),
                navigation.ENTRIES,
            ),
            navigation.footer(),
        ),
    )


def show_interest(
    own: OwnInterest, content: Content, now: datetime, *, followed: bool, sent: bool = False
) -> Screen:
    """The person's number, how the interest stands, what happens next, and every next step.

    Args:
        followed: Whether the person is reminded before the call closes.
        sent: It was told to the team just now.
    """
    interest = own.interest
    call = content.calls.get(interest.call_id)
    lines: list[Phrase | None] = [
        Labelled(Msg("Your number"), Copied(spaced(interest.reference))),
        Labelled(Msg("How it stands"), STATES[interest.state]),
    ]
    rows: list[Row] = []
    if interest.decision is not None:
        lines += [DECISIONS[interest.decision], None, explain_complaint()]
        rows.append(_complain_row(call))
    if interest.state is InterestState.WAITING:
        rows.append((Button(Msg("Take it back"), ConfirmLeaving(interest.id), "✖️"),))
    elif interest.is_open and call is not None:
        lines += _together_lines(own, call, content.rules)
        lines += [None, *what_happens_next(own, call, content, now, followed=followed)]
        rows = _next_steps(interest, call, followed=followed)
    elif interest.state is InterestState.WITHDRAWN:
        lines.append(Msg("What you shared is erased. You can declare it again."))
    title = call_name(interest.call_id, content)
    if sent:
        lines[:0] = [Strong(title), None]
    return Screen(
        here=ShowInterest(interest.id),
        title=Msg("Done. The team has your word.") if sent else title,
        lines=tuple(lines),
        rows=(*rows, navigation.footer(ListInterests())),
    )


def what_is_read(decision: Decision, *, corrects: bool) -> tuple[Phrase, ...]:
    """The sentences in which a decision is told, as staff see them before they confirm it.

    Args:
        corrects: Another decision was told before.
    """
    again = (Msg("We told you something else before. That was a mistake. This is what holds:"),)
    return (*(again if corrects else ()), DECISIONS[decision], explain_complaint())


def explain_complaint() -> Msg:
    """The sentence on how to disagree with a decision (need L16)."""
    return Msg(
        "You disagree? Write to the team, or say your number at the office. It costs nothing."
    )


def explain_ticks() -> Msg:
    """What the number keys below a list of ticks do."""
    return Msg("Tap a number below to tick it, or to take the tick away.")


def tick_sign(*, is_on: bool) -> str:
    """The box before something that can be ticked, the same in the list and on its key."""
    return "☑️" if is_on else "⬜"


def _next_steps(interest: Interest, call: Call, *, followed: bool) -> list[Row]:
    first: list[Button] = []
    if call.bring:
        first.append(Button(Msg("What to bring"), ShowPapers(interest.id), "📄"))
    if call.apply_by_bot:
        first.append(Button(Msg("How to apply"), ShowCall(call.id, CardPart.APPLY), "✍️"))
    return [
        (Button(Msg("How do we reach you?"), ChooseWay(interest.id), "📞"),),
        tuple(first),
        (
            Button(Msg("No reminder"), SetReminder(interest.id, 0), "🔕")
            if followed
            else Button(Msg("Remind me"), SetReminder(interest.id, 1), "🔔"),
            Button(Msg("Who do I ask?"), contact_of(call.contact, ShowInterest(interest.id)), "☎️"),
        ),
        (Button(Msg("Take it back"), ConfirmLeaving(interest.id), "✖️"),),
    ]


def _complain_row(call: Call | None) -> Row:
    row = [Button(Msg("Write to the team"), WriteQuestion(call.programme if call else ""), "✉️")]
    if call is not None:
        row.append(Button(Msg("Who do I ask?"), ShowContact(call.contact), "☎️"))
    return tuple(row)


def _explain_together(how: Together) -> Msg:
    if how is Together.HOUSEHOLD:
        return Msg("One application for each household. Somebody at home has begun? Join by code.")
    return Msg("Two organisations apply together. The other one has begun? Join by code.")


def _together_lines(own: OwnInterest, call: Call, rules: RuleSet) -> list[Phrase | None]:
    interest, others, how = own.interest, own.others, together(call)
    if how is Together.ALONE:
        return []
    if interest.joined_to is not None:
        joined = Msg("You joined by code.")
        return [joined, *_completeness(own, how, rules)]
    lines: list[Phrase | None] = []
    if interest.code is not None and not (how is Together.PARTNERSHIP and others):
        lines.append(Labelled(Msg("Code"), Strong(Plain(spaced(interest.code)))))
        lines.append(
            Msg("Give it only to people of your household, so that they can join.")
            if how is Together.HOUSEHOLD
            else Msg("Give it only to the organisation that applies with you.")
        )
    if others:
        lines.append(Plural("{n} other applies with you.", "{n} others apply with you.", n=others))
    return [*lines, *_completeness(own, how, rules)]


def _completeness(own: OwnInterest, how: Together, rules: RuleSet) -> list[Phrase]:
    """Whether both partners are there; of the other one's origin it says nothing in any case."""
    if how is not Together.PARTNERSHIP:
        return []
    if own.interest.completed_at is not None:
        return [Msg("Complete: both organisations confirmed.")]
    if not own.others:
        return [Msg("Not complete yet: the other organisation has to join by code.")]
    if compares_origin(rules, own.interest.call_id):
        return [Msg("Both organisations confirmed. The team looks at what else the call asks.")]
    return [Msg("Not complete yet: it needs two organisations of different places.")]
