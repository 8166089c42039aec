"""A typed phone number: what is said when it is none, and the question whether it is right."""

from typing import Final

from bot.domain.reading.phones import TypedPhone, shown
from bot.domain.text.phrases import Msg
from bot.screens import navigation
from bot.screens.codec import Action
from bot.screens.interests.actions import (
    ChooseWay,
    OpenInterest,
    SetPhone,
    SetPhoneFor,
    TypePhone,
    TypePhoneFor,
)
from bot.screens.screen import Button, Row, Screen

REFUSED: Final = Msg(
    "This is no whole phone number. Please type it again, with + and the country if it is from"
    " abroad."
)
"""What is said about a text that can be no phone number."""


def confirm_own(number: int, typed: TypedPhone) -> Screen:
    """Ask somebody whether their number is meant as the bot reads it."""
    choices = [Button(_yes(), SetPhone(number, typed.number), "✅")]
    if typed.as_typed is not None:
        choices.append(Button(_no(typed.as_typed), SetPhone(number, typed.as_typed)))
    return _confirm(TypePhone(number), typed, choices, ChooseWay(number))


def confirm_for(number: int, typed: TypedPhone) -> Screen:
    """Ask staff whether the number of somebody at the desk is meant as the bot reads it."""
    choices = [Button(_yes(), SetPhoneFor(number, typed.number), "✅")]
    if typed.as_typed is not None:
        choices.append(Button(_no(typed.as_typed), SetPhoneFor(number, typed.as_typed)))
    return _confirm(TypePhoneFor(number), typed, choices, OpenInterest(number))


def _confirm(here: Action, typed: TypedPhone, choices: list[Button], above: Action) -> Screen:
    rows: list[Row] = [(choice,) for choice in choices]
    return Screen(
        here=here,  # whoever types another number is understood
        title=Msg("Is {phone} right?", phone=shown(typed.number)),
        lines=(
            Msg("I read the number like this. Please look at it once more."),
            Msg("If it is another one, type it again."),
        ),
        rows=(*rows, navigation.footer(above)),
    )


def _yes() -> Msg:
    return Msg("Yes, this one")


def _no(as_typed: str) -> Msg:
    return Msg("No, {phone}", phone=shown(as_typed))
