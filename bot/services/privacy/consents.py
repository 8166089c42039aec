"""Giving, checking and withdrawing consent."""

from datetime import datetime

from bot.domain.errors import ConsentMissingError
from bot.domain.privacy.consent import CURRENT, Given, Purpose
from bot.storage.unit_of_work import UnitOfWork


async def give(uow: UnitOfWork, person_id: int, purpose: Purpose, now: datetime) -> None:
    """Note that a person agrees to a purpose, in today's words; twice is once."""
    held = await find(uow, person_id, purpose)
    if held is None or not held.holds:
        await uow.consents.store(Given(purpose, CURRENT[purpose], now), person_id)


async def withdraw(uow: UnitOfWork, person_id: int, purpose: Purpose, now: datetime) -> None:
    """Note that a person does not agree any more; what rested on it is erased at once."""
    held = await find(uow, person_id, purpose)
    if held is not None and held.withdrawn_at is None:
        await uow.consents.store(Given(purpose, held.version, held.given_at, now), person_id)
    if purpose is Purpose.ANSWERS:
        await uow.answers.forget_all(person_id)
    if purpose is Purpose.SPECIAL:
        await uow.screenings.forget_kept_sensitive(person_id)


async def find(uow: UnitOfWork, person_id: int, purpose: Purpose) -> Given | None:
    """What a person said about a purpose so far."""
    found = [one for one in await uow.consents.of_person(person_id) if one.purpose is purpose]
    return found[0] if found else None


async def holds(uow: UnitOfWork, person_id: int, purpose: Purpose) -> bool:
    """Whether a person agrees to a purpose as its text stands today."""
    held = await find(uow, person_id, purpose)
    return held is not None and held.holds


async def require(uow: UnitOfWork, person_id: int, purpose: Purpose) -> None:
    """Let nothing be stored without consent (law, and need X1).

    Raises:
        ConsentMissingError: if the person has not agreed, or to other words than today's.
    """
    if not await holds(uow, person_id, purpose):
        raise ConsentMissingError(purpose.value)
