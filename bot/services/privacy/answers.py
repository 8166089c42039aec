"""Answers that a person lets us keep, sealed; nothing without consent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.domain.privacy.consent import Purpose
from bot.services.privacy import consents
from bot.storage.unit_of_work import UnitOfWork

PLACE: Final = "place"
"""The question under which a person's own municipality is kept."""


async def keep(uow: UnitOfWork, person_id: int, question: str, answer: str, now: datetime) -> None:
    """Keep an answer in place of an earlier one.

    Raises:
        ConsentMissingError: if the person has not agreed to keeping answers.
    """
    await consents.require(uow, person_id, Purpose.ANSWERS)
    await uow.answers.store(person_id, question, answer, now)


async def kept(uow: UnitOfWork, person_id: int) -> Mapping[str, str]:
    """Every kept answer in clear, by question."""
    return await uow.answers.of_person(person_id)


async def forget(uow: UnitOfWork, person_id: int, question: str) -> None:
    """Erase one kept answer."""
    await uow.answers.forget(person_id, question)
