"""A call as it stands today: content and round together."""

from dataclasses import dataclass

from bot.domain.content import Call
from bot.domain.rounds.rounds import Opening, Standing


@dataclass(frozen=True, slots=True)
class CallToday:
    """A call and where it stands today."""

    call: Call
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Whether people can apply today."""
        return self.standing.opening is Opening.OPEN
