"""Choosing to whom a broadcast goes, and keeping audiences under a name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.broadcasts.audience import ACTIVE_DAYS, Field, Joint, KeptAudience
from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.content import Content
from bot.domain.errors import NotFoundError
from bot.domain.staff.roles import Act, Role
from bot.domain.text.languages import OFFERED
from bot.services.broadcasts.drafts import draft
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

LONGEST_NAME: Final = 40


async def toggle_condition(
    uow: UnitOfWork, content: Content, person_id: int, joint: Joint, field: Field, value: str
) -> Broadcast:
    """Add a value to the last condition or take it out; see :meth:`Audience.toggled`.

    Raises:
        NotFoundError: if there is no such value.
    """
    held = await draft(uow, person_id)
    if value not in values_of(field, content):
        raise NotFoundError(field.value)
    try:
        changed = held.audience.toggled(joint, field, value)
    except ValueError:
        raise NotFoundError("condition") from None
    await uow.broadcasts.change(held.id, audience=changed)
    return await draft(uow, person_id)


async def remove_condition(uow: UnitOfWork, person_id: int, number: int) -> None:
    """Take a condition out, counted from 0."""
    held = await draft(uow, person_id)
    await uow.broadcasts.change(held.id, audience=held.audience.without(number))


async def keep_audience(uow: UnitOfWork, person_id: int, text: str, now: datetime) -> bool:
    """Keep the draft's audience under a name; False if the text is no name."""
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    held = await draft(uow, person_id)
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        return False
    await uow.audiences.save(name, held.audience, me.number, now)
    return True


async def kept_audiences(uow: UnitOfWork, person_id: int) -> Sequence[KeptAudience]:
    """Every audience that is kept under a name, by name."""
    await require(uow, person_id, Act.SEND_BROADCAST)
    return await uow.audiences.saved()


async def take_audience(uow: UnitOfWork, person_id: int, saved_id: int) -> None:
    """Give the draft a kept audience.

    Raises:
        NotFoundError: if it is gone.
    """
    held = await draft(uow, person_id)
    saved = {kept.id: kept.audience for kept in await uow.audiences.saved()}
    if saved_id not in saved:
        raise NotFoundError("audience")
    await uow.broadcasts.change(held.id, audience=saved[saved_id])


async def drop_audience(uow: UnitOfWork, person_id: int, saved_id: int) -> None:
    """Forget a kept audience."""
    await require(uow, person_id, Act.SEND_BROADCAST)
    await uow.audiences.drop(saved_id)


def values_of(field: Field, content: Content) -> Sequence[str]:
    """What a condition can ask for."""
    match field:
        case Field.PROGRAMME:
            return tuple(content.programmes)
        case Field.MUNICIPALITY:
            return tuple(content.municipalities)
        case Field.LANGUAGE:
            return tuple(one.value for one in OFFERED)
        case Field.TOPIC:
            kinds = [f"kind.{one}" for one in content.kinds]
            return (*kinds, *(f"call.{one}" for one in content.calls))
        case Field.ROLE:
            return tuple(one.value for one in Role)
        case Field.ACTIVE:
            return tuple(str(days) for days in ACTIVE_DAYS)
