"""What nearly every use case of a person needs, as one value."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Content
from bot.domain.eligibility.compilation import Compiled
from bot.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Case:
    """Who asks for something, the open transaction, and the content and time it is judged by.

    What the clock does is nobody's case: it takes the transaction, the content and the time.

    Args:
        compiled: The eligibility rules of the content.
        now: When the update is served, UTC.
    """

    uow: UnitOfWork
    content: Content
    compiled: Compiled
    person_id: int
    now: datetime
