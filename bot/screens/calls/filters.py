"""What the lists and the cards of calls have in common: the filter, and where a call stands."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Call, Goal, Municipality
from bot.domain.localtime import days_until, local_day
from bot.domain.rounds.rounds import Opening, Standing
from bot.domain.text.phrases import Day, DayStyle, Joined, Moment, Msg, Phrase, Plain, Plural
from bot.screens.calls.actions import CardPart, ShowCall, StartFollowing, StopFollowing, Topic
from bot.screens.codec import fits
from bot.screens.screen import Button


@dataclass(frozen=True, slots=True)
class Filter:
    """Which calls are meant: of a place, for a goal, or both.

    Args:
        results: The page of a check's results that is looked at instead; empty for a list.
    """

    municipality: Municipality | None = None
    goal: Goal | None = None
    results: str = ""

    @property
    def place_id(self) -> str:
        """The id of the place, empty for anywhere."""
        return self.municipality.id if self.municipality else ""

    @property
    def goal_id(self) -> str:
        """The id of the goal, empty for anything."""
        return self.goal.id if self.goal else ""

    @property
    def is_set(self) -> bool:
        """Whether any calls are left out."""
        return self.municipality is not None or self.goal is not None


def standing_phrase(standing: Standing, now: datetime) -> Phrase:
    """Where a call stands, in a few words with the date that matters."""
    current = standing.round
    if current is None or standing.opening is Opening.NEVER:
        return Msg("not open at present")
    match standing.opening:
        case Opening.OPEN:
            closing = Msg("closes {when}", when=Moment(current.closes_at))
            return Joined(
                (closing, Joined((Plain("("), time_left(current.closes_at, now), Plain(")")), ""))
            )
        case Opening.UPCOMING:
            return Msg("opens {when}", when=Moment(current.opens_at))
        case _:
            day = Day(local_day(current.closes_at), DayStyle.WITH_YEAR)
            return Msg("closed on {day}", day=day)


def standing_in_short(standing: Standing, now: datetime) -> Phrase:
    """Where a call stands, short enough for a line of a list."""
    current = standing.round
    if standing.opening is Opening.OPEN and current is not None:
        return time_left(current.closes_at, now)
    return standing_phrase(standing, now)


def standing_in_words(standing: Standing, now: datetime) -> Phrase:
    """Whether a call is open, said in so many words where no list around it does."""
    short = standing_in_short(standing, now)
    return Joined((Msg("open now"), short), ", ") if standing.opening is Opening.OPEN else short


def part_of(call: Call, part: CardPart, chosen: Filter) -> ShowCall:
    """The action that opens a part of a card; where the filter does not fit, without it."""
    filtered = ShowCall(call.id, part, chosen.place_id, chosen.goal_id, chosen.results)
    return filtered if fits(filtered) else ShowCall(call.id, part)


def time_left(end: datetime, now: datetime) -> Phrase:
    """How many days are left until a moment."""
    days = days_until(end, now)
    if days == 0:
        return Msg("last day")
    return Plural("{n} day left", "{n} days left", n=days)


def follow_button(topic: Topic, subject: str, wish: Msg, *, followed: bool) -> Button:
    """Follow, or unfollow what is followed already."""
    if followed:
        return Button(Msg("Unfollow"), StopFollowing(topic, subject), "🔕")
    return Button(wish, StartFollowing(topic, subject), "🔔")
