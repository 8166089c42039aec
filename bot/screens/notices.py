"""What the bot says on its own account. The first line is what a lock screen shows.

In its discreet form a notice says only that there is a message; what it is about is read after a
tap.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.news import ErasureWarning, News
from bot.domain.text import Day, DayStyle, Msg, Phrase
from bot.screens import navigation
from bot.screens.actions import Action, KeepMyData, ShowMyData, StopMessages
from bot.screens.screen import Button, Screen

_SAMPLES: Final[tuple[News, ...]] = (ErasureWarning(date(2026, 9, 30)),)
"""One of each kind of news, for :func:`all_notices`."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell.

    Args:
        first: The first line in the ordinary form, at most 60 characters in every language.
        lines: What, when, where.
        act: What the person can do about it.
        stop: How this kind of notice ends.
        read: What the button of the discreet form opens.
    """

    first: Msg
    lines: tuple[Phrase | None, ...]
    act: Button
    stop: Button
    read: Action


def notice_of(news: News) -> Notice:
    """The notice that tells some news."""
    match news:
        case ErasureWarning(erase_on=day):
            return _warn_of_erasure(day)


def all_notices() -> tuple[Notice, ...]:
    """Every kind of notice with values as they occur, for checks over all of them."""
    return tuple(notice_of(news) for news in _SAMPLES)


def as_screen(notice: Notice, *, discreet: bool) -> Screen:
    """A notice as a message.

    Args:
        discreet: Say nothing that a lock screen should not show; to be sent without a sound.
    """
    if discreet:
        return Screen(
            here=notice.read,
            title=Msg("A message from Komshi"),
            lines=(Msg("Tap to read."),),
            rows=((Button(Msg("Read"), notice.read),),),
        )
    return Screen(
        here=notice.read,
        title=notice.first,
        lines=notice.lines,
        rows=((notice.act,), (notice.stop,)),
    )


def confirm_keeping() -> Screen:
    """The person is here again, so nothing is erased; also what a discreet warning opens.

    Whoever reads the warning has come back already, so it is told as something that is over.
    """
    return Screen(
        here=KeepMyData(),
        title=Msg("We keep your data"),
        lines=(
            Msg("You had not used Komshi for a long time, so we were about to erase your data."),
            Msg("Now you are here again, and nothing is erased. Your two years begin anew today."),
            Msg("You can erase everything yourself at any time with /delete."),
        ),
        rows=((Button(Msg("My data"), ShowMyData(), "🔒"),), navigation.footer()),
    )


def _warn_of_erasure(day: date) -> Notice:
    keep = KeepMyData()
    return Notice(
        first=Msg("Reminder: we will soon erase your data"),
        lines=(
            Msg(
                "You have not used Komshi for a long time. We will erase what we keep about you "
                "on {day}.",
                day=Day(day, DayStyle.WITH_YEAR),
            ),
            Msg("If you want us to keep it, tap the button. Otherwise you need to do nothing."),
        ),
        act=Button(Msg("Keep my data"), keep, "✅"),
        stop=Button(Msg("Stop messages"), StopMessages(), "⏸"),
        read=keep,
    )
