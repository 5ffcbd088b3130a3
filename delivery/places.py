"""Points on the map and the straight line between them.

Roads live elsewhere: a straight line is what every rule here measures with.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_DIAMETER_M = 2 * 6_371_008.8


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees, WGS84."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        # Written this way round so that a NaN is refused too.
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError("latitude must be within ±90 and longitude within ±180 degrees")


def distance_m(a: Place, b: Place) -> float:
    """Measure the great-circle distance in metres (haversine)."""
    north = sin(radians(b.lat - a.lat) / 2)
    east = sin(radians(b.lon - a.lon) / 2)
    share = north * north + cos(radians(a.lat)) * cos(radians(b.lat)) * east * east
    return EARTH_DIAMETER_M * asin(sqrt(min(1.0, share)))
