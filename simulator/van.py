"""Sam's van: lets the journey pass at a pace and reports it to the service as a driver's app would.

One thread. The pace is seconds of driving per machine second; following the service's clock it keeps to the plan.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from simulator import clock
from simulator.board import Board
from simulator.day import CALLS, DRIVER, ROUTE
from simulator.journey import Happening, Journey, Phase
from simulator.service import BusinessClock, Service

TICK_S = 0.5
# Less than this many seconds of driving are not reported on their own.
REPORT_EVERY_S = 5.0
_ENDS = {"delivered", "failed", "cancelled"}


class Van:
    """The driver's reports; all commands may come from any thread."""

    def __init__(
        self, *, board: Board, service: Service, business: BusinessClock, leaves_at: Callable[[], datetime | None]
    ) -> None:
        self.journey, self.playing = Journey(), True
        # None follows the service's clock.
        self.pace: float | None = None
        self._board, self._service, self._business, self._leaves_at = board, service, business, leaves_at
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="van", daemon=True)

    def start(self) -> None:
        """Start driving."""
        self._thread.start()

    def stop(self) -> None:
        """Stop for good."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def command(self, what: str) -> None:
        """Obey the page: play, pause, next (the driver taps the next step) or failed (nobody was at home)."""
        with self._board:
            happenings: Sequence[Happening] = ()
            if what in ("play", "pause"):
                self.playing = what == "play"
            elif what == "next":
                happenings = self.journey.tap_next()
            elif what == "failed":
                happenings = self.journey.leave("failed")
            self._board.touch()
        now = self._business.now()
        if now:
            self._report(happenings, began_at=now, factor=0)

    def set_pace(self, pace: float | None) -> None:
        """Set the pace, at most 240; None follows the service's clock."""
        with self._board:
            self.pace = None if pace is None else min(max(pace, 0.0), 240.0)
            self._board.touch()

    def _run(self) -> None:
        last_s = clock.elapsed_s()
        ticks = 0
        while not self._stopped.wait(TICK_S):
            now_s = clock.elapsed_s()
            ticks += 1
            if ticks % 10 == 0:
                self._business.sync()
            if ticks % 4 == 0:
                self._heed_moves()
                self._heed_texts()
            if self._pass(now_s - last_s):
                last_s = now_s

    def _pass(self, machine_s: float) -> bool:
        """Let machine time pass for the van; answer False while it is too little to be worth a report."""
        now, leaves_at = self._business.now(), self._leaves_at()
        if now is None or not self.playing:
            return True
        rate = self._business.rate
        pace = rate if self.pace is None else self.pace
        if pace * machine_s < REPORT_EVERY_S:
            return pace <= 0
        with self._board:
            due = self.journey.phase is Phase.WAITING and leaves_at is not None and now >= leaves_at
            happenings = self.journey.tap_next() if due else self.journey.advance(pace * machine_s)
            if happenings:
                self._board.touch()
        self._report(happenings, began_at=now - timedelta(seconds=machine_s * rate), factor=rate / pace)
        return True

    def _report(self, happenings: Sequence[Happening], *, began_at: datetime, factor: float) -> None:
        """Tell the service, neighbouring positions in one post; `factor` turns van seconds into business seconds."""
        fixes: list[dict[str, Any]] = []
        for happening in happenings:
            at = (began_at + timedelta(seconds=happening.after_s * factor)).isoformat()
            told = {"at": at, "lat": round(happening.spot.lat, 6), "lon": round(happening.spot.lon, 6)}
            if happening.type == "position":
                speed_mps = round(happening.speed_mps / factor, 1) if factor else 0.0
                fixes.append({**told, "accuracy_m": 8, "speed_mps": speed_mps})
                continue
            self._tell_positions(fixes)
            fixes = []
            if happening.call:
                event = {"type": happening.type, **told, "note": None}
                self._service.report_event(happening.call.tracking_number, event)
        self._tell_positions(fixes)

    def _tell_positions(self, fixes: Sequence[dict[str, Any]]) -> None:
        if fixes:
            self._service.report_positions(DRIVER, fixes)

    def _heed_moves(self) -> None:
        """Leave out the stops that were moved to another day or called off."""
        carried = self._service.stops_of(ROUTE)
        if carried is None:
            return
        with self._board:
            for call in CALLS:
                if call.tracking_number not in carried and call.seq not in self.journey.outcomes:
                    self.journey.settle(call.seq, "moved")
                    self._board.touch()

    def _heed_texts(self) -> None:
        """Drive on when the driver closed the present stop by a text."""
        call, phase = self.journey.call, self.journey.phase
        if call is None or phase is Phase.WAITING:
            return
        status = self._service.status_of(call.tracking_number)
        if status in _ENDS:
            with self._board:
                self.journey.settle(call.seq, status)
                self._board.touch()
