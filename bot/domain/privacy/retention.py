"""How long what is kept is kept: what goes by its age, and when a silent person is erased.

Law 06/L-082 on the protection of personal data allows keeping no longer than the purpose needs;
the periods are ours, each with its reason beside it.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.localtime import from_local, local, local_day

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Months:
    """A time in months of the calendar, which is how people count long times."""

    count: int


KEPT_UNUSED: Final = Months(24)
"""A person who does nothing is erased. A programme runs for two or three years; who has not looked
in for two has nothing left that could open for them without a new beginning."""

KEPT_UNWARNED: Final = Months(25)
"""The same for a person who cannot be warned: the month of the warning passes here too, so that
who comes back late is treated alike."""

NOTICE: Final = timedelta(days=30)
"""So long a person is warned before: a monthly salary, a visit abroad or a lost phone fit in."""


KEPT_POSITION: Final = timedelta(days=8)
"""Where a person stands may tell what they looked at. A dropped conversation can be taken up again
for seven days (need D11); after that the person begins at the first screen."""

KEPT_ERASURE_MARK: Final = Months(36)
"""Longer than any backup of the data may be kept (two years), with a year's margin."""


class Record(StrEnum):
    """What goes by its age alone, whatever the person does."""

    ANSWER = "kept answers"
    WITHDRAWN_CONSENT = "withdrawn consents"
    MESSAGE = "message numbers"
    DELIVERY = "sent messages"
    OFFER = "notices that nobody sent on"
    BROADCAST = "broadcasts"
    CAMPAIGN = "counts of campaigns"
    QUESTION = "questions to the team"
    UNSENT = "words that wait for a yes"
    SCREENING = "checks of who can apply"
    SENSITIVE = "sensitive answers"
    KEPT_SENSITIVE = "consented sensitive answers"
    INTEREST = "declared interests"
    ORIGIN = "sensitive answers that were shared"
    CHECK = "counts of checks"
    UPDATE = "seen updates"
    FAILURE = "failed updates"
    PARKED = "parked updates"
    REFUSAL = "counts of refusals"
    FALLBACK = "counts of missing texts"
    LEAFLET = "counts of leaflet visits"
    INVITATION = "invitations to the team"
    EXPORT = "requests for lists of people"


