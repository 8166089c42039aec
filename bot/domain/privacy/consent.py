"""Consent: to what, to which version of its text, and whether it still holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What a person can agree to; each is asked apart and refusing one blocks nothing else."""

    ANSWERS = "answers"
    SPECIAL = "special"
    MATCHING = "matching"


CURRENT: Final[Mapping[Purpose, int]] = {
    Purpose.ANSWERS: 1,
    Purpose.SPECIAL: 1,
    Purpose.MATCHING: 1,
}
"""The version of each consent text. A changed text takes a new number and is asked again."""


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that a person once gave."""

    purpose: Purpose
    version: int
    given_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether it covers what is stored now: not withdrawn, and to today's text."""
        return self.withdrawn_at is None and self.version == CURRENT[self.purpose]
