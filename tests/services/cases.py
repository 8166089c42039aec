"""Cases as handlers give them to services."""

from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.rules import NO_RULES
from bot.services.case import Case
from bot.storage.unit_of_work import UnitOfWork

CONTENT: Final = Content(
    version="1",
    districts={},
    municipalities={},
    contacts={},
    kinds={},
    goals={},
    programmes={},
    calls={},
    centers={},
)
"""For cases in which nothing of the content matters."""
COMPILED: Final = compile_rules(NO_RULES)


def case_of(
    uow: UnitOfWork,
    person_id: int,
    now: datetime,
    content: Content = CONTENT,
    compiled: Compiled = COMPILED,
) -> Case:
    """What somebody asks for in an open transaction."""
    return Case(uow, content, compiled, person_id, now)
