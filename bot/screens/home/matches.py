"""Answers to what nobody asked for: free text, pictures, unknown commands, dead buttons."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.delivery.media import Medium
from bot.domain.text.phrases import Msg, Phrase
from bot.screens import navigation
from bot.screens.codec import Action
from bot.screens.home import hints
from bot.screens.home.actions import ShowMatches
from bot.screens.inbox.actions import AskTeam
from bot.screens.screen import Button, Row, Screen


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
        rows=(
            navigation.numbers([action for _, action in matches]),
            _to_people(),
            navigation.footer(),
        ),
    )


def admit_no_match(home: Screen) -> Screen:
    """The home screen, and that nothing fits what was typed."""
    return _with_people(
        home, Msg("I did not find this. Try a place, a trade or a programme, or use the buttons.")
    )


def answer_thanks(home: Screen) -> Screen:
    """The home screen, after kind words in return for thanks."""
    return home.with_intro(Msg("You are welcome. I am here whenever you need something."))


def admit_no_reading(home: Screen) -> Screen:
    """The home screen, and that pictures and voice messages are not understood."""
    return _with_people(home, hints.explain_kinds([Medium.TEXT]))


def admit_no_command(home: Screen) -> Screen:
    """The home screen, and that there is no such command."""
    return _with_people(home, hints.explain_command())


def explain_stale_button(home: Screen) -> Screen:
    """The home screen, and that a button of long ago, or that was never ours, does nothing."""
    return _with_people(home, Msg("This button does not work any more. Here is what you can do."))


def _with_people(home: Screen, miss: Phrase) -> Screen:
    """The home screen after something that was not understood, with the way to people on top."""
    answered = home.with_intro(miss)
    return replace(answered, rows=(_to_people(), *answered.rows))


def _to_people() -> Row:
    return (Button(Msg("Write to the team"), AskTeam(), "✉️"),)
