"""What may happen to a delivery, and what follows: status, custody, stop, talk, reminders, and who hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.usecases import change_delivery, plan_reminders, verify_custody
from bot.usecases.change_delivery import NoSuchDelivery, Report
from delivery.status import CustodyKind, MoveNotAllowed
from delivery.windows import Window
from models.delivery import CustodyEvent
from models.relay import Binding
from models.route import RouteProgress, Stop
from models.thread import Timer
from tests.usecases.house import ANN, ANNS, BOBS, DRIVERS, MAIN, SAM, House

OUT, ARRIVED, DELIVERED = CustodyKind.OUT_FOR_DELIVERY, CustodyKind.ARRIVED, CustodyKind.DELIVERED
FAILED, CANCELLED = CustodyKind.FAILED, CustodyKind.CANCELLED
WEDNESDAY = Window(datetime(2026, 11, 25, 14, tzinfo=UTC), datetime(2026, 11, 25, 18, tzinfo=UTC))


def chain(house: House) -> list[tuple[str, str]]:
    number = house.delivery().id
    rows = house.all(select(CustodyEvent).where(CustodyEvent.delivery_id == number).order_by(CustodyEvent.seq))
    return [(row.kind, row.by) for row in rows]


def stop(house: House) -> Stop:
    found: Stop = house.one(select(Stop).where(Stop.delivery_id == house.delivery().id))
    return found


def move(house: House, window: Window = WEDNESDAY) -> None:
    with house.services.database.write() as session:
        change_delivery.move(session, house.services, house.delivery().id, window, by="recipient")


# what happens, what the delivery is then, whether the text says so, what stands in the stop
EVENTS = [
    (OUT, "out_for_delivery", "on the van", set()),
    (ARRIVED, "arrived", "arriving", {"arrived_at"}),
    (DELIVERED, "delivered", "was delivered", {"arrived_at", "completed_at"}),
    (FAILED, "failed", "could not", {"arrived_at", "completed_at"}),
    (CANCELLED, "cancelled", "cancelled", {"removed_at"}),
]


@pytest.mark.parametrize(("kind", "status", "words", "noted"), EVENTS)
def test_an_event_changes_delivery_chain_and_stop_and_is_told(
    house: House, kind: CustodyKind, status: str, words: str, noted: set[str]
) -> None:
    assert house.report(kind, lat=39.3, lon=-76.6, note="n") is True
    house.pump()

    delivery, here = house.delivery(), stop(house)
    assert delivery.status == status
    assert chain(house) == [("loaded", "plan"), (kind, "operator")]
    assert {name for name in ("arrived_at", "completed_at", "removed_at") if getattr(here, name)} == noted
    assert (delivery.completed_at is not None) == (kind in (DELIVERED, FAILED, CANCELLED))
    assert delivery.failed_reason == ("n" if kind is FAILED else None)
    assert verify_custody.verify(house.services).broken == ()
    (said,) = house.said_to(ANN)
    assert words in said


@pytest.mark.parametrize("kind", [OUT, ARRIVED, DELIVERED, FAILED, CANCELLED])
def test_an_event_that_is_known_changes_nothing(house: House, kind: CustodyKind) -> None:
    house.report(kind)
    before = house.delivery()
    house.wait(minutes=3)

    assert house.report(kind) is False
    house.pump()

    after = house.delivery()
    assert (after.status, after.completed_at) == (before.status, before.completed_at)
    assert len(chain(house)) == 2
    assert len(house.said_to(ANN)) == 1


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (DELIVERED, OUT),
        (DELIVERED, ARRIVED),
        (DELIVERED, FAILED),
        (DELIVERED, CANCELLED),
        (CANCELLED, OUT),
        (ARRIVED, OUT),
    ],
)
def test_a_move_back_is_refused_and_leaves_everything(house: House, first: CustodyKind, then: CustodyKind) -> None:
    house.report(first)

    with pytest.raises(MoveNotAllowed):
        house.report(then)

    assert house.delivery().status == first
    assert len(chain(house)) == 2


def test_an_unknown_number_is_refused(house: House) -> None:
    with pytest.raises(NoSuchDelivery):
        house.report(OUT, "AC-0000XX")


def test_a_number_is_known_however_it_is_written(house: House) -> None:
    assert house.report(OUT, " ac 7f3k9q") is True


def test_a_note_that_no_database_keeps_is_kept_without_what_it_cannot(house: House) -> None:
    house.report(FAILED, note="gate\x00 locked \ud83d" + "x" * 400)

    reason = house.delivery().failed_reason or ""
    assert reason.startswith("gate locked ")
    assert len(reason) == 256
    assert verify_custody.verify(house.services).broken == ()


def test_the_first_delivery_that_leaves_starts_the_route(house: House) -> None:
    house.report(OUT)
    left_at = house.clock.now()
    house.wait(minutes=5)
    house.report(OUT, BOBS)

    assert house.one(select(RouteProgress.departed_at)) == left_at


def test_an_attempt_after_a_failure_is_a_new_one(house: House) -> None:
    house.report(OUT)
    house.report(FAILED, note="gate locked")
    house.hush()
    house.wait(hours=1)

    house.report(DELIVERED)
    house.pump()

    delivery = house.delivery()
    assert (delivery.status, delivery.failed_reason, delivery.completed_at) == ("delivered", None, house.clock.now())
    assert stop(house).completed_at == house.clock.now()
    assert "was delivered" in house.said_to(ANN)[0]


def test_a_rating_is_asked_for_a_while_after_the_handover_only(house: House) -> None:
    house.report(DELIVERED)
    house.hush()
    house.wait(minutes=14, seconds=59)
    house.pump()
    assert house.said_to(ANN) == []

    house.wait(seconds=1)
    house.pump()

    assert len(house.said_to(ANN)) == 1
    assert house.delivery().rating_asked_at == house.clock.now()


def test_a_moved_delivery_begins_a_new_plan(house: House) -> None:
    house.report(OUT)
    house.hush()
    before = house.delivery()

    move(house)

    after = house.delivery()
    assert (after.status, after.plan_version) == ("scheduled", before.plan_version + 1)
    assert (after.window_start, after.window_end) == (WEDNESDAY.start, WEDNESDAY.end)
    assert (after.promised_start, after.promised_end, after.confirmed_at, after.completed_at) == (None,) * 4
    assert stop(house).removed_at == house.clock.now()
    assert chain(house)[-1] == ("rescheduled", "recipient")
    assert verify_custody.verify(house.services).broken == ()


def test_a_moved_delivery_is_reminded_of_before_its_new_window(house: House) -> None:
    move(house)
    house.clock.at = WEDNESDAY.start - timedelta(minutes=1)
    for timer in house.all(select(Timer).order_by(Timer.due_at)):
        house.clock.at = timer.due_at
        house.pump()

    reminded = house.all(select(Timer.kind).where(Timer.state == "fired", Timer.delivery_id.is_not(None)))
    assert sorted(reminded) == ["day_before", "morning"]
    assert len(house.said_to(ANN)) == 2


def test_moving_twice_voids_the_reminders_between(house: House) -> None:
    move(house)
    move(house, Window(WEDNESDAY.start + timedelta(days=1), WEDNESDAY.end + timedelta(days=1)))

    voided = house.all(select(Timer.why).where(Timer.state == "void"))
    assert voided == ["the delivery was moved"] * 2
    assert len(house.all(select(Timer.id).where(Timer.state == "waiting"))) == 2


def test_planning_the_same_again_plans_nothing(house: House) -> None:
    move(house)

    with house.services.database.write() as session:
        plan_reminders.plan(session, house.services, change_delivery.lock(session, house.delivery().id))

    assert len(house.all(select(Timer.id))) == 2


def test_a_completed_delivery_is_reminded_of_no_more(house: House) -> None:
    move(house)
    house.report(DELIVERED)

    assert set(house.all(select(Timer.why).where(Timer.state == "void"))) == {"the delivery is delivered"}


def test_a_recipient_who_cancels_is_not_told_again(house: House) -> None:
    with house.services.database.write() as session:
        said = Report(CANCELLED, house.clock.now(), "recipient")
        change_delivery.record(session, house.services, house.delivery().id, said, quietly=True)
    house.pump()

    assert house.said_to(ANN) == []
    assert chain(house)[-1] == ("cancelled", "recipient")


def test_the_words_of_an_instruction_stay_out_of_the_chain(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "please leave it at the back door")

    assert "back door" in (house.delivery().instructions or "")
    assert ("instructed", "recipient") in chain(house)
    assert not any("back" in (note or "") for note in house.all(select(CustodyEvent.note)))


def test_a_driver_works_through_a_route_by_text_alone(house: House) -> None:
    for words in ("departed", "arrived", "done", "late 30", "break", "back", "failed gate locked"):
        house.text(SAM, DRIVERS, words)
        house.pump()
        house.wait(minutes=3)

    assert [house.delivery(number).status for number in (ANNS, BOBS)] == ["delivered", "failed"]
    assert house.delivery(BOBS).failed_reason == "gate locked"
    assert chain(house) == [("loaded", "plan"), (OUT, "driver"), (ARRIVED, "driver"), (DELIVERED, "driver")]
    progress = house.one(select(RouteProgress))
    assert (progress.delay_s, progress.break_since) == (1800.0, None)
    assert verify_custody.verify(house.services).broken == ()


def test_a_delay_that_breaks_a_promise_is_told_to_whom_it_concerns(house: House) -> None:
    house.report_out()
    house.text(SAM, DRIVERS, "late 240")
    house.pump()

    assert sorted(house.all(select(Timer.delivery_id).where(Timer.kind == "delayed"))) == [1, 2]
    assert len(house.said_to(ANN)) == 1


def test_a_driver_offers_to_come_early_and_hears_the_answer(house: House) -> None:
    house.report_out()
    for answer in ("yes", "no"):
        house.text(SAM, DRIVERS, "#1 early 30")
        house.pump()
        house.text(ANN, MAIN, answer)
        house.pump()
        house.wait(hours=1)

    early = [said for said in house.said_to(SAM) if "early" in said]
    assert len(early) == 4
    assert "is fine" in early[1]
    assert "do not come" in early[3]


def test_a_break_is_noted_until_it_ends(house: House) -> None:
    house.report_out()
    house.text(SAM, DRIVERS, "break")

    assert house.one(select(RouteProgress.break_since)) == house.clock.now()


def test_a_talk_goes_on_for_the_grace_time_after_the_handover(house: House) -> None:
    house.report_out()
    house.text(ANN, MAIN, "tell the driver I am in")

    house.report(DELIVERED)

    assert house.one(select(Binding)).expires_at == house.clock.now() + timedelta(minutes=30)
