"""All that is kept about one person, as one value: for the screen, the export and the tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.consent import Given


@dataclass(frozen=True, slots=True)
class MyData:
    """What the database knows about a person.

    Args:
        follows: Topic and subject of everything followed.
        answers: Kept answers in clear, by question.
        messages: How many message numbers are remembered for taking messages away.
    """

    telegram_id: int
    language: str | None
    created_at: datetime
    active_on: date | None
    stopped: bool
    discreet: bool | None
    quiet_from: int
    quiet_until: int
    has_word: bool
    follows: tuple[tuple[str, str], ...]
    answers: Mapping[str, str]
    consents: tuple[Given, ...]
    messages: int
