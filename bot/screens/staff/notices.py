"""What colleagues are told without asking, and the screen on which they choose how."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.staff.names import RETURN_REASONS
from bot.domain.staff.notices import NOTICES, News, NoticePace
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.broadcasts.actions import ShowBroadcast, ShowBroadcastDraft
from bot.screens.codec import Action
from bot.screens.figures.actions import ShowExport, ShowExports
from bot.screens.interests.actions import OpenInterest
from bot.screens.notices import Notice
from bot.screens.screen import Button, Screen
from bot.screens.staff.actions import ChooseNews, NextPace, ShowPanel, ShowTeam

PACES: Final[Mapping[NoticePace, Msg]] = {
    NoticePace.AT_ONCE: Msg("at once"),
    NoticePace.DAILY: Msg("once a day"),
    NoticePace.NEVER: Msg("never"),
}
_WHY: Final[Mapping[str, Msg]] = {
    **{reason.value: words for reason, words in RETURN_REASONS.items()},
    "approved": Msg("approved"),
    "refused": Msg("refused"),
}
OPENS: Final[Mapping[News, Callable[[int], Action]]] = {
    News.BROADCAST_AGREED: ShowBroadcast,
    News.BROADCAST_RETURNED: lambda _subject: ShowBroadcastDraft(),
    News.EXPORT_ASKED: ShowExport,
    News.EXPORT_DECIDED: lambda _subject: ShowExports(),
    News.NEW_INTEREST: OpenInterest,
    News.INVITATION_USED: lambda _subject: ShowTeam(),
}
"""What the button of a notice opens, by the number of what it is about."""


def notice_of(news: News, subject: int, why: str) -> Notice:
    """One thing that a colleague is told at once.

    Args:
        subject: The number of the thing.
        why: What was decided, or for which reason; empty where nothing was said.
    """
    here = OPENS[news](subject)
    reason = _WHY.get(why)
    return Notice(
        first=NOTICES[news].first,
        lines=(Labelled(Msg("Answer"), reason),) if reason else (),
        act=Button(Msg("Open"), here, "👁"),
        stop=Button(Msg("My notices"), ChooseNews(), "🔔"),
        read=here,
    )


def digest_of(counts: Mapping[News, int]) -> Notice:
    """What happened in a day, as counts: nobody is named."""
    return Notice(
        first=Msg("The day of the team in numbers"),
        lines=tuple(
            Labelled(NOTICES[news].counted, Plain(str(count))) for news, count in counts.items()
        ),
        act=Button(Msg("Staff"), ShowPanel(), "👥"),
        stop=Button(Msg("My notices"), ChooseNews(), "🔔"),
        read=ShowPanel(),
    )


def choose(paces: Mapping[News, NoticePace]) -> Screen:
    """What somebody is told and how; a number goes on to the next way."""
    lines: list[Phrase | None] = [
        navigation.numbered(number, Joined((NOTICES[news].counted, Plain("·"), PACES[pace])))
        for number, (news, pace) in enumerate(paces.items(), start=1)
    ]
    return Screen(
        here=ChooseNews(),
        title=Msg("My notices"),
        lines=(
            Msg("Tap a number to be told of it at once, once a day or never."),
            Msg("Where a colleague waits for you, never is not offered. Quiet hours hold."),
            None,
            *lines,
        ),
        rows=(
            navigation.numbers([NextPace(news) for news in paces]),
            navigation.footer(ShowPanel()),
        ),
    )
