"""How people come in for the first time."""

import re
from datetime import datetime
from typing import Final

from bot.domain.localtime import local_day
from bot.services.case import Case
from bot.storage.people import Person

_LEAFLET: Final = re.compile(r"from-[A-Za-z0-9_-]{1,59}")


async def count_leaflet(case: Case, payload: str) -> None:
    """Count a visit that a leaflet brought; of whom is not kept.

    Args:
        payload: What a deep link carried, ``from-<leaflet>``; any other one is not counted.
    """
    if _LEAFLET.fullmatch(payload):
        leaflet = payload.removeprefix("from-")
        await case.uow.statistics.count_leaflet(local_day(case.now), leaflet)


def note_welcome(person: Person, now: datetime) -> None:
    """Note that a person has chosen a language and was welcomed, which happens once."""
    person.welcomed_at = now
