"""To whom the draft of a broadcast goes."""

from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import audiences as screens
from bot.screens.broadcasts.actions import (
    DropAudience,
    ListAudiences,
    NameAudience,
    PickField,
    PickValues,
    RemoveCondition,
    ShowAudience,
    TakeAudience,
    ToggleCondition,
)
from bot.screens.screen import Screen
from bot.services.broadcasts import audiences as broadcast_audiences
from bot.services.broadcasts import drafts as broadcasts
from bot.services.broadcasts import reach as broadcast_reach
from bot.transport.visit import Text, Visit


async def show(visit: Visit, _action: ShowAudience) -> Screen:
    """The conditions and the live count."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    readers = await broadcast_reach.readers(visit.uow, visit.content, held, visit.now)
    reach = await broadcast_reach.reach_of(visit.uow, held)
    return screens.show(held.audience, readers, reach, visit.content)


async def pick_field(visit: Visit, action: PickField) -> Screen:
    """What a further condition asks for."""
    await broadcasts.draft(visit.uow, visit.person.id)
    return screens.pick_field(action.joint)


async def pick_values(visit: Visit, action: PickValues) -> Screen:
    """The values to choose from."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    readers = await broadcast_reach.readers(visit.uow, visit.content, held, visit.now)
    return screens.pick_values(
        held.audience,
        action.joint,
        action.field,
        broadcast_audiences.values_of(action.field, visit.content),
        action.page,
        sum(readers.values()),
        visit.content,
    )


async def toggle(visit: Visit, action: ToggleCondition) -> Screen:
    """Add a value or take it out."""
    held = await broadcast_audiences.toggle_condition(
        visit.uow, visit.content, visit.person.id, action.joint, action.field, action.value
    )
    joint = held.audience.steps[-1].joint if held.audience.steps else action.joint
    return await visit.draw(PickValues(joint, action.field, action.page))


async def remove(visit: Visit, action: RemoveCondition) -> Screen:
    """Take a condition out."""
    await broadcast_audiences.remove_condition(visit.uow, visit.person.id, action.number)
    return await visit.draw(ShowAudience())


async def list_saved(visit: Visit, action: ListAudiences) -> Screen:
    """Audiences that have a name."""
    saved = await broadcast_audiences.kept_audiences(visit.uow, visit.person.id)
    return screens.list_saved(saved, action.page, visit.content)


async def take(visit: Visit, action: TakeAudience) -> Screen:
    """Use one for the draft."""
    await broadcast_audiences.take_audience(visit.uow, visit.person.id, action.audience)
    return await visit.draw(ShowAudience())


async def drop(visit: Visit, action: DropAudience) -> Screen:
    """Forget one."""
    await broadcast_audiences.drop_audience(visit.uow, visit.person.id, action.audience)
    return await visit.draw(ListAudiences())


async def ask_name(visit: Visit, _action: NameAudience) -> Screen:
    """Type a name."""
    await broadcasts.draft(visit.uow, visit.person.id)
    return screens.name_audience()


async def set_name(visit: Visit, text: Text) -> Screen:
    """The typed name."""
    if not await broadcast_audiences.keep_audience(
        visit.uow, visit.person.id, text.text, visit.now
    ):
        return screens.name_audience(refused=True)
    screen = await visit.draw(ListAudiences())
    return screen.with_toast(Msg("Saved."))
