"""The movement of the van along its stops, in straight hops: pure, driven by seconds that the caller lets pass.

Where the van is, and what the driver would report. No clock, no network.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from simulator.day import CALLS, DEPOT, SERVICE_S, Call, Spot, distance_m, travel_s

# The van's own idea of each drive, as a factor on the plan: a day is never quite the plan.
_LUCK = (1.0, 1.12, 0.93, 1.2, 0.9, 1.05, 1.3, 0.95, 1.0, 1.1, 0.9, 1.15)
# A position is reported at least this often, in seconds of the van's time.
FIX_EVERY_S = 10.0


class Phase(StrEnum):
    """What the van is doing."""

    WAITING = "waiting"  # at the depot, before the day
    DRIVING = "driving"  # on the way to the next stop
    SERVING = "serving"  # at the stop
    FINISHED = "finished"  # no stop left


@dataclass(frozen=True, slots=True)
class Happening:
    """A report of the driver: a position (type position) or an event of a stop; `after_s` into the time let pass."""

    type: str
    after_s: float
    spot: Spot
    speed_mps: float = 0.0
    call: Call | None = None


@dataclass(slots=True)
class Journey:
    """One day's drive."""

    phase: Phase = Phase.WAITING
    # The stop that is next or served, as a place in CALLS.
    place: int = 0
    # Seconds already spent in the drive or at the stop.
    spent_s: float = 0.0
    origin: Spot = DEPOT
    outcomes: dict[int, str] = field(default_factory=dict)

    @property
    def call(self) -> Call | None:
        """Answer the stop that is next or served."""
        return CALLS[self.place] if self.place < len(CALLS) else None

    @property
    def spot(self) -> Spot:
        """Answer where the van is."""
        if self.phase is not Phase.DRIVING or self.call is None:
            return self.origin
        share = min(self.spent_s / self._drive_s(), 1.0)
        goal = self.call.spot
        lat = self.origin.lat + (goal.lat - self.origin.lat) * share
        return Spot(lat, self.origin.lon + (goal.lon - self.origin.lon) * share)

    def advance(self, seconds: float) -> list[Happening]:
        """Let time pass for the van and answer what it reports, oldest first."""
        happenings: list[Happening] = []
        passed = 0.0
        while passed < seconds and self.phase in (Phase.DRIVING, Phase.SERVING):
            whole_s = self._drive_s() if self.phase is Phase.DRIVING else float(SERVICE_S)
            step_s = min(FIX_EVERY_S, seconds - passed, max(whole_s - self.spent_s, 0.0))
            self.spent_s += step_s
            passed += step_s
            happenings.append(self._fix(passed))
            if self.spent_s >= whole_s - 1e-6:
                happenings += self.tap_next(after_s=passed)
        return happenings

    def tap_next(self, *, after_s: float = 0.0) -> list[Happening]:
        """Do what the driver does next: leave the depot, arrive, or hand over; the van jumps there if need be."""
        if self.phase is Phase.WAITING:
            self.phase = Phase.DRIVING
            on_board = [call for call in CALLS if call.seq not in self.outcomes]
            return [Happening("out_for_delivery", after_s, self.origin, call=call) for call in on_board]
        if self.phase is Phase.DRIVING and self.call is not None:
            self.phase, self.spent_s, self.origin = Phase.SERVING, 0.0, self.call.spot
            return [self._fix(after_s), Happening("arrived", after_s, self.origin, call=self.call)]
        return self.leave("delivered", after_s=after_s)

    def leave(self, outcome: str, *, after_s: float = 0.0) -> list[Happening]:
        """End the present stop with an outcome and set off for the next one that is still open."""
        call = self.call
        if call is None or self.phase in (Phase.WAITING, Phase.FINISHED):
            return []
        happening = Happening(outcome, after_s, self.spot, call=call)
        self.settle(call.seq, outcome)
        return [happening]

    def settle(self, seq: int, outcome: str) -> None:
        """Note what became of a stop, however it was told, and turn to the next if it was the present one."""
        self.outcomes[seq] = outcome
        if self.call is None or self.outcomes.get(self.call.seq) is None:
            return
        self.origin = self.spot
        while self.call is not None and self.call.seq in self.outcomes:
            self.place += 1
        self.spent_s = 0.0
        if self.phase is not Phase.WAITING:
            self.phase = Phase.DRIVING if self.call else Phase.FINISHED

    def _drive_s(self) -> float:
        assert self.call is not None
        return travel_s(self.origin, self.call.spot) * _LUCK[self.place % len(_LUCK)]

    def _fix(self, after_s: float) -> Happening:
        driving = self.phase is Phase.DRIVING and self.call is not None
        speed_mps = distance_m(self.origin, self.call.spot) / self._drive_s() if driving and self.call else 0.0
        return Happening("position", after_s, self.spot, round(speed_mps, 1))
