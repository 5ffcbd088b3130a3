"""Loading a day: all or nothing, twice is once, and never against what happened."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.services import Services
from bot.usecases import change_delivery, load_day, verify_custody
from bot.usecases.load_day import DayRejected, Loaded
from delivery.status import CustodyKind, Status
from delivery.windows import Window
from models.brand import Brand, Line
from models.delivery import CustodyEvent, Delivery
from models.people import Contact, Driver
from models.route import Route, RouteProgress, Stop
from models.tables import Base
from models.thread import Thread, Timer
from tests.clocks import FixedClock
from tests.days import MONDAY, TUESDAY, a_brand, a_day, a_delivery, a_route, a_stop

ELEVEN = datetime(2026, 11, 23, 16, tzinfo=UTC)


def dump(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """Read every row of every table."""
    with services.database.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def only(services: Services, table: Any) -> Any:
    with services.database.read() as session:
        return session.scalars(select(table)).one()


def delivery(services: Services, number: str = "AC7F3K9Q") -> Delivery:
    with services.database.read() as session:
        return session.scalars(select(Delivery).where(Delivery.tracking_normal == number)).one()


def stops(services: Services) -> list[tuple[str, str, int]]:
    with services.database.read() as session:
        rows = session.execute(
            select(Route.ref, Delivery.tracking_number, Stop.seq)
            .join(Stop, Stop.route_id == Route.id)
            .join(Delivery, Stop.delivery_id == Delivery.id)
            .where(Stop.removed_at.is_(None))
            .order_by(Route.ref, Stop.seq)
        )
        return [(row.ref, row.tracking_number, row.seq) for row in rows]


def timers(services: Services, state: str = "waiting") -> list[tuple[str, datetime]]:
    with services.database.read() as session:
        rows = session.execute(select(Timer.once, Timer.due_at).where(Timer.state == state).order_by(Timer.due_at))
        return [(row.once, row.due_at) for row in rows]


def custody_kinds(services: Services) -> list[str]:
    with services.database.read() as session:
        return list(session.scalars(select(CustodyEvent.kind).order_by(CustodyEvent.id)))


def happened(services: Services, kind: CustodyKind, number: str = "AC-7F3K9Q") -> None:
    change_delivery.report(services, tracking_number=number, kind=kind, at=services.clock.now())


def test_a_day_becomes_rows_with_custody_and_reminders(services: Services) -> None:
    told: list[tuple[int, int]] = []
    two = a_route("R1", a_stop(1), a_stop(2, delivery=a_delivery("AC-2", contact={"email": "bob@mail.example"})))

    loaded = load_day.load(services, a_day(two), progress=lambda done, total: told.append((done, total)))

    assert loaded == Loaded(brands=1, routes=1, deliveries=2)
    assert told == [(2, 2)]
    assert stops(services) == [("R1", "AC-7F3K9Q", 1), ("R1", "AC-2", 2)]
    row = delivery(services)
    assert (row.status, row.plan_version, row.zone) == (Status.SCHEDULED, 1, "America/New_York")
    assert (row.window_start, row.window_end) == (ELEVEN - timedelta(hours=2), ELEVEN + timedelta(hours=2))
    assert custody_kinds(services) == ["loaded", "loaded"]
    assert only(services, Driver).phone == "+15005550101"
    assert only(services, RouteProgress).delay_s == 0
    assert verify_custody.verify(services) == verify_custody.Verified(2, 2, ())
    with services.database.read() as session:
        joined = select(Thread.address, Line.address.label("line")).join(Line, Thread.line_id == Line.id)
        threads = {(row.address, row.line) for row in session.execute(joined)}
    assert threads == {("+15005550201", "+15005550006"), ("bob@mail.example", "track@acme.example")}
    evening, morning = ELEVEN - timedelta(hours=18), ELEVEN - timedelta(hours=3)
    waiting = dict(timers(services))
    assert waiting[f"{row.id}:1:day_before"] == evening
    assert waiting[f"{row.id}:1:morning"] == morning


def test_loading_the_same_day_again_changes_nothing(services: Services, clock: FixedClock) -> None:
    load_day.load(services, a_day())
    before = dump(services)
    clock.advance(timedelta(hours=1))

    load_day.load(services, a_day())

    assert dump(services) == before


def test_one_mistake_loads_nothing_and_every_mistake_is_named(services: Services) -> None:
    good = a_route("R1", a_stop(1, delivery=a_delivery("AC-1")))
    bad = a_route("R2", a_stop(1, delivery=a_delivery("AC-2", contact={"phone": "12"}, window=MONDAY[::-1])), brand="b")

    with pytest.raises(DayRejected) as caught:
        load_day.load(services, a_day(good, bad))

    assert sorted(map(str, caught.value.errors)) == [
        'routes[1].brand: "b" is not a brand. Load the brand first, or in the same file.',
        'routes[1].stops[0].delivery.contact.phone: "12" is not a phone number. Write it as +15005550123.',
        "routes[1].stops[0].delivery.window: ends before it starts. Write the earlier instant first.",
    ]
    assert str(caught.value).count("\n") == 2
    assert not any(dump(services).values())


def test_a_moved_window_is_a_new_plan_with_new_reminders(services: Services) -> None:
    load_day.load(services, a_day())

    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(window=TUESDAY)))))

    row = delivery(services)
    assert row.plan_version == 2
    assert [once for once, _ in timers(services)] == [f"{row.id}:2:day_before", f"{row.id}:2:morning"]
    assert {once for once, _ in timers(services, "void")} == {f"{row.id}:1:day_before", f"{row.id}:1:morning"}
    assert custody_kinds(services) == ["loaded"]


def test_a_changed_number_moves_the_reminders_to_its_thread(services: Services) -> None:
    load_day.load(services, a_day())
    moved = a_delivery(contact={"name": "Ann", "phone": "+15005550299", "language": "es"})

    load_day.load(services, a_day(a_route("R1", a_stop(delivery=moved))))

    with services.database.read() as session:
        waiting = select(Thread.address).join(Timer, Timer.thread_id == Thread.id).where(Timer.state == "waiting")
        assert set(session.scalars(waiting)) == {"+15005550299"}
        contact = session.get_one(Contact, delivery(services).contact_id)
        assert (contact.phone, contact.language) == ("+15005550299", "es")


def test_a_reminder_that_is_due_now_wakes_the_worker(services: Services, clock: FixedClock) -> None:
    woken: list[bool] = []
    services.database.on_work(lambda: woken.append(True))
    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery("AC-1")))))
    asleep = list(woken)
    clock.advance(timedelta(hours=6))

    load_day.load(services, {"routes": [a_route("R2")]})

    assert (asleep, woken) == ([], [True])


def test_a_window_taken_away_leaves_no_reminder(services: Services) -> None:
    load_day.load(services, a_day())

    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(window=None)))))

    assert timers(services) == []
    assert delivery(services).window_start is None


def test_reminders_that_the_brand_switched_off_are_not_planned(services: Services) -> None:
    load_day.load(services, a_day(options={"texts": {"day_before": False}, "relay_masking": False}))

    assert [once.rpartition(":")[2] for once, _ in timers(services)] == ["morning"]
    assert only(services, Brand).options == {"texts": {"day_before": False}, "relay_masking": False}


def test_a_contact_without_any_address_is_not_reminded(services: Services) -> None:
    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(contact={"name": "Ann"})))))

    assert timers(services) == []


def test_contacts_are_shared_by_name_and_addresses(services: Services) -> None:
    bob = {"name": "Bob", "phone": "+15005550201"}
    three = [a_delivery("AC-1"), a_delivery("AC-2"), a_delivery("AC-3", contact=bob)]
    load_day.load(services, a_day(a_route("R1", *[a_stop(n, delivery=d) for n, d in enumerate(three)])))

    with services.database.read() as session:
        assert sorted(session.scalars(select(Contact.name)), key=str) == ["Ann", "Bob"]


def test_a_delivery_moves_to_another_route(services: Services) -> None:
    load_day.load(services, a_day(a_route("R1", a_stop(1), a_stop(2, delivery=a_delivery("AC-2")))))

    load_day.load(services, {"routes": [a_route("R2", a_stop(5), driver=None)]})

    assert stops(services) == [("R1", "AC-2", 2), ("R2", "AC-7F3K9Q", 5)]
    assert custody_kinds(services) == ["loaded", "loaded"]


def test_a_stop_that_the_plan_drops_leaves_the_route(services: Services) -> None:
    load_day.load(services, a_day(a_route("R1", a_stop(1), a_stop(2, delivery=a_delivery("AC-2")))))

    load_day.put_route(services, "R1", a_route("R1", a_stop(9, delivery=a_delivery("AC-2"))))

    assert stops(services) == [("R1", "AC-2", 9)]


def test_a_stop_where_the_van_stands_is_kept_as_removed(services: Services) -> None:
    load_day.load(services, a_day(a_route("R1", a_stop(1), a_stop(2, delivery=a_delivery("AC-2")))))
    happened(services, CustodyKind.ARRIVED)

    load_day.put_route(services, "R1", a_route("R1", a_stop(2, delivery=a_delivery("AC-2"))))

    with services.database.read() as session:
        removed = session.scalars(select(Stop).where(Stop.removed_at.is_not(None))).one()
    assert removed.arrived_at == services.clock.now()


@pytest.mark.parametrize("kind", [CustodyKind.DELIVERED, CustodyKind.CANCELLED])
def test_what_is_over_stays_over(services: Services, kind: CustodyKind) -> None:
    load_day.load(services, a_day())
    happened(services, kind)
    before = dump(services)

    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(window=TUESDAY, address="elsewhere")))))

    assert dump(services) == before


def test_a_finished_stop_is_not_taken_off_its_route(services: Services) -> None:
    load_day.load(services, a_day(a_route("R1", a_stop(1), a_stop(2, delivery=a_delivery("AC-2")))))
    happened(services, CustodyKind.DELIVERED)

    load_day.put_route(services, "R1", a_route("R1", a_stop(2, delivery=a_delivery("AC-2"))))

    assert ("R1", "AC-7F3K9Q", 1) in stops(services)


def test_a_failed_delivery_is_tried_again_only_on_another_route(services: Services) -> None:
    load_day.load(services, a_day())
    happened(services, CustodyKind.FAILED)
    load_day.load(services, a_day())
    stays = delivery(services).status

    load_day.load(services, {"routes": [a_route("R2", a_stop(delivery=a_delivery(window=TUESDAY)), date="2026-11-24")]})

    again = delivery(services)
    assert (stays, again.status, again.completed_at) == (Status.FAILED, Status.SCHEDULED, None)
    assert again.plan_version == 2
    assert custody_kinds(services) == ["loaded", "failed", "loaded"]
    assert [once for once, _ in timers(services) if once.startswith(f"{again.id}:2:")] != []


def test_a_day_the_customer_chose_stands_against_the_old_plan(services: Services) -> None:
    load_day.load(services, a_day())
    with services.database.write() as session:
        wednesday = Window(ELEVEN + timedelta(days=2), ELEVEN + timedelta(days=2, hours=4))
        change_delivery.move(session, services, delivery(services).id, wednesday, by="recipient")
    before = dump(services)

    load_day.load(services, a_day())

    assert dump(services) == before


def test_a_later_route_takes_a_moved_delivery_up_again(services: Services) -> None:
    load_day.load(services, a_day())
    wednesday = [(ELEVEN + timedelta(days=2, hours=hours)).isoformat() for hours in (0, 2)]
    with services.database.write() as session:
        chosen = Window(ELEVEN + timedelta(days=2), ELEVEN + timedelta(days=2, hours=4))
        change_delivery.move(session, services, delivery(services).id, chosen, by="recipient")
    later = a_route("R9", a_stop(delivery=a_delivery(window=wednesday)), date="2026-11-25")

    load_day.load(services, {"routes": [later]})

    assert stops(services) == [("R9", "AC-7F3K9Q", 1)]
    assert custody_kinds(services) == ["loaded", "rescheduled", "loaded"]
    assert delivery(services).window_end == ELEVEN + timedelta(days=2, hours=2)


def test_instructions_of_the_customer_stand_against_the_plan(services: Services) -> None:
    load_day.load(services, a_day())
    with services.database.write() as session:
        change_delivery.instruct(session, services, delivery(services).id, "Behind the gate")

    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(instructions="Ring twice")))))

    assert delivery(services).instructions == "Behind the gate"


def test_a_window_that_moves_while_the_van_is_out_plans_nothing_again(services: Services) -> None:
    load_day.load(services, a_day())
    happened(services, CustodyKind.OUT_FOR_DELIVERY)

    load_day.load(services, a_day(a_route("R1", a_stop(delivery=a_delivery(window=TUESDAY)))))

    row = delivery(services)
    assert (row.plan_version, row.window_start) == (1, ELEVEN + timedelta(hours=22))


def test_a_brand_is_brought_up_to_date_and_keeps_its_lines(services: Services) -> None:
    load_day.put_brand(services, "acme", a_brand())
    fewer = [{"channel": "sms", "address": "+15005550010", "use": "main"}]

    load_day.put_brand(
        services, "acme", {"name": "Acme Ltd", "zone": "Europe/Paris", "support": "0800", "lines": fewer}
    )

    brand = only(services, Brand)
    assert (brand.name, brand.zone, brand.quiet_start, brand.support) == ("Acme Ltd", "Europe/Paris", None, "0800")
    with services.database.read() as session:
        uses = {row.address: row.use for row in session.scalars(select(Line))}
    assert uses == {"+15005550006": "main", "+15005550010": "main", "track@acme.example": "main"}


def test_what_belongs_to_another_brand_is_refused(services: Services) -> None:
    load_day.load(services, a_day())
    other = a_route("R1", brand="other")

    with pytest.raises(DayRejected) as caught:
        load_day.load(services, {"brands": [a_brand(ref="other")], "routes": [other]})

    assert sorted(map(str, caught.value.errors)) == [
        'brands[0].lines[0].address: is a line of the brand "acme". Use another line.',
        'brands[0].lines[1].address: is a line of the brand "acme". Use another line.',
        'brands[0].lines[2].address: is a line of the brand "acme". Use another line.',
        'routes[0].stops[0].delivery.tracking_number: is a delivery of the brand "acme". Use another tracking number.',
    ]


def test_a_route_of_an_unknown_brand_is_refused(services: Services) -> None:
    with pytest.raises(DayRejected) as caught:
        load_day.put_route(services, "R1", a_route())

    assert [problem.path for problem in caught.value.errors] == ["brand"]


def test_a_changed_record_breaks_its_chain(services: Services) -> None:
    load_day.load(services, a_day())
    happened(services, CustodyKind.OUT_FOR_DELIVERY)
    happened(services, CustodyKind.DELIVERED)
    with services.database.write() as session:
        session.scalars(select(CustodyEvent).where(CustodyEvent.seq == 2)).one().by = "nobody"

    found = verify_custody.verify(services)

    assert found == verify_custody.Verified(1, 3, (verify_custody.Broken("AC-7F3K9Q", 2),))


def test_a_chain_without_its_beginning_is_broken(services: Services) -> None:
    load_day.load(services, a_day())
    happened(services, CustodyKind.DELIVERED)
    with services.database.write() as session:
        session.delete(session.scalars(select(CustodyEvent).where(CustodyEvent.seq == 1)).one())

    assert [broken.seq for broken in verify_custody.verify(services).broken] == [2]


def test_many_stops_are_checked_in_parts(services: Services) -> None:
    many = [a_stop(n, delivery=a_delivery(f"AC-{n}", contact={"name": "Ann"}, window=None)) for n in range(600)]

    load_day.load(services, a_day(a_route("R1", *many)))

    with services.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Stop)) == 600
