"""The customer's page over HTTP: the real web application on a database, with a clock that stands still."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.app import create_app
from bot.services import Services
from bot.usecases import change_delivery, links, load_day, record_positions
from delivery.places import Place
from delivery.progress import Fix
from delivery.status import CustodyKind
from models.delivery import Delivery
from models.session import Database
from tests.clocks import FixedClock
from tests.days import a_day, a_delivery, a_route, a_stop
from tests.web.house import memory_channels, some_services, some_settings

LONG_NUMBER = "1Z-99AA-0101-2345-6784-8800-7766-5544-3322-1100"
LONG_NAME = "Willoughby, Fotheringay & Granddaughters Household Deliveries"
BEFORE = ("AC-1", "AC-2", "AC-3")
STATES = ("scheduled", "silent", "on_its_way", "late", "next", "arrived", "delivered", "failed", "cancelled")


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return


@dataclass(slots=True)
class ServedPage:
    """A house behind `url`, with one route: three other stops, then Ann's."""

    url: str
    services: Services
    clock: FixedClock
    number: str = "AC-7F3K9Q"

    def address(self, state: str, *, language: str = "en", is_long: bool = False) -> str:
        """Bring Ann's delivery into a state and answer the address of its page."""
        self.number = LONG_NUMBER if is_long else "AC-7F3K9Q"
        contact = {"name": "Ann", "phone": "+15005550201", "language": language}
        ann = a_delivery(self.number, contact=contact)
        others = [a_stop(seq, delivery=_neighbour(seq)) for seq in (1, 2, 3)]
        brand: dict[str, Any] = {"name": LONG_NAME if is_long else "Acme", "support": "+1 500 555 0199"}
        load_day.load(self.services, a_day(a_route("R1", *others, a_stop(4, delivery=ann)), **brand))
        getattr(self, f"_be_{state}")()
        return f"{self.url}/t/{self._token()}"

    def _be_scheduled(self) -> None:
        pass

    def _be_silent(self) -> None:
        self._leave()

    def _be_on_its_way(self) -> None:
        self._leave()
        self._seen()
        self.clock.advance(timedelta(minutes=3))

    def _be_late(self) -> None:
        self._leave()
        self.clock.advance(timedelta(hours=1, minutes=10))
        self._seen()
        self.clock.advance(timedelta(minutes=25))

    def _be_next(self) -> None:
        self._leave()
        for number in BEFORE:
            self._happened(CustodyKind.DELIVERED, number)
        self._seen()

    def _be_arrived(self) -> None:
        self._leave()
        self.clock.advance(timedelta(minutes=20))
        self._happened(CustodyKind.ARRIVED)

    def _be_delivered(self) -> None:
        self._be_arrived()
        self.clock.advance(timedelta(minutes=2))
        self._happened(CustodyKind.DELIVERED)

    def _be_failed(self) -> None:
        self._be_arrived()
        self._happened(CustodyKind.FAILED)

    def _be_cancelled(self) -> None:
        self._happened(CustodyKind.CANCELLED)

    def _leave(self) -> None:
        for number in (*BEFORE, self.number):
            self._happened(CustodyKind.OUT_FOR_DELIVERY, number)

    def _seen(self) -> None:
        fix = Fix(Place(39.291, -76.61), self.clock.at, 5.0, None)
        record_positions.record(self.services, driver_ref="D1", fixes=[fix])

    def _happened(self, kind: CustodyKind, number: str | None = None) -> None:
        change_delivery.report(self.services, tracking_number=number or self.number, kind=kind, at=self.clock.at)

    def _token(self) -> str:
        with self.services.database.read() as session:
            found = select(Delivery.link_nonce).where(Delivery.tracking_number == self.number)
            return links.token(self.services.secret, session.scalars(found).one())


def _neighbour(seq: int) -> dict[str, Any]:
    return a_delivery(BEFORE[seq - 1], contact={"name": "Bob"}, lat=39.291 + seq / 500)


@contextmanager
def serve(database_url: str) -> Iterator[ServedPage]:
    """Serve the web application of a house over an empty database, on a free port."""
    database, clock = Database(database_url), FixedClock()
    services = some_services(database, clock, memory_channels())
    app = create_app(some_settings(database_url), services)
    http = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield ServedPage(f"http://127.0.0.1:{http.server_port}", services, clock)
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
        database.close()
