"""Points on the map."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.places import Place, distance_m

anywhere = st.builds(Place, lat=st.floats(-90, 90), lon=st.floats(-180, 180))


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        (Place(0, 0), Place(0, 0), 0),
        (Place(0, 0), Place(1, 0), 111_195),
        (Place(48.8584, 2.2945), Place(48.8606, 2.3376), 3_163),
        (Place(0, 179.5), Place(0, -179.5), 111_195),
        (Place(90, 0), Place(-90, 0), 20_015_115),
    ],
)
def test_a_distance_is_the_great_circle(start: Place, end: Place, metres: float) -> None:
    assert distance_m(start, end) == pytest.approx(metres, rel=0.001, abs=0.01)


@given(anywhere, anywhere)
def test_a_distance_is_the_same_both_ways_and_never_negative(a: Place, b: Place) -> None:
    assert distance_m(a, b) >= 0
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=0.001)


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (-91, 0), (0, 181), (0, -181), (math.nan, 0), (0, math.nan)])
def test_a_place_off_the_globe_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="within"):
        Place(lat, lon)
