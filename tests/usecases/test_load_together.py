"""Several who load and report at the same time: nobody fails, and nothing is there twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bot.services import Services
from bot.usecases import change_delivery, load_day, verify_custody
from bot.usecases.change_delivery import Report
from delivery.status import CustodyKind
from models.delivery import CustodyEvent, Delivery
from models.people import Contact
from models.route import Route, Stop
from models.tables import Base
from tests.days import TUESDAY, a_day, a_delivery, a_route, a_stop

NUMBERS = [f"AC-{number:03d}" for number in range(20)]


def a_plan(*numbers: str, **changes: object) -> dict[str, object]:
    return a_day(a_route("R1", *[a_stop(n, delivery=a_delivery(x, **changes)) for n, x in enumerate(numbers)]))


def together(*acts: Callable[[], object]) -> None:
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def count(services: Services, table: type[Base]) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.slow
def test_one_plan_loaded_by_many_is_there_once(services: Services) -> None:
    plan = a_plan(*NUMBERS)

    together(*[lambda: load_day.load(services, plan)] * 6)

    assert [count(services, table) for table in (Route, Stop, Delivery, Contact)] == [1, 20, 20, 1]
    assert verify_custody.verify(services) == verify_custody.Verified(20, 20, ())


@pytest.mark.slow
def test_a_plan_that_changes_while_drivers_report_breaks_no_chain(services: Services) -> None:
    load_day.load(services, a_plan(*NUMBERS))
    moved = a_plan(*reversed(NUMBERS), window=TUESDAY)

    def report(*numbers: str) -> None:
        for number in numbers:
            report_one(number)

    def report_one(number: str) -> None:
        with services.database.write() as session:
            found = session.scalars(select(Delivery.id).where(Delivery.tracking_number == number)).one()
            said = Report(CustodyKind.DELIVERED, services.clock.now(), "driver")
            change_delivery.record(session, services, found, said)

    together(
        lambda: load_day.load(services, moved),
        lambda: report(*NUMBERS),
        lambda: load_day.load(services, moved),
        lambda: report(*reversed(NUMBERS)),
    )

    verified = verify_custody.verify(services)
    assert (verified.chains, verified.broken) == (20, ())
    with services.database.read() as session:
        assert set(session.scalars(select(Delivery.status))) == {"delivered"}
        assert session.scalar(select(func.max(CustodyEvent.seq))) == 2
