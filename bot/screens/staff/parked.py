"""The word to the owners that the bot could not serve something that people sent."""

from bot.domain.text.phrases import Msg, Plural
from bot.screens.home.actions import StopMessages
from bot.screens.notices import Notice
from bot.screens.screen import Button
from bot.screens.staff.actions import ShowPanel


def parked_notice(count: int) -> Notice:
    """A word to an owner that something was given up, and who can bring it back."""
    return Notice(
        first=Msg("For the team: the bot could not read a message"),
        lines=(
            Plural(
                "{n} message from people waits, kept sealed for 30 days.",
                "{n} messages from people wait, kept sealed for 30 days.",
                n=count,
            ),
            Msg("Please tell whoever runs the bot. They mend the fault, then try again."),
            Msg(
                "They find how under “When an update cannot be served” in the guide to operations."
            ),
        ),
        act=Button(Msg("Staff"), ShowPanel(), "🧰"),
        stop=Button(Msg("Stop messages"), StopMessages(), "⏸"),
        read=ShowPanel(),
    )
