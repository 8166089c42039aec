"""For staff: writing down a decision, and writing to somebody who wants to apply."""

from collections.abc import Mapping
from typing import Final

from bot.domain.content import Content
from bot.domain.interests.declared import Decision, Interest
from bot.domain.reading.references import spaced
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.figures.figures import call_name
from bot.screens.interests.actions import (
    ChooseDecision,
    DecideInterest,
    OpenInterest,
    WriteToApplicant,
)
from bot.screens.screen import Button, Screen

DECISION_BUTTONS: Final[Mapping[Decision, Msg]] = {
    Decision.GRANTED: Msg("Granted"),
    Decision.WAITING: Msg("Waiting list"),
    Decision.NO_FUNDS: Msg("No money left"),
    Decision.CONDITIONS: Msg("Condition not met"),
    Decision.PAPERS: Msg("Document missing"),
    Decision.SUPPORTED: Msg("Supported already"),
}


def choose_decision(interest: Interest, content: Content) -> Screen:
    """What was decided; the person is told at once."""
    buttons = [
        Button(label, DecideInterest(interest.id, one)) for one, label in DECISION_BUTTONS.items()
    ]
    return Screen(
        here=ChooseDecision(interest.id),
        title=Msg("What was decided?"),
        lines=(
            Labelled(Msg("Interest"), Plain(spaced(interest.reference))),
            call_name(interest.call_id, content),
            None,
            Msg("The person is told at once, privately, with the reason and how to disagree."),
            Msg("It cannot be changed afterwards."),
        ),
        rows=(*navigation.pairs(buttons), navigation.footer(OpenInterest(interest.id))),
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
            Msg("Their answer comes to the inbox."),
        ),
        rows=(navigation.footer(OpenInterest(interest.id)),),
    )
