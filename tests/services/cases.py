"""Cases, as services take them, without a visit."""

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
"""Content for what does not ask the content."""
COMPILED: Final = compile_rules(NO_RULES)


def case_of(
    uow: UnitOfWork,
    person_id: int,
    now: datetime,
    content: Content = CONTENT,
    compiled: Compiled = COMPILED,
) -> Case:
    """The case of a person, in the order in which tests know what it is made of."""
    return Case(uow, content, compiled, person_id, now)
