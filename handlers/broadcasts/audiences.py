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
from bot.services.broadcasts import audiences
from bot.services.broadcasts.drafts import draft_of
from bot.transport.visit import Text, Visit


async def show(visit: Visit, _action: ShowAudience) -> Screen:
    """The conditions, and how many people fit them now."""
    now = await audiences.audience_now(visit.case)
    return screens.show(now.audience, now.readers, now.reach, visit.content)


async def pick_field(visit: Visit, action: PickField) -> Screen:
    """What a further condition can ask for."""
    await draft_of(visit.case)
    return screens.pick_field(action.joint)


async def pick_values(visit: Visit, action: PickValues) -> Screen:
    """The values that a condition can ask for, with those that are chosen ticked."""
    now = await audiences.audience_now(visit.case)
    return screens.pick_values(
        now.audience,
        action.joint,
        action.field,
        audiences.values_of(action.field, visit.content),
        action.page,
        sum(now.readers.values()),
        visit.content,
    )


async def toggle(visit: Visit, action: ToggleCondition) -> Screen:
    """The same values, with the tapped one added to the condition or taken out."""
    draft = await audiences.toggle_condition(visit.case, action.joint, action.field, action.value)
    joint = draft.audience.steps[-1].joint if draft.audience.steps else action.joint
    return await visit.draw(PickValues(joint, action.field, action.page))


async def remove(visit: Visit, action: RemoveCondition) -> Screen:
    """The conditions without the one that was taken out."""
    await audiences.remove_condition(visit.case, action.number)
    return await visit.draw(ShowAudience())


async def list_saved(visit: Visit, action: ListAudiences) -> Screen:
    """The audiences that colleagues keep under a name."""
    kept = await audiences.kept_audiences(visit.case)
    return screens.list_saved(kept, action.page, visit.content)


async def take(visit: Visit, action: TakeAudience) -> Screen:
    """The draft goes to a kept audience, whose conditions are shown."""
    await audiences.take_audience(visit.case, action.audience)
    return await visit.draw(ShowAudience())


async def drop(visit: Visit, action: DropAudience) -> Screen:
    """A kept audience is forgotten; the others are shown."""
    await audiences.drop_audience(visit.case, action.audience)
    return await visit.draw(ListAudiences())


async def ask_name(visit: Visit, _action: NameAudience) -> Screen:
    """Asks for a name under which the draft's audience is kept."""
    await draft_of(visit.case)
    return screens.name_audience()


async def set_name(visit: Visit, text: Text) -> Screen:
    """The draft's audience is kept under the typed name, or the person is asked again."""
    if not await audiences.keep_audience(visit.case, text.text):
        return screens.name_audience(refused=True)
    screen = await visit.draw(ListAudiences())
    return screen.with_toast(Msg("Saved."))
