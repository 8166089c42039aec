"""Words that nobody asked for: whether they are for the team, or the answer to a question."""

from dataclasses import replace

from bot.domain.content import Content
from bot.domain.inbox.threads import Destination
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.inbox.actions import OfferWords, SendWords, ShowThread
from bot.screens.inbox.own import SENDING_IS_THE_YES, name_of
from bot.screens.screen import Button, Screen


def offer_words(where: Destination, content: Content) -> Screen:
    """Asks whether what was typed goes to where it seems to belong; the words are not shown.

    Args:
        where: Where that is.
    """
    number = Labelled(Msg("Question"), Plain(str(where.thread)))
    about = Labelled(Msg("About"), name_of(where.about, content))
    if where.from_team:
        lines: tuple[Phrase | None, ...] = (
            number,
            None,
            Msg("What you typed goes to the person at once. They do not see your name."),
        )
    else:
        lines = (number,) if where.thread else (about, None, *SENDING_IS_THE_YES)
    above = ShowThread(where.thread) if where.from_team else None
    return Screen(
        here=OfferWords(),
        title=Msg("Is this the answer?") if where.from_team else Msg("Is this for the team?"),
        lines=lines,
        rows=((words_button(where),), navigation.footer(above)),
    )


def words_button(where: Destination) -> Button:
    """The one tap that sends what was typed."""
    if where.from_team:
        return Button(Msg("Send it as the answer"), SendWords(), "✍️")
    return Button(Msg("Send this to the team"), SendWords(), "✉️")


def with_words(screen: Screen, where: Destination) -> Screen:
    """A screen that answers what was typed, and the offer to send that to where it may belong."""
    hint = (
        Msg("Was it the answer to question {number}?", number=str(where.thread))
        if where.from_team
        else Msg("Was it for the team? One tap sends it.")
    )
    offered = screen.with_intro(hint)
    return replace(offered, rows=((words_button(where),), *screen.rows))
