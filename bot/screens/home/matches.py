"""Answers to what nobody asked for: free text, pictures, unknown commands, dead buttons."""

from collections.abc import Sequence

from bot.domain.text.phrases import Msg, Phrase
from bot.screens import navigation
from bot.screens.codec import Action
from bot.screens.home.actions import ShowMatches
from bot.screens.screen import Screen


def show_matches(matches: Sequence[tuple[Phrase, Action]], shortened: str) -> Screen:
    """What a free text may have meant, to choose from.

    Args:
        matches: Name of each match and what opens it.
        shortened: The matches in short, so that the screen can be drawn again without the text.
    """
    return Screen(
        here=ShowMatches(shortened),
        title=Msg("Is it one of these?"),
        lines=tuple(
            navigation.numbered(number, name) for number, (name, _) in enumerate(matches, start=1)
        ),
        rows=(navigation.numbers([action for _, action in matches]), navigation.footer()),
    )


def admit_no_match(home: Screen) -> Screen:
    """The home screen, and that nothing fits what was typed."""
    return home.with_intro(
        Msg("I did not find this. Try a place, a trade or a programme, or use the buttons.")
    )


def admit_no_reading(home: Screen) -> Screen:
    """The home screen, and that pictures and voice messages are not understood."""
    return home.with_intro(
        Msg("I can read only text, no pictures or voice messages. Please type, or use the buttons.")
    )


def admit_no_command(home: Screen) -> Screen:
    """The home screen, and that there is no such command."""
    return home.with_intro(Msg("I do not know this command. These buttons do everything."))


def explain_stale_button(home: Screen) -> Screen:
    """The home screen, and that a button of long ago, or that was never ours, does nothing."""
    return home.with_intro(Msg("This button does not work any more. Here is what you can do."))
