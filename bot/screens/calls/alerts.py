"""What a person follows: the list, what can be added, and a word after each tap."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.rounds.today import CallToday
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain, Strong
from bot.screens import navigation
from bot.screens.calls.actions import (
    AddAlert,
    ListAlerts,
    PickDistrict,
    PickedFor,
    PickSubject,
    StartFollowing,
    StopFollowing,
    Topic,
)
from bot.screens.calls.filters import standing_in_short
from bot.screens.home.actions import ResumeMessages
from bot.screens.screen import Button, Row, Screen


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that a person follows, with its name."""

    topic: Topic
    subject: str
    name: Phrase


def topic_label(topic: Topic) -> Msg:
    """What kind of thing is followed, in one word."""
    match topic:
        case Topic.CALL:
            return Msg("Call")
        case Topic.PROGRAMME:
            return Msg("Programme")
        case Topic.MUNICIPALITY:
            return Msg("Place")
        case Topic.KIND:
            return Msg("Kind of support")


def list_alerts(followed: Sequence[Followed], *, page: int, stopped: bool) -> Screen:
    """Everything a person follows; one tap takes a thing off.

    Args:
        stopped: Messages are off, so that following has no effect until they are on again.
    """
    shown, page = navigation.page_of(followed, page)
    lines: list[Phrase | None] = [
        navigation.numbered(number, Labelled(topic_label(thing.topic), thing.name))
        for number, thing in enumerate(shown, start=1)
    ]
    if shown:
        lines += [None, Msg("Tap a number to stop following it.")]
    else:
        lines = [
            Msg("You follow nothing yet."),
            Msg("Follow a call, a programme or a place, and I tell you when something opens."),
        ]
    rows: list[Row] = [
        tuple(
            Button(Plain(str(number)), StopFollowing(thing.topic, thing.subject), "✖️")
            for number, thing in enumerate(shown, start=1)
        ),
        navigation.pager(len(followed), page, ListAlerts(page - 1), ListAlerts(page + 1)),
        (Button(Msg("Follow something"), AddAlert(), "🔔"),),
    ]
    if stopped:
        lines.append(Strong(Msg("Messages are off.")))
        rows.append((Button(Msg("Messages on"), ResumeMessages(), "▶️"),))
    return Screen(
        here=ListAlerts(page),
        title=Msg("My alerts: {count}", count=len(followed)),
        lines=tuple(lines),
        rows=(*rows, navigation.footer()),
    )


def offer_topics() -> Screen:
    """The kinds of things that can be followed, each with the way to choose one."""
    return Screen(
        here=AddAlert(),
        title=Msg("What do you want to follow?"),
        lines=(Msg("I tell you when a call opens for it. You can stop at any time."),),
        rows=(
            (Button(Msg("A place"), PickDistrict(PickedFor.ALERTS), "📍"),),
            (Button(Msg("A kind of support"), PickSubject(Topic.KIND), "🧰"),),
            (Button(Msg("A programme"), PickSubject(Topic.PROGRAMME), "🤝"),),
            (Button(Msg("A call"), PickSubject(Topic.CALL), "📋"),),
            navigation.footer(ListAlerts()),
        ),
    )


def pick_subject(
    topic: Topic, subjects: Sequence[tuple[str, Phrase]], followed: Collection[str], page: int
) -> Screen:
    """Programmes or kinds of support, one a row; those followed carry a tick.

    Args:
        subjects: Id and name of everything on offer.
        followed: The ids that the person follows.
    """
    shown, page = navigation.page_of(subjects, page)
    rows: list[Row] = []
    for subject, name in shown:
        if subject in followed:
            rows.append((Button(name, StopFollowing(topic, subject), "✅"),))
        else:
            rows.append((Button(name, StartFollowing(topic, subject)),))
    return Screen(
        here=PickSubject(topic, page),
        title=topic_label(topic),
        lines=(Msg("Tap to follow. Tap again to stop."),),
        rows=(
            *rows,
            navigation.pager(
                len(subjects), page, PickSubject(topic, page - 1), PickSubject(topic, page + 1)
            ),
            navigation.footer(AddAlert()),
        ),
    )


def pick_call(
    calls: Sequence[CallToday], followed: Collection[str], page: int, now: datetime
) -> Screen:
    """Calls by number, open or not; those followed carry a tick.

    Args:
        followed: The ids of the calls that the person follows.
    """
    shown, page = navigation.page_of(calls, page, navigation.ENTRIES)
    lines: list[Phrase | None] = [Msg("Tap to follow. Tap again to stop."), None]
    buttons: list[Button] = []
    for number, today in enumerate(shown, start=1):
        subject = today.call.id
        is_followed = subject in followed
        lines.append(navigation.numbered(number, Strong(today.call.title)))
        lines.append(standing_in_short(today.standing, now))
        action = (StopFollowing if is_followed else StartFollowing)(Topic.CALL, subject)
        buttons.append(Button(Plain(str(number)), action, "✅" if is_followed else "🔔"))
    previous, following = PickSubject(Topic.CALL, page - 1), PickSubject(Topic.CALL, page + 1)
    return Screen(
        here=PickSubject(Topic.CALL, page),
        title=topic_label(Topic.CALL),
        lines=tuple(lines),
        rows=(
            tuple(buttons),
            navigation.pager(len(calls), page, previous, following, navigation.ENTRIES),
            navigation.footer(AddAlert()),
        ),
    )


def confirm_following() -> Msg:
    """That a thing is followed from now on."""
    return Msg("You follow this. I tell you when something opens.")


def confirm_unfollowing() -> Msg:
    """That a thing is not followed any more."""
    return Msg("You do not follow this any more.")
