"""Replays recorded routes, event by event, and answers what the ETA would have been: the pure part of `eta-replay`.

Reads and writes plain dictionaries; files and lines live elsewhere. Nothing is used before its time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from delivery.eta import LEVEL, RouteState, Stop, estimate
from delivery.places import Place

Q20_Z = 0.8416  # standard deviations below the median that leave 20 %


class ReplayError(ValueError):
    """An event that cannot be replayed."""


@dataclass(slots=True)
class _Run:
    """A route as far as it has been replayed; its own numbers stand for the stops' names."""

    route: RouteState
    numbers: dict[Any, int] = field(default_factory=dict)


class Replay:
    """Takes events in order of time and answers those that ask."""

    def __init__(self) -> None:
        self._runs: dict[Any, _Run] = {}

    def feed(self, event: Mapping[str, Any]) -> dict[str, Any] | None:
        """Take one event; answer it if it asks. Raises ReplayError for what is unknown, incomplete or misspelt."""
        try:
            return self._take(event, _instant(event["at"]))
        except KeyError as error:
            raise ReplayError(f"{event.get('type')} event lacks {error}") from error

    def _take(self, event: Mapping[str, Any], at: datetime) -> dict[str, Any] | None:
        kind, name = event["type"], event["route"]
        if kind == "route":
            self._runs[name] = _begun(event, at)
            return None
        if name not in self._runs:
            raise ReplayError(f"unknown route {name!r}")
        run = self._runs[name]
        match kind:
            case "ask":
                return _answer(run, _number(run, event["stop"]), event["id"], at)
            case "position":
                run.route = replace(run.route, position=_place(event), position_at=at)
            case "depart" if event["stop"] is None:
                run.route = replace(run.route, departed_at=at)
            case "arrive" | "depart" | "complete" | "skip":
                _happened(run, kind, _number(run, event["stop"]), at)
            case "end":
                pass
            case _:
                raise ReplayError(f"unknown type of event {kind!r}")
        return None


def answers(events: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Replay events in order of time and yield an answer for each that asks."""
    replay = Replay()
    for event in events:
        answer = replay.feed(event)
        if answer is not None:
            yield answer


def _begun(event: Mapping[str, Any], at: datetime) -> _Run:
    stops = tuple(
        Stop(
            id=number,
            seq=number,
            place=_place(stop),
            travel_s=stop.get("travel_s"),
            service_s=stop.get("service_s"),
            arrived_at=None,
            completed_at=None,
            skipped=False,
        )
        for number, stop in enumerate(event["stops"])
    )
    route = RouteState(at, _place(event["start"]), None, stops, None, None, None, 0.0)
    return _Run(route, {stop["id"]: number for number, stop in enumerate(event["stops"])})


def _happened(run: _Run, kind: str, number: int, at: datetime) -> None:
    stop = run.route.stops[number]
    if kind == "skip":
        stop = replace(stop, skipped=True)
    elif kind == "arrive":
        stop = replace(stop, arrived_at=at, skipped=False)
    elif stop.completed_at is None:
        stop = replace(stop, completed_at=at, skipped=False)
    run.route = replace(run.route, stops=(*run.route.stops[:number], stop, *run.route.stops[number + 1 :]))


def _answer(run: _Run, number: int, ask_id: object, at: datetime) -> dict[str, Any]:
    eta = estimate(run.route, now=at).get(number)
    if eta is None:
        # Nothing is left to estimate: the time it was reached is known, and one left out has none.
        stop = run.route.stops[number]
        reached_at = stop.arrived_at or stop.completed_at
        known = None if reached_at is None else reached_at.isoformat()
        return {"id": ask_id, "median": known, "low": known, "high": known, "q20": known, "level": LEVEL}
    q20 = max(at, eta.median - timedelta(seconds=Q20_Z * eta.spread_s))
    return {
        "id": ask_id,
        "median": eta.median.isoformat(),
        "low": eta.low.isoformat(),
        "high": eta.high.isoformat(),
        "q20": q20.isoformat(),
        "level": eta.level,
    }


def _number(run: _Run, name: object) -> int:
    if name not in run.numbers:
        raise ReplayError(f"unknown stop {name!r}")
    return run.numbers[name]


def _place(found: Mapping[str, Any]) -> Place:
    return Place(found["lat"], found["lon"])


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ReplayError(f"not an instant: {text!r}") from error
    if at.utcoffset() is None:
        raise ReplayError(f"an instant without a time zone: {text!r}")
    return at.astimezone(UTC)
