"""What is said on a screen that waits for something, when something else came."""

from collections.abc import Collection, Mapping
from typing import Final

from bot.domain.delivery.media import Medium
from bot.domain.text.phrases import Listed, Msg, Phrase

NAMES: Final[Mapping[Medium, Msg]] = {
    Medium.TEXT: Msg("text"),
    Medium.PHOTO: Msg("a picture"),
    Medium.DOCUMENT: Msg("a file"),
    Medium.VOICE: Msg("a voice message"),
    Medium.CONTACT: Msg("your own contact"),
    Medium.LOCATION: Msg("a location"),
}
"""How each kind of message is called that some screen takes."""


def explain_kinds(taken: Collection[Medium]) -> Phrase:
    """That something cannot be taken here, and what can.

    Args:
        taken: What the screen takes.
    """
    if set(taken) == {Medium.TEXT}:
        return Msg(
            "I can read only text, no pictures or voice messages. Please type, or use the buttons."
        )
    kinds = Listed(tuple(NAMES[medium] for medium in NAMES if medium in taken))
    return Msg("I cannot take this here. What I can take: {kinds}.", kinds=kinds)


def explain_command() -> Phrase:
    """That there is no such command."""
    return Msg("I do not know this command. These buttons do everything.")
