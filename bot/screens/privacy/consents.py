"""Asking for consent: what for, who reads, how long, and that a no blocks nothing."""

from typing import Final, NamedTuple

from bot.domain.privacy.consent import Purpose
from bot.domain.text.phrases import Labelled, Msg, Phrase
from bot.screens.home.actions import ShowHome
from bot.screens.privacy.actions import AskConsent, GiveConsent, ShowConsents
from bot.screens.screen import Button, Screen


class ConsentText(NamedTuple):
    """The words of a consent, as it is asked for.

    Args:
        purpose: What it is for.
        readers: Who reads what is kept.
        period: How long it is kept.
        refusal: What a no means.
    """

    purpose: Msg
    readers: Msg
    period: Msg
    refusal: Msg


TEXTS: Final[dict[Purpose, ConsentText]] = {
    Purpose.ANSWERS: ConsentText(
        Msg(
            "I keep what you choose to tell me, such as your place, so that you need not repeat it."
        ),
        Msg("Only you see it here. It is stored sealed; staff see it only if you send it to them."),
        Msg("12 months after you gave the answer, or until you erase it."),
        Msg("A no changes nothing: you can use everything, and nothing is kept."),
    ),
    Purpose.SPECIAL: ConsentText(
        Msg("Some calls ask about community, health or disability. This needs a yes of its own."),
        Msg("Only you see them here. They are stored sealed, apart from everything else."),
        Msg("12 months after you gave the answer, or until you erase it."),
        Msg("A no changes nothing: staff can then look at it together with you."),
    ),
    Purpose.MATCHING: ConsentText(
        Msg("When a new call opens, I compare it with your kept answers and tell you if it fits."),
        Msg("Nobody: the bot compares by itself. Staff see only how many people a call fits."),
        Msg("As long as your answers are kept, or until you take it back."),
        Msg("A no changes nothing: you can check by yourself at any time."),
    ),
}
"""The words of each consent.

A change here needs a new number in ``bot.domain.privacy.consent.CURRENT``; a test watches over it.
"""


def ask(purpose: Purpose, then: str, *, changed: bool) -> Screen:
    """The question, with the safe answer beside the other.

    Args:
        then: What to do after a yes, as it stands in the action.
        changed: The person agreed to an older text and is asked again.
    """
    text = TEXTS[purpose]
    note: tuple[Phrase | None, ...] = (
        (Msg("The text has changed since you agreed, so I ask again."), None) if changed else ()
    )
    return Screen(
        here=AskConsent(purpose, then),
        title=Msg("May I keep this?"),
        lines=(
            *note,
            Labelled(Msg("What for"), text.purpose),
            Labelled(Msg("Who reads it"), text.readers),
            Labelled(Msg("How long"), text.period),
            text.refusal,
            Msg("You can take it back at any time with /mydata."),
        ),
        rows=(
            (Button(Msg("No, keep nothing"), ShowHome() if then else ShowConsents()),),
            (Button(Msg("I agree"), GiveConsent(purpose, then), "✅"),),
        ),
    )


def confirm_withdrawal() -> Msg:
    """A word after taking a consent back."""
    return Msg("Taken back. What rested on it is erased.")
