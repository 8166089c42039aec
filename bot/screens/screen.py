"""What a person sees: a heading, a few lines, rows of buttons. In no language yet."""

from dataclasses import dataclass, replace

from bot.domain.delivery.media import Enclosure, Medium
from bot.domain.text.phrases import Phrase, Plain
from bot.screens.codec import Action


@dataclass(frozen=True, slots=True)
class Button:
    """A tap that asks the bot for something.

    Args:
        emoji: One signpost at most, always the same for the same thing.
    """

    label: Phrase
    action: Action
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A tap that opens an address outside the conversation."""

    label: Phrase
    url: str
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along once, below the screen.

    Args:
        keepable: It may be saved and passed on: nothing in it is about a person.
    """

    name: str
    content: bytes
    keepable: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What somebody sent and Telegram keeps, as it is sent on below a screen.

    Args:
        keepable: It may be saved and passed on.
    """

    file: Enclosure
    keepable: bool = False


Row = tuple[Button | Link, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message with its buttons.

    Args:
        here: The action that draws this screen again, changing nothing. It is what a redelivered
            update and a change of language fall back on.
        title: Says where I am; shown in bold.
        lines: Shown below, one a line; None makes an empty line.
        toast: A short word shown over the chat after a tap, at most 200 characters.
        files: Sent along once, below the screen.
        enclosed: What Telegram keeps and sends again; likewise.
        sweep: Messages to take out of the chat; the screen is then a new message.
        farewell: The person is erased; nothing is noted after this.
        overlay: The screen lies over another one, to which it returns by itself.
        silent: Nothing is shown: what the person has in front of them stays.
    """

    here: Action
    title: Phrase
    lines: tuple[Phrase | None, ...] = ()
    rows: tuple[Row, ...] = ()
    toast: Phrase | None = None
    overlay: bool = False
    files: tuple[Attachment, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    sweep: tuple[int, ...] = ()
    farewell: bool = False
    silent: bool = False

    def with_toast(self, toast: Phrase) -> "Screen":
        """The same screen with a short word over it."""
        return replace(self, toast=toast)

    def with_voice(self, file_id: str) -> "Screen":
        """The same screen with a voice message below it."""
        voice = Enclosed(Enclosure(Medium.VOICE, file_id), keepable=True)
        return self.with_enclosed(voice)

    def with_enclosed(self, *enclosed: Enclosed) -> "Screen":
        """The same screen with pictures, files or voice messages below it."""
        return replace(self, enclosed=(*self.enclosed, *enclosed))

    def with_intro(self, *lines: Phrase) -> "Screen":
        """The same screen with lines before its own."""
        return replace(self, lines=(*lines, None, *self.lines) if self.lines else lines)

    def sweeping(self, *message_ids: int | None) -> "Screen":
        """The same screen, sent anew after messages are taken away."""
        more = (number for number in message_ids if number is not None)
        return replace(self, sweep=tuple(dict.fromkeys((*self.sweep, *more))))


def say_nothing(here: Action) -> Screen:
    """An answer that is not shown: what was said is served, and the person goes on where they are.

    Args:
        here: Where the person stands.
    """
    return Screen(here=here, title=Plain(""), silent=True)
