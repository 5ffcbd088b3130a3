"""Routes for the tests of delivery/: valid by default, keywords override; Hypothesis strategies for any route."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from delivery.eta import RouteState, Stop
from delivery.places import Place

START = datetime(2026, 11, 23, 13, tzinfo=UTC)
DEPOT = Place(39.29, -76.61)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def a_place(number: float) -> Place:
    """A place so many times about 222 m north of the depot."""
    return Place(39.29 + 0.002 * number, -76.61)


def a_stop(number: int, **changes: Any) -> Stop:
    facts: dict[str, Any] = {
        "id": number,
        "seq": number,
        "place": a_place(number),
        "travel_s": 60.0,
        "service_s": 120.0,
        "arrived_at": None,
        "completed_at": None,
        "skipped": False,
    }
    return Stop(**facts | changes)


def a_route(*stops: Stop, **changes: Any) -> RouteState:
    facts: dict[str, Any] = {
        "starts_at": START,
        "depot": DEPOT,
        "departed_at": START,
        "stops": stops or tuple(a_stop(number) for number in range(1, 6)),
        "position": None,
        "position_at": None,
        "break_since": None,
        "delay_s": 0.0,
    }
    return RouteState(**facts | changes)


instants = st.integers(-60, 600).map(lambda count: START + minutes(count))
maybe_instants = st.none() | instants
seconds = st.none() | st.floats(0, 7200)
places = st.builds(Place, lat=st.floats(39, 40), lon=st.floats(-77, -76))


@st.composite
def routes(draw: st.DrawFn) -> RouteState:
    stops = tuple(
        a_stop(
            number,
            place=draw(places),
            travel_s=draw(seconds),
            service_s=draw(seconds),
            arrived_at=draw(maybe_instants),
            completed_at=draw(maybe_instants),
            skipped=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 8)))
    )
    position_at = draw(maybe_instants)
    return RouteState(
        starts_at=draw(instants),
        depot=draw(places),
        departed_at=draw(maybe_instants),
        stops=stops,
        position=None if position_at is None else draw(places),
        position_at=position_at,
        break_since=draw(maybe_instants),
        delay_s=draw(st.floats(-600, 7200)),
    )
