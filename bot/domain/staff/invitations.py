"""Invitations to the staff: a link that works once, within a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.staff.roles import Role, Scope

VALID_FOR: Final = timedelta(hours=24)
"""Long enough for somebody in the field, short enough for a link that lies around."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A role that waits for somebody.

    Args:
        made_by: The staff number of who invites.
        is_draft: There is no link yet, and the reach may still change.
        used: Somebody took the role up.
    """

    id: int
    role: Role
    scope: Scope
    made_by: int
    expires_at: datetime
    is_draft: bool = False
    used: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether the link still lets somebody in."""
        return not self.is_draft and not self.used and now < self.expires_at
