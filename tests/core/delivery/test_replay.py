"""Replaying recorded routes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from delivery.eta import estimate
from delivery.replay import Replay, ReplayError, answers
from tests.core.delivery.routes import DEPOT, START, a_place, a_route, a_stop, minutes


def at(count: float) -> str:
    return (START + minutes(count)).isoformat()


def a_stop_event(number: int, **changes: Any) -> dict[str, Any]:
    place = a_place(number)
    facts = {"id": f"S{number}", "lat": place.lat, "lon": place.lon, "travel_s": 60, "service_s": 120}
    return facts | {"cell": None, "window": None} | changes


def a_route_event(*stops: dict[str, Any], count: int = 3, **changes: Any) -> dict[str, Any]:
    facts = {"type": "route", "route": "R", "driver": "D", "at": at(0), "start": {"lat": DEPOT.lat, "lon": DEPOT.lon}}
    return facts | {"stops": list(stops) or [a_stop_event(number + 1) for number in range(count)]} | changes


def told(kind: str, stop: str | None, when: float) -> dict[str, Any]:
    return {"type": kind, "route": "R", "stop": stop, "at": at(when)}


def seen(number: float, when: float) -> dict[str, Any]:
    place = a_place(number)
    return {"type": "position", "route": "R", "lat": place.lat, "lon": place.lon, "at": at(when)}


def asked(stop: str, when: float) -> dict[str, Any]:
    return told("ask", stop, when) | {"id": f"{stop}@{when:g}"}


def medians(*events: dict[str, Any]) -> list[float]:
    return [(datetime.fromisoformat(answer["median"]) - START) / minutes(1) for answer in answers(events)]


def test_an_answer_is_the_estimate_of_that_moment() -> None:
    [answer] = answers([a_route_event(), told("depart", None, 0), asked("S3", 0.5)])
    stops = [a_stop(number) for number in (1, 2, 3)]
    eta = estimate(a_route(*stops), now=START + minutes(0.5))[3]

    assert answer == {
        "id": "S3@0.5",
        "median": eta.median.isoformat(),
        "low": eta.low.isoformat(),
        "high": eta.high.isoformat(),
        "q20": (eta.median - timedelta(seconds=0.8416 * eta.spread_s)).isoformat(),
        "level": 0.9,
    }


def test_the_twenty_percent_quantile_is_never_before_the_question() -> None:
    [answer] = answers([a_route_event(), told("depart", None, 0), asked("S1", 0.5)])

    assert answer["q20"] == at(0.5)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([asked("S1", -10), asked("S3", -10)], [1, 7]),
        ([asked("S1", 5)], [6]),
        ([told("depart", None, 5), asked("S1", 5.5)], [6]),
        ([told("depart", None, 0), told("arrive", "S1", 1), asked("S1", 2), asked("S2", 2)], [1 + 1, 4]),
        ([told("depart", None, 0), told("complete", "S1", 3), asked("S2", 3)], [4]),
        ([told("depart", None, 0), told("depart", "S1", 3), asked("S2", 3)], [4]),
        ([told("depart", None, 0), told("complete", "S1", 3), told("depart", "S1", 9), asked("S2", 3.5)], [4]),
        ([told("depart", None, 0), told("end", "S1", 1), asked("S1", 0.5)], [1]),
    ],
)
def test_events_move_the_estimate(events: list[dict[str, Any]], expected: list[float]) -> None:
    assert medians(a_route_event(), *events) == pytest.approx(expected)


def test_a_stop_without_planned_times_goes_by_its_coordinates() -> None:
    near = a_route_event(a_stop_event(1, travel_s=None))
    far = a_route_event(a_stop_event(9, travel_s=None))

    assert medians(near, asked("S1", 0)) < medians(far, asked("S9", 0))


def test_a_position_moves_the_estimate() -> None:
    route = a_route_event(a_stop_event(9, travel_s=600))

    here, there = medians(route, told("depart", None, 0), seen(1, 5), asked("S9", 5), seen(8, 5), asked("S9", 5))

    assert there < here


def test_a_skipped_stop_is_left_out_until_it_is_reached_after_all() -> None:
    events = [a_route_event(), told("depart", None, 0), told("skip", "S1", 0), asked("S1", 1)]

    [skipped, after_all] = answers([*events, told("arrive", "S1", 4), asked("S1", 5)])

    assert skipped == {"id": "S1@1", "median": None, "low": None, "high": None, "q20": None, "level": 0.9}
    assert after_all["median"] == at(5)


def test_a_served_stop_is_answered_by_the_time_it_was_reached() -> None:
    events = [a_route_event(), told("arrive", "S1", 1), told("complete", "S1", 3), told("complete", "S2", 6)]

    assert medians(*events, asked("S1", 7), asked("S2", 7)) == [1, 6]


def test_routes_do_not_disturb_each_other() -> None:
    other = a_route_event() | {"route": "Q", "at": at(60)}

    assert medians(a_route_event(), other, asked("S1", 0), asked("S1", 60) | {"route": "Q"}) == [1, 61]


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (asked("S1", 0) | {"route": "Q"}, "unknown route 'Q'"),
        (asked("S9", 0), "unknown stop 'S9'"),
        (told("complete", "S9", 0), "unknown stop 'S9'"),
        (told("lunch", "S1", 0), "unknown type of event 'lunch'"),
        ({"type": "ask", "route": "R", "stop": "S1", "at": at(0)}, "ask event lacks 'id'"),
        ({"at": at(0)}, "None event lacks 'type'"),
        (asked("S1", 0) | {"at": "noon"}, "not an instant: 'noon'"),
        (asked("S1", 0) | {"at": "2026-11-23T10:00:00"}, "without a time zone"),
    ],
)
def test_what_cannot_be_replayed_says_why(event: dict[str, Any], message: str) -> None:
    replay = Replay()
    replay.feed(a_route_event())

    with pytest.raises(ReplayError, match=message):
        replay.feed(event)
