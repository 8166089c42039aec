"""Who is staff and may do what: asked of the database each time, never of a button."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.domain.errors import NotAllowedError
from bot.domain.localtime import local_day
from bot.domain.staff.audit import Deed
from bot.domain.staff.roles import EVERYWHERE, NOWHERE, Act, Role, Scope, StaffMember
from bot.services.staff import audit
from bot.storage.unit_of_work import UnitOfWork

NOT_ALLOWED: Final = "not_allowed"
"""The reason under which refusals are counted."""


async def require(uow: UnitOfWork, person_id: int, act: Act, wish: Scope = NOWHERE) -> StaffMember:
    """Somebody who may do an act; call it before anything else, at every tap.

    Args:
        wish: Which programmes, places and centers the act touches; ``EVERYWHERE`` for an act that
            touches everything.

    Raises:
        NotAllowedError: if no role of theirs allows it. The transaction is rolled back, and that
            somebody tried is written into the log.
    """
    member = await uow.staff.find(person_id)
    if member is None or not member.may(act, wish):
        raise NotAllowedError(person_id, act.value)
    return member


async def is_staff(uow: UnitOfWork, person_id: int) -> bool:
    """Whether somebody holds any role now; for what is shown, never for what is allowed."""
    return await uow.staff.find(person_id) is not None


async def note_refusal(uow: UnitOfWork, refused: NotAllowedError, now: datetime) -> None:
    """Write down that somebody tried what they may not do."""
    await audit.note(uow, refused.person_id, Deed.REFUSED, refused.act, now)
    await uow.statistics.count_refusal(local_day(now), NOT_ALLOWED)


async def appoint_owners(uow: UnitOfWork, telegram_ids: Iterable[int], now: datetime) -> None:
    """Make those owners whom the settings name, and end what the settings do not name any more.

    Owners whom somebody invited in the chat stay.
    """
    wanted = set(telegram_ids)
    named = set()
    for telegram_id in sorted(wanted):
        person = await uow.people.meet(telegram_id, now)
        named.add(person.id)
        member = await uow.staff.find(person.id)
        if member is None or not any(grant.by_settings for grant in member.grants):
            number = await uow.staff.enrol(person.id)
            await uow.staff.give(person.id, Role.OWNER, EVERYWHERE, None, now)
            await uow.staff.renew_menu(person.id)
            await uow.audit.add(None, Deed.JOINED.value, f"{Role.OWNER.value}:{number}", now)
    for member in await uow.staff.all_for_change():
        ended = [grant.id for grant in member.grants if grant.by_settings]
        if ended and member.person_id not in named:
            await uow.staff.end(ended, now)
            await uow.staff.renew_menu(member.person_id)
            await uow.audit.add(
                None, Deed.ROLE_ENDED.value, f"{Role.OWNER.value}:{member.number}", now
            )
