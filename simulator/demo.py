"""The demo: a world, the day put into the service, and the van, kept together and saved for a restart."""

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from simulator import day, saving
from simulator.journey import Journey
from simulator.service import BusinessClock, Service
from simulator.van import Van
from simulator.world import World

# A saved drive is gone on with only at about the time it was for.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Demo:
    """What the page shows and commands."""

    def __init__(self, world: World, *, load_day: bool = True, state_file: Path | None = None) -> None:
        self.world = world
        self.service = Service(world.service_url, world.api_key)
        self.business = BusinessClock(self.service)
        self.leaves_at: datetime | None = None
        # What the page says while the day is not there yet.
        self.trouble: str | None = "Waiting for the service"
        self.van = Van(
            board=world.board, service=self.service, business=self.business, leaves_at=lambda: self.leaves_at
        )
        self._load_day, self._state_file = load_day, state_file
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="demo", daemon=True)
        world.business_now = self.business.now
        if state_file and state_file.exists():
            self.restore(saving.read(state_file))

    def start(self) -> None:
        """Prepare the day as soon as the service answers, then let the van drive."""
        self._thread.start()
        self.van.start()

    def stop(self) -> None:
        """Stop the van and save."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self.van.stop()
        self._save()

    def prepare(self) -> bool:
        """Ask the service for the time and put the day into it; answer whether both succeeded."""
        if not self.business.sync():
            return self._note("Waiting for the service")
        now = self.business.now()
        if now is not None and self.leaves_at is not None and not self.leaves_at - HOUR < now < self.leaves_at + DAY:
            self._begin_anew()
        if self.leaves_at is None and now is not None:
            trouble = self.service.load(day.demo_day(now)) if self._load_day else None
            if trouble:
                return self._note(f"The service did not take the day: {trouble}")
            self.leaves_at = day.starts_at(now)
        return self._note(None)

    def snapshot(self) -> dict[str, Any]:
        """Answer everything a restart needs."""
        journey = self.van.journey
        with self.world.board:
            return saving.of_world(self.world) | {
                "leaves_at": self.leaves_at.isoformat() if self.leaves_at else None,
                "journey": {
                    "phase": journey.phase.value,
                    "place": journey.place,
                    "spent_s": journey.spent_s,
                    "origin": [journey.origin.lat, journey.origin.lon],
                    "outcomes": {str(seq): outcome for seq, outcome in journey.outcomes.items()},
                },
            }

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Go on where an earlier run ended."""
        saving.into_world(self.world, snapshot)
        self.leaves_at = datetime.fromisoformat(snapshot["leaves_at"]) if snapshot["leaves_at"] else None
        saving.into_journey(self.van.journey, snapshot["journey"])

    def _begin_anew(self) -> None:
        """Forget a saved drive that belongs to another rehearsal; phones and mailbox keep what they have."""
        with self.world.board:
            self.leaves_at, self.van.journey = None, Journey()

    def _keep(self) -> None:
        while not self.prepare():
            if self._stopped.wait(1.0):
                return
        saved = -1
        while not self._stopped.wait(2.0):
            if saved != self.world.board.version:
                saved = self.world.board.version
                self._save()

    def _save(self) -> None:
        if self._state_file:
            saving.write(self._state_file, self.snapshot())

    def _note(self, trouble: str | None) -> bool:
        if trouble != self.trouble:
            self.trouble = trouble
            self.world.board.touch()
        return trouble is None
