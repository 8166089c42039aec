"""Reading the calls: the lists, and the card of one with its parts."""

from collections.abc import Sequence

from bot.domain.content import Call
from bot.domain.errors import NotFoundError
from bot.domain.rounds.today import CallToday
from bot.screens.calls import cards as call_cards
from bot.screens.calls import lists as call_lists
from bot.screens.calls.actions import (
    CardPart,
    ChooseGoal,
    ListCalls,
    ListOtherCalls,
    ShowCall,
    Topic,
)
from bot.screens.calls.filters import Filter
from bot.screens.screen import Row, Screen
from bot.services.calls.calls import call_today, calls_today
from bot.services.calls.follows import is_followed
from bot.services.calls.voices import find_recording
from bot.services.privacy import answers, passcodes
from bot.services.screening import conversation
from bot.transport.visit import Visit
from handlers.interests import own as interests


async def list_open(visit: Visit, action: ListCalls) -> Screen:
    """The calls that are open today, of a place or for a goal if one was chosen."""
    chosen = _filter(visit, action.municipality, action.goal)
    return call_lists.list_open(
        chosen,
        await _passing(visit, chosen),
        visit.content,
        page=action.page,
        now=visit.now,
        followed=bool(chosen.place_id)
        and await is_followed(visit.case, Topic.MUNICIPALITY, chosen.place_id),
        remembered=await _is_remembered(visit, chosen),
    )


async def list_others(visit: Visit, action: ListOtherCalls) -> Screen:
    """The calls that are not open today, so that people can follow them."""
    chosen = _filter(visit, action.municipality, action.goal)
    calls = await _passing(visit, chosen)
    return call_lists.list_others(chosen, calls, visit.content, page=action.page, now=visit.now)


async def choose_goal(visit: Visit, action: ChooseGoal) -> Screen:
    """The goals by which the calls can be filtered."""
    chosen = _filter(visit, action.municipality, "")
    return call_lists.choose_goal(tuple(visit.content.goals.values()), chosen.place_id)


async def show_call(visit: Visit, action: ShowCall) -> Screen:
    """The card of a call, or what to bring, or how to apply."""
    call = visit.content.calls.get(action.call)
    if call is None:
        raise NotFoundError("call")
    chosen = _filter(visit, action.municipality, action.goal, action.results)
    match action.part:
        case CardPart.BRING:
            return call_cards.show_documents(call, chosen)
        case CardPart.APPLY if call.apply_by_bot:
            return call_cards.show_steps(call, chosen)
        case _:
            return call_cards.show_card(
                await call_today(visit.uow, call, visit.now),
                visit.content,
                chosen,
                now=visit.now,
                followed=await is_followed(visit.case, Topic.CALL, call.id),
                bot=visit.bot_username,
                spoken=await _is_spoken(visit, call.id),
                checkable=call.id in visit.edition.compiled.calls,
                next_steps=await _next_steps(visit, call) if chosen.results else (),
            )


def _filter(visit: Visit, municipality: str, goal: str, results: str = "") -> Filter:
    """The filter of an action; what is not in the content any more is left out."""
    page = results if results.isascii() and results.isdigit() else ""
    content = visit.content
    return Filter(content.municipalities.get(municipality), content.goals.get(goal), page[:3])


async def _next_steps(visit: Visit, call: Call) -> Sequence[Row]:
    """What a person can do about a call that may fit by their check; locked things tell nothing."""
    if passcodes.is_locked(visit.person, visit.now):
        return ()
    state = await conversation.state_of(visit.case, (call.id,))
    verdict = state.verdicts.get(call.id) if state else None
    return await interests.steps(visit, call, verdict) if verdict else ()


async def _passing(visit: Visit, chosen: Filter) -> Sequence[CallToday]:
    """The calls that pass a filter, open or not."""
    place, goal = chosen.place_id, chosen.goal_id
    return await calls_today(visit.uow, visit.content, visit.now, municipality=place, goal=goal)


async def _is_spoken(visit: Visit, call_id: str) -> bool:
    """Whether staff recorded a call in the language that the person reads."""
    key = visit.language.content_key
    return await find_recording(visit.case, call_id, key) is not None


async def _is_remembered(visit: Visit, chosen: Filter) -> bool:
    """Whether the chosen place is kept as the person's own; locked things tell nothing."""
    if chosen.municipality is None or passcodes.is_locked(visit.person, visit.now):
        return False
    kept = await answers.kept(visit.uow, visit.person.id)
    return kept.get(answers.PLACE) == chosen.place_id
