"""What the bot says on its own account. The first line is what a lock screen shows.

In its discreet form a notice says only that there is a message; what it is about is read after a
tap.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from bot.domain.delivery.media import Enclosure
from bot.domain.rounds.news import CallNews, ClosingSoon, ErasureWarning, News, TextsMissing
from bot.domain.rounds.rounds import Opening, Round, Standing
from bot.domain.rounds.work import RoundChange
from bot.domain.text.languages import Language
from bot.domain.text.phrases import (
    Day,
    DayStyle,
    Joined,
    Listed,
    Moment,
    Msg,
    Phrase,
    Plain,
    Strong,
    Words,
)
from bot.screens import navigation
from bot.screens.calls.actions import ListAlerts, ShowCall, StopFollowing, Topic
from bot.screens.calls.filters import standing_phrase
from bot.screens.codec import Action
from bot.screens.home.actions import StopMessages
from bot.screens.privacy.actions import KeepMyData, ShowMyData
from bot.screens.rounds.actions import ShowRound
from bot.screens.screen import Button, Screen

_ID, _TITLE = "akt-startup", Words({"en": "Grant for a new business"})
_CLOSES, _NOW = datetime(2026, 12, 20, 15, tzinfo=UTC), datetime(2026, 12, 16, 9, tzinfo=UTC)
_OPEN = Standing(Opening.OPEN, Round(_ID, 1, _NOW, _CLOSES))
_SAMPLES: Final[tuple[News, ...]] = (
    ErasureWarning(date(2026, 9, 30)),
    *(CallNews(change, _ID, _TITLE, "AKT", _OPEN, _NOW) for change in RoundChange),
    ClosingSoon(_ID, _TITLE, "AKT", _CLOSES, _NOW),
    TextsMissing(_ID, _TITLE, (Language.TURKISH,), _CLOSES, _NOW),
)
"""One of each kind of news, for :func:`all_notices`."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell somebody, in an ordinary and a discreet form.

    Args:
        first: The first line in the ordinary form, at most 60 characters in every language.
        lines: What, when, where.
        act: What the person can do about it.
        stop: How this kind of notice ends.
        read: What the button of the discreet form opens.
        enclosed: A picture, file or voice message that goes along in the ordinary form.
    """

    first: Msg
    lines: tuple[Phrase | None, ...]
    act: Button
    stop: Button
    read: Action
    enclosed: Enclosure | None = None


def notice_of(news: News) -> Notice:
    """The notice that tells some news."""
    match news:
        case ErasureWarning(erase_on=day):
            return _warn_of_erasure(day)
        case CallNews():
            return _tell_of_call(news)
        case ClosingSoon():
            return _remind_of_closing(news)
        case TextsMissing():
            return _warn_of_missing_texts(news)


def all_notices() -> tuple[Notice, ...]:
    """Every kind of notice with values as they occur, for checks over all of them."""
    return tuple(notice_of(news) for news in _SAMPLES)


def as_screen(notice: Notice, *, discreet: bool) -> Screen:
    """A notice as the message that is sent, ordinary or discreet.

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


_FIRST: Final = {
    RoundChange.OPEN: Msg("A call is open now"),
    RoundChange.EXTEND: Msg("A call has a new closing date"),
    RoundChange.CLOSE: Msg("A call is closed now"),
    RoundChange.REOPEN: Msg("A call is open again"),
}


def _tell_of_call(news: CallNews) -> Notice:
    lines: tuple[Phrase | None, ...] = (
        Strong(news.title),
        Joined((Plain(news.programme), standing_phrase(news.standing, news.now)), " · "),
    )
    if news.change is RoundChange.OPEN:
        lines += (
            None,
            Msg("If you follow the call, I remind you 7 days and 1 day before it closes."),
        )
    card = ShowCall(news.call_id)
    return Notice(
        first=_FIRST[news.change],
        lines=lines,
        act=Button(Msg("See the call"), card, "📋"),
        stop=Button(Msg("My alerts"), ListAlerts(), "🔔"),
        read=card,
    )


def _remind_of_closing(news: ClosingSoon) -> Notice:
    card = ShowCall(news.call_id)
    open_now = Standing(Opening.OPEN, Round(news.call_id, 1, news.now, news.closes_at))
    return Notice(
        first=Msg("Reminder: closes {when}", when=Moment(news.closes_at)),
        lines=(
            Strong(news.title),
            Joined((Plain(news.programme), standing_phrase(open_now, news.now)), " · "),
        ),
        act=Button(Msg("See the call"), card, "📋"),
        stop=Button(Msg("Unfollow"), StopFollowing(Topic.CALL, news.call_id), "🔕"),
        read=card,
    )


def _warn_of_missing_texts(news: TextsMissing) -> Notice:
    names = Listed(tuple(Plain(language.own_name) for language in news.languages))
    return Notice(
        first=Msg("For the team: texts are missing"),
        lines=(
            Strong(news.title),
            Msg("closes {when}", when=Moment(news.closes_at)),
            Msg("Not all of it can be read in: {languages}.", languages=names),
            Msg("Readers see these texts in another language until somebody adds them."),
        ),
        act=Button(Msg("See the round"), ShowRound(news.call_id), "🗓"),
        stop=Button(Msg("Stop messages"), StopMessages(), "⏸"),
        read=ShowRound(news.call_id),
    )
