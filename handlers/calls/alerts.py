"""Following: the list, what can be added, and the taps that change it."""

from collections.abc import Callable, Sequence

from bot.domain.text.phrases import Phrase, Plain
from bot.screens.calls import alerts
from bot.screens.calls.actions import (
    AddAlert,
    ListAlerts,
    ListCalls,
    PickAmong,
    PickDistrict,
    PickedFor,
    PickMunicipality,
    PickSubject,
    ShowCall,
    ShowProgramme,
    StartFollowing,
    StopFollowing,
    Topic,
)
from bot.screens.calls.alerts import Followed
from bot.screens.codec import Action
from bot.screens.privacy.actions import AskDiscreet
from bot.screens.screen import Screen
from bot.services.calls import follows
from bot.services.calls.calls import calls_today
from bot.transport.visit import Visit


async def show(visit: Visit, action: ListAlerts) -> Screen:
    """Everything a person follows, to be taken off with one tap."""
    listed = [
        Followed(Topic(topic), subject, _name_of(visit, Topic(topic), subject))
        for topic, subject in await follows.followed(visit.case)
    ]
    return alerts.list_alerts(listed, page=action.page, stopped=visit.person.stopped_at is not None)


async def offer(_visit: Visit, _action: AddAlert) -> Screen:
    """The kinds of things that can be followed."""
    return alerts.offer_topics()


async def pick(visit: Visit, action: PickSubject) -> Screen:
    """The calls, programmes or kinds to follow; those followed already carry a tick."""
    followed = await follows.followed(visit.case)
    ticked = {subject for topic, subject in followed if topic == action.topic}
    if action.topic is Topic.MUNICIPALITY:
        return await visit.draw(PickDistrict(PickedFor.ALERTS))
    if action.topic is Topic.CALL:
        calls = await calls_today(visit.uow, visit.content, visit.now)
        return alerts.pick_call(calls, ticked, action.page, visit.now)
    return alerts.pick_subject(action.topic, _subjects(visit, action.topic), ticked, action.page)


async def start(visit: Visit, action: StartFollowing) -> Screen:
    """The same screen, with a thing followed; the first time, who else sees the phone is asked."""
    await follows.follow(visit.case, action.topic, action.subject)
    if visit.person.discreet is None:
        screen = await visit.draw(AskDiscreet())
    else:
        screen = await visit.draw(_where(visit, action.topic, action.subject))
    return screen.with_toast(alerts.confirm_following())


async def stop(visit: Visit, action: StopFollowing) -> Screen:
    """The same screen, with a thing not followed any more."""
    await follows.unfollow(visit.case, action.topic, action.subject)
    screen = await visit.draw(_where(visit, action.topic, action.subject))
    return screen.with_toast(alerts.confirm_unfollowing())


def _name_of(visit: Visit, topic: Topic, subject: str) -> Phrase:
    content = visit.content
    match topic:
        case Topic.CALL:
            return content.calls[subject].title
        case Topic.PROGRAMME:
            return Plain(content.programmes[subject].short_name)
        case Topic.MUNICIPALITY:
            return content.municipalities[subject].pair
        case Topic.KIND:
            return content.kinds[subject].name


def _subjects(visit: Visit, topic: Topic) -> Sequence[tuple[str, Phrase]]:
    if topic is Topic.PROGRAMME:
        programmes = visit.content.programmes.values()
        return [(programme.id, Plain(programme.short_name)) for programme in programmes]
    return [(kind.id, kind.name) for kind in visit.content.kinds.values()]


def _where(visit: Visit, topic: Topic, subject: str) -> Action:
    """The screen on which the tap was made, if it still shows the thing; else its own screen."""
    here = visit.here
    match here:
        case ListAlerts() | PickSubject():
            return here
        case (
            PickDistrict(purpose=PickedFor.ALERTS)
            | PickMunicipality(purpose=PickedFor.ALERTS)
            | PickAmong(purpose=PickedFor.ALERTS)
        ):
            return ListAlerts()
        case (
            ShowCall(call=shown) | ShowProgramme(programme=shown) | ListCalls(municipality=shown)
        ) if shown == subject:
            return here
        case _:
            return _HOME_OF[topic](subject)


_HOME_OF: dict[Topic, Callable[[str], Action]] = {
    Topic.CALL: ShowCall,
    Topic.PROGRAMME: ShowProgramme,
    Topic.MUNICIPALITY: ListCalls,
    Topic.KIND: lambda _kind: PickSubject(Topic.KIND),
}
