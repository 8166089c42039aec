"""Reading the calls."""

from bot.domain.errors import NotFoundError
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
from bot.screens.screen import Screen
from bot.services.calls.calls import call_today, calls_today
from bot.services.calls.follows import is_followed
from bot.services.privacy import answers, passcodes
from bot.transport.visit import Visit


async def list_open(visit: Visit, action: ListCalls) -> Screen:
    """What is open today, here, for this."""
    chosen = _filter(visit, action.municipality, action.goal)
    found = await calls_today(
        visit.uow,
        visit.content,
        visit.now,
        municipality=chosen.place_id,
        goal=chosen.goal_id,
    )
    return call_lists.list_open(
        chosen,
        found,
        visit.content,
        page=action.page,
        now=visit.now,
        followed=bool(chosen.place_id)
        and await is_followed(visit.uow, visit.person.id, Topic.MUNICIPALITY, chosen.place_id),
        remembered=await _is_mine(visit, chosen),
    )


async def list_others(visit: Visit, action: ListOtherCalls) -> Screen:
    """What is not open today."""
    chosen = _filter(visit, action.municipality, action.goal)
    found = await calls_today(
        visit.uow,
        visit.content,
        visit.now,
        municipality=chosen.place_id,
        goal=chosen.goal_id,
    )
    return call_lists.list_others(chosen, found, visit.content, page=action.page, now=visit.now)


async def choose_goal(visit: Visit, action: ChooseGoal) -> Screen:
    """What do you look for?"""
    chosen = _filter(visit, action.municipality, "")
    return call_lists.choose_goal(tuple(visit.content.goals.values()), chosen.place_id)


async def show_call(visit: Visit, action: ShowCall) -> Screen:
    """A card, or a part of it."""
    call = visit.content.calls.get(action.call)
    if call is None:
        raise NotFoundError("call")
    chosen = _filter(visit, action.municipality, action.goal)
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
                followed=await is_followed(visit.uow, visit.person.id, Topic.CALL, call.id),
                bot=visit.bot_username,
                spoken=await _is_spoken(visit, call.id),
                checkable=call.id in visit.edition.compiled.calls,
            )


def _filter(visit: Visit, municipality: str, goal: str) -> Filter:
    """The filter of an action; what is not in the content any more is left out."""
    return Filter(visit.content.municipalities.get(municipality), visit.content.goals.get(goal))


async def _is_spoken(visit: Visit, call_id: str) -> bool:
    """Whether staff recorded a call in the language that the person reads."""
    return await visit.uow.voices.find(call_id, visit.language.content_key) is not None


async def _is_mine(visit: Visit, chosen: Filter) -> bool:
    """Whether the chosen place is kept as the person's own; locked things tell nothing."""
    if chosen.municipality is None or passcodes.is_locked(visit.person, visit.now):
        return False
    kept = await answers.kept(visit.uow, visit.person.id)
    return kept.get(answers.PLACE) == chosen.place_id