KEPT_FOR: Final[Mapping[Record, Months | timedelta]] = {
    # Counted from when it was given or last confirmed. Circumstances change within a year, and a
    # stale answer would show the wrong calls.
    Record.ANSWER: Months(12),
    # Shows that what came before rested on a yes, for as long as somebody may ask.
    # A consent that was not withdrawn goes with the person.
    Record.WITHDRAWN_CONSENT: Months(12),
    # Telegram lets a bot delete messages for 48 hours; after that the number is of no use.
    Record.MESSAGE: timedelta(hours=48),
    # So that staff can answer "did I get it?" for the last month; a campaign's counts stay.
    Record.DELIVERY: timedelta(days=30),
    # A notice that staff sent to the bot and did not make into a broadcast: news of last week.
    Record.OFFER: timedelta(days=7),
    # Their words, drafts too, so that last year's notice can be looked up for this year's.
    Record.BROADCAST: Months(12),
    # Counts that name nobody, as below.
    Record.CAMPAIGN: Months(24),
    # Counted from when it was closed, so that who asks again within the year need not begin
    # anew. One that was answered is closed after 30 days of silence; one that waits is kept.
    Record.QUESTION: Months(12),
    # Nobody has said yet that it is for the team; after a day nobody means it any more.
    Record.UNSENT: timedelta(hours=24),
    # A check can be taken up again where it was dropped (need D11); counted from the last touch.
    Record.SCREENING: KEPT_POSITION,
    # Counted from the last day on which they are kept: of sensitive answers no time is noted.
    Record.SENSITIVE: timedelta(0),
    Record.KEPT_SENSITIVE: Months(12),
    # Counted from when it last changed: a programme decides within months, and who waits longer
    # applies again, with today's circumstances. What was shared with it lives no longer.
    Record.INTEREST: Months(12),
    Record.ORIGIN: Months(12),
    # Telegram delivers an update again for a day; a week leaves room for a long night.
    Record.UPDATE: timedelta(days=7),
    # So that a monthly look at the failures misses none.
    Record.FAILURE: timedelta(days=30),
    # What a person sent and the bot could not serve, to be tried again once the fault is mended.
    Record.PARKED: timedelta(days=30),
    # Counts that name nobody: enough to compare one year with the year before.
    Record.CHECK: Months(24),
    Record.REFUSAL: Months(24),
    Record.FALLBACK: Months(24),
    Record.LEAFLET: Months(24),
    # Counted from when the link ended; who was invited by whom stays in the log of staff acts.
    Record.INVITATION: timedelta(days=30),
    # Likewise: who asked, who agreed and who read stays in the log.
    Record.EXPORT: timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class Keep:
    """The person stays, and nothing is to be done."""


@dataclass(frozen=True, slots=True)
class Warn:
    """The person is to be warned.

    Args:
        erase_on: The day to name in the warning; nothing is erased before it.
    """

    erase_on: date


@dataclass(frozen=True, slots=True)
class Erase:
    """The person is to be erased."""


Decision = Keep | Warn | Erase


def decide(
    active_on: date, warned_at: datetime | None, *, can_be_warned: bool, now: datetime
) -> Decision:
    """What is due for a person who was last active on a day.

    Erased is who did nothing for 24 months and was warned at least 30 days before, counted from
    when the warning was really sent. Who cannot be warned, because they said /stop or blocked the
    bot, is erased at 25 months without a warning: writing to them is what they forbade, and
    keeping them would let data stay for ever by a /stop. A warning that was sent counts even if
    the person cannot be reached any more. Any activity starts the time anew.

    Args:
        active_on: The last local day on which the person did something.
        warned_at: When a warning was sent; one from before ``active_on`` is void.
        can_be_warned: Whether a message may be sent and is likely to arrive.
        now: When it is asked.
    """
    today = local_day(now)
    due = months_after(active_on, KEPT_UNUSED)
    if warned_at is not None and local_day(warned_at) > active_on:
        return Erase() if today >= max(due, _notice_over_on(warned_at)) else Keep()
    if not can_be_warned:
        return Erase() if today >= months_after(active_on, KEPT_UNWARNED) else Keep()
    # A day more, because a warning comes in the middle of a day: sent at once, the day that it
    # names is exactly the day on which the 24 months are over.
    if today >= due - NOTICE - _DAY:
        return Warn(max(due, _notice_over_on(now)))
    return Keep()


def may_be_due(today: date) -> date:
    """Who was active after this day is kept in any case; a cheap first sieve for a database."""
    return _shifted(today, Months(KEPT_UNUSED.count - 2), back=True)


def oldest_kept(record: Record, now: datetime) -> datetime:
    """The moment before which a record of this kind goes."""
    return before(KEPT_FOR[record], now)


def before(period: Months | timedelta, now: datetime) -> datetime:
    """The moment that lies a period back."""
    if isinstance(period, timedelta):
        return now - period
    wall = local(now).replace(tzinfo=None)
    return from_local(datetime.combine(_shifted(wall.date(), period, back=True), wall.time()))


def months_after(day: date, months: Months) -> date:
    """The same day so many months later; the last of the month where that is shorter."""
    return _shifted(day, months)


def _notice_over_on(warned_at: datetime) -> date:
    """The first day at whose beginning the whole notice has passed."""
    return local_day(warned_at + NOTICE) + _DAY


def _shifted(day: date, months: Months, *, back: bool = False) -> date:
    count = day.year * 12 + day.month - 1 + (-months.count if back else months.count)
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
