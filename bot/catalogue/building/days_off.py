"""Public holidays: calculated from the law, and what staff know better.

The library is used for dates only: its names are not neutral as to status. Both Bajrams are
estimates until the Islamic Community announces the day, and the government adds days by decision;
``holidays.yml`` puts that right.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import holidays

_COUNTRY: Final = "XK"


@dataclass(frozen=True, slots=True)
class DaysOff(Container[date]):
    """Days on which offices are closed, of any year, besides Saturdays and Sundays.

    Args:
        added: Days off that the law does not name, or on another day than calculated.
        removed: Calculated days on which people work.
    """

    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def __contains__(self, day: object) -> bool:
        """Whether a day is a holiday, or a working day that is off in place of one."""
        if not isinstance(day, date) or day in self.removed:
            return False
        return day in self.added or day in _calculated(day.year)


@cache
def _calculated(year: int) -> frozenset[date]:
    """The holidays of a year, with the days to which those on a weekend move."""
    return frozenset(holidays.country_holidays(_COUNTRY, years=year))
