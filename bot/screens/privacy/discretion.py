"""For phones that others can see: neutral notices, quiet hours, a passcode for my things."""

from bot.domain.delivery.contact_hours import QUIET_CHOICES, QuietHours
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.home.actions import ShowHome, ShowMore
from bot.screens.privacy.actions import (
    AskDiscreet,
    AskPasscode,
    ChoosePasscode,
    ConfirmErasure,
    HideChat,
    LockNow,
    RemovePasscode,
    SetDiscreet,
    SetQuietHours,
    ShowDiscretion,
)
from bot.screens.screen import Button, Row, Screen


def show(*, discreet: bool, quiet: QuietHours, has_passcode: bool) -> Screen:
    """What others could see, and how to change it."""
    passcode: Row = (
        (
            Button(Msg("Lock now"), LockNow(), "🔒"),
            Button(Msg("Remove the word"), RemovePasscode(), "🔓"),
        )
        if has_passcode
        else (Button(Msg("Ask me for a word"), ChoosePasscode(), "🔒"),)
    )
    neutral = (
        Button(Msg("Ordinary notices"), SetDiscreet(0), "🔔")
        if discreet
        else Button(Msg("Neutral notices"), SetDiscreet(1), "🤫")
    )
    return Screen(
        here=ShowDiscretion(),
        title=Msg("Who else sees this phone?"),
        lines=(
            Labelled(Msg("Notices"), Msg("neutral") if discreet else Msg("with their topic")),
            quiet_hours(quiet),
            Labelled(Msg("A word opens my things"), Msg("yes") if has_passcode else Msg("no")),
            None,
            Msg("Hiding this chat takes away the messages of the last two days."),
            Msg("For older ones, open the menu of this chat and clear its history."),
        ),
        rows=(
            (neutral,),
            *((_quiet_button(hours, quiet),) for hours in QUIET_CHOICES),
            passcode,
            (Button(Msg("Hide this chat"), HideChat(), "🧹"),),
            navigation.footer(ShowMore()),
        ),
    )


def ask_once() -> Screen:
    """The question that is asked once, when notices first become possible."""
    return Screen(
        here=AskDiscreet(),
        title=Msg("Does somebody else see this phone?"),
        lines=(
            Msg("Then my notices say only that there is a message, without sound."),
            Msg("You can change it at any time under More."),
        ),
        rows=(
            (Button(Msg("Yes, keep it neutral"), SetDiscreet(1), "🤫"),),
            (Button(Msg("No, show the topic"), SetDiscreet(0), "🔔"),),
        ),
        overlay=True,
    )


def choose_passcode(*, refused: bool = False) -> Screen:
    """The question for a new passcode; the message with it is taken away at once."""
    hint: tuple[Phrase | None, ...] = (
        (Msg("The word needs 4 to 32 characters. Please type another one."), None)
        if refused
        else ()
    )
    return Screen(
        here=ChoosePasscode(),
        title=Msg("Choose a word"),
        lines=(
            *hint,
            Msg("Type 4 to 32 letters or numbers. I take your message away at once."),
            Msg("Nobody can tell you the word again. Without it, your things can only be erased."),
        ),
        rows=(navigation.footer(ShowDiscretion()),),
    )


def ask_passcode(then: str, *, wrong: bool = False, locked_out: bool = False) -> Screen:
    """The question for the passcode before the person's things open.

    Args:
        then: What it opens, as it stands in the action.
    """
    line = Msg("Please type your word. I take the message away at once.")
    if locked_out:
        line = Msg("Too many wrong words. Please try again in 15 minutes.")
    elif wrong:
        line = Msg("This is not the word. Please try again.")
    return Screen(
        here=AskPasscode(then),
        title=Plain("Komshi"),
        lines=(line,),
        rows=(
            (Button(Msg("I forgot the word"), ConfirmErasure(), "🗑"),),
            navigation.footer(ShowHome()),
        ),
    )


def quiet_hours(hours: QuietHours) -> Phrase:
    """When no notice comes, in words that fit a button."""
    if hours.start == hours.end:
        return Msg("Notices at any time")
    return Msg("No notices from {start} to {end}", start=hours.start, end=hours.end)


def _quiet_button(hours: QuietHours, chosen: QuietHours) -> Button:
    action = SetQuietHours(hours.start, hours.end)
    return Button(quiet_hours(hours), action, "✅" if hours == chosen else "")
