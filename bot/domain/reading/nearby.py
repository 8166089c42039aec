"""Which municipality a shared place may lie in, by the seats of the municipalities."""

from collections.abc import Iterable
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Final

from bot.domain.content import Municipality

_EARTH_KM: Final = 6371.0
FARTHEST_KM: Final = 40.0
"""Whoever is farther from every seat is not in Kosovo."""
_MOST: Final = 3
_CLEARLY: Final = 2.0
"""A seat that is twice as far away is not the one, but for some kilometres of doubt."""
_DOUBT_KM: Final = 3.0


def nearby(
    place: tuple[float, float], municipalities: Iterable[Municipality]
) -> tuple[Municipality, ...]:
    """The municipalities in which somebody may be, the nearest seat first; none if far from all.

    Several near a border, which the seats alone do not tell.

    Args:
        place: Latitude and longitude, degrees.
    """
    far = sorted(((_km(place, one.location), one) for one in municipalities), key=lambda it: it[0])
    if not far or far[0][0] > FARTHEST_KM:
        return ()
    reach = far[0][0] * _CLEARLY + _DOUBT_KM
    return tuple(one for distance, one in far if distance <= reach)[:_MOST]


def _km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The way through the air between two places on the globe."""
    (lat, lon), (other_lat, other_lon) = here, there
    across = sqrt(cos(radians(lat)) * cos(radians(other_lat)))
    half = hypot(sin(radians(other_lat - lat) / 2), across * sin(radians(other_lon - lon) / 2))
    return 2 * _EARTH_KM * asin(min(1.0, half))
