"""Giving, checking and withdrawing consent."""

from collections.abc import Sequence

from bot.domain.errors import ConsentMissingError
from bot.domain.privacy.consent import CURRENT, Given, Purpose
from bot.services.case import Case
from bot.storage.unit_of_work import UnitOfWork


async def give(case: Case, purpose: Purpose) -> None:
    """Note that a person agrees to a purpose, in today's words; twice is once."""
    given = await _find(case.uow, case.person_id, purpose)
    if given is None or not given.holds:
        await case.uow.consents.store(Given(purpose, CURRENT[purpose], case.now), case.person_id)


async def withdraw(case: Case, purpose: Purpose) -> None:
    """Note that a person does not agree any more; what rested on it is erased at once."""
    uow, person_id = case.uow, case.person_id
    given = await _find(uow, person_id, purpose)
    if given is not None and given.withdrawn_at is None:
        withdrawn = Given(purpose, given.version, given.given_at, case.now)
        await uow.consents.store(withdrawn, person_id)
    if purpose is Purpose.ANSWERS:
        await uow.answers.forget_all(person_id)
    if purpose is Purpose.SPECIAL:
        await uow.screenings.forget_kept_sensitive(person_id)


async def of_person(case: Case) -> Sequence[Given]:
    """Every consent that a person ever gave, also those they took back; one a purpose."""
    return await case.uow.consents.of_person(case.person_id)


async def is_outdated(case: Case, purpose: Purpose) -> bool:
    """Whether a person agrees to an older text of a purpose, and is asked again."""
    given = await _find(case.uow, case.person_id, purpose)
    return given is not None and given.withdrawn_at is None and not given.holds


async def holds(uow: UnitOfWork, person_id: int, purpose: Purpose) -> bool:
    """Whether a person agrees to a purpose as its text stands today."""
    given = await _find(uow, person_id, purpose)
    return given is not None and given.holds


async def require(uow: UnitOfWork, person_id: int, purpose: Purpose) -> None:
    """Let nothing be stored without consent (law, and need X1).

    Raises:
        ConsentMissingError: if the person has not agreed, or to other words than today's.
    """
    if not await holds(uow, person_id, purpose):
        raise ConsentMissingError(purpose.value)


async def _find(uow: UnitOfWork, person_id: int, purpose: Purpose) -> Given | None:
    consents = await uow.consents.of_person(person_id)
    return next((given for given in consents if given.purpose is purpose), None)
