"""When a broadcast begins: the question, and what is said about a time that cannot be."""

from datetime import datetime, timedelta

from bot.domain.localtime import local
from bot.domain.reading.typed_dates import BEGINNING
from bot.domain.text.phrases import Labelled, Msg
from bot.screens import navigation
from bot.screens.broadcasts.actions import ChooseTime, SendAtOnce, ShowBroadcastDraft
from bot.screens.broadcasts.drafts import time_of
from bot.screens.screen import Button, Screen


def choose_time(send_at: datetime | None, now: datetime, *, problem: Msg | None = None) -> Screen:
    """Asks when the broadcast begins: at once, or at a time that is typed.

    Args:
        problem: What was wrong with what was typed before.
    """
    example = local(now + timedelta(days=2))
    ask = Msg(
        "Type day and time, for example {example}. Without a time it is {time}.",
        example=f"{example.day}.{example.month}. 10:00",
        time=f"{BEGINNING:%H:%M}",
    )
    return Screen(
        here=ChooseTime(),
        title=Msg("When does it begin?"),
        lines=(
            *((problem, None) if problem else ()),
            Labelled(Msg("Time"), time_of(send_at)),
            ask,
        ),
        rows=(
            (Button(Msg("At once"), SendAtOnce(), "▶️"),),
            navigation.footer(ShowBroadcastDraft()),
        ),
    )


def explain_no_time() -> Msg:
    """That what was typed is no day and time."""
    return Msg("I did not understand the time.")


def explain_past() -> Msg:
    """That what was typed lies behind us."""
    return Msg("That time is over. Please choose a later one.")
