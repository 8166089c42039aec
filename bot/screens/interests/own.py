"""What I want to apply for: what the team gets, my number, the next steps."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.eligibility.rules import RuleSet
from bot.domain.interests.declared import (
    ContactWay,
    Decision,
    Interest,
    InterestState,
    Together,
    Way,
    together,
)
from bot.domain.interests.sharing import compares_origin
from bot.domain.interests.views import Offer, OwnInterest
from bot.domain.reading.references import spaced
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain, Plural, Strong
from bot.screens import navigation
from bot.screens.calls.actions import CardPart, ShowCall, ShowContact, Topic
from bot.screens.calls.contacts import contact_of
from bot.screens.calls.filters import follow_button
from bot.screens.figures.figures import call_name
from bot.screens.inbox.actions import WriteQuestion
from bot.screens.interests.actions import (
    ChooseWay,
    ConfirmLeaving,
    DeclareInterest,
    EnterCode,
    ListInterests,
    SendInterest,
    ShowInterest,
    ShowPapers,
)
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import ShowVerdict
from bot.screens.screening.replies import describe

STATES: Final[Mapping[InterestState, Msg]] = {
    InterestState.DECLARED: Msg("the team has it"),
    InterestState.CONTACTED: Msg("the team contacted you"),
    InterestState.APPLIED: Msg("your application is in"),
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

WAYS: Final[Mapping[Way, Msg]] = {
    Way.CHAT: Msg("in the Telegram chat"),
    Way.PHONE: Msg("by phone"),
    Way.VISIT: Msg("in person at the office"),
}


def show_offer(offer: Offer) -> Screen:
    """What the team would get; each answer can be ticked or unticked."""
    call, flipped, joining = offer.call, offer.flipped, offer.code
    lines: list[Phrase | None] = [
        Msg("The team gets a number for you and what is ticked here. You can take it back."),
        None,
    ]
    for number, tick in enumerate(offer.ticks, start=1):
        sign = Plain("☑️" if tick.is_on else "⬜")
        answer = Labelled(tick.question.short, describe(tick.question, tick.answer))
        lines.append(navigation.numbered(number, Joined((sign, answer))))
    if not offer.ticks:
        lines.append(Msg("No answers go along. The team will ask you."))
    elif any(tick.question.sensitive for tick in offer.ticks):
        lines.append(Msg("Answers about origin go along only if you tick them."))
    rows: list[Row] = []
    label = Msg("Yes, join") if joining else Msg("Tell the team")
    rows.append((Button(label, SendInterest(call.id, flipped, joining), "✋"),))
    toggles = navigation.numbers(
        [DeclareInterest(call.id, flipped ^ tick.bit, joining) for tick in offer.ticks]
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


def show_interest(own: OwnInterest, content: Content, *, followed: bool) -> Screen:
    """The person's number, how the interest stands, and every next step."""
    interest = own.interest
    call = content.calls.get(interest.call_id)
    lines: list[Phrase | None] = [
        Labelled(Msg("Your number"), Strong(Plain(spaced(interest.reference)))),
        Labelled(Msg("How it stands"), STATES[interest.state]),
    ]
    rows: list[Row] = []
    if interest.decision is not None:
        lines += [DECISIONS[interest.decision], None, explain_complaint()]
        rows.append(_complain_row(call))
    elif interest.is_open and call is not None:
        lines.append(Labelled(Msg("We reach you"), _way_phrase(own.contact)))
        lines += _together_lines(own, call, content.rules)
        lines += [None, Msg("Say this number to the team, on the phone or at the office.")]
        rows = _next_steps(interest, call, followed=followed)
    elif interest.state is InterestState.WITHDRAWN:
        lines.append(Msg("What you shared is erased. You can declare it again."))
    return Screen(
        here=ShowInterest(interest.id),
        title=call_name(interest.call_id, content),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(ListInterests())),
    )


def explain_complaint() -> Msg:
    """The sentence on how to disagree with a decision (need L16)."""
    return Msg(
        "You disagree? Write to the team, or say your number at the office. It costs nothing."
    )


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
            follow_button(Topic.CALL, call.id, Msg("Remind me"), followed=followed),
            Button(Msg("Who do I ask?"), contact_of(call.contact, ShowInterest(interest.id)), "☎️"),
        ),
        (Button(Msg("Take it back"), ConfirmLeaving(interest.id), "✖️"),),
    ]


def _complain_row(call: Call | None) -> Row:
    row = [Button(Msg("Write to the team"), WriteQuestion(call.programme if call else ""), "✉️")]
    if call is not None:
        row.append(Button(Msg("Who do I ask?"), ShowContact(call.contact), "☎️"))
    return tuple(row)


def _way_phrase(contact: ContactWay | None) -> Phrase:
    if contact is None:
        return Plain("–")
    way = WAYS[contact.way]
    return Joined((way, Plain(contact.phone))) if contact.phone else way


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
