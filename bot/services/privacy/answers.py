"""Answers that a person lets us keep, sealed; nothing without consent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.domain.content import Content, Municipality
from bot.domain.privacy.consent import Purpose
from bot.services.case import Case
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


async def keep_place(case: Case, municipality_id: str) -> None:
    """Keep a municipality as the person's own.

    Raises:
        ConsentMissingError: if the person has not agreed to keeping answers.
    """
    await keep(case.uow, case.person_id, PLACE, municipality_id, case.now)


async def kept_place(case: Case) -> Municipality | None:
    """The municipality that a person keeps as their own, if there is one."""
    return place_among(await kept(case.uow, case.person_id), case.content)


async def forget_place(case: Case) -> None:
    """Erase which municipality is the person's own."""
    await case.uow.answers.forget(case.person_id, PLACE)


def place_among(answers: Mapping[str, str], content: Content) -> Municipality | None:
    """The municipality among kept answers; None if none is kept or the content lost it."""
    return content.municipalities.get(answers.get(PLACE, ""))
