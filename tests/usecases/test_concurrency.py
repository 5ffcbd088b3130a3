"""Many at once: providers that repeat, people who write together, workers that race. Nothing twice, nothing lost."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from bot.channels.memory import MemoryChannel
from bot.channels.port import ChannelName
from bot.clock import SystemClock
from bot.usecases import claim, fire_timers, receive_message, record_positions, verify_custody
from bot.usecases.receive_message import Outcome
from conversations import codec
from delivery.messages import MessageKind
from delivery.places import Place
from delivery.progress import Fix
from delivery.status import CustodyKind, MoveNotAllowed
from models.delivery import CustodyEvent
from models.machine import Tick
from models.message import Message
from models.session import Database, InTheWay, again
from models.thread import Thread, Timer
from scheduler.loop import Loop
from tests.days import a_day, a_delivery, a_route, a_stop
from tests.usecases.house import BOBS, DRIVERS, MAIN, SAM, House, a_text

PEOPLE = [f"+1500555{n:04}" for n in range(2000, 2020)]


def their_day(**brand: Any) -> dict[str, Any]:
    """A parcel for each of the people, all on one route."""
    contacts = [{"name": f"No. {n}", "phone": phone} for n, phone in enumerate(PEOPLE)]
    stops = [a_stop(n, delivery=a_delivery(f"AC-{n}XX7", contact=who)) for n, who in enumerate(contacts, start=1)]
    return a_day(a_route("R1", *stops), **brand)


def at_once(*acts: Callable[[], object], threads: int = 8) -> list[Any]:
    """Do all of this at the same time; raises the first error of any."""
    with ThreadPoolExecutor(threads) as pool:
        return [done.result(60) for done in [pool.submit(act) for act in acts]]


def test_every_text_is_answered_once_however_often_and_in_whatever_order_it_comes(build: Callable[..., House]) -> None:
    house = build()
    house.load(their_day())
    texts = [a_text(PEOPLE[n % 20], MAIN, "where is it?", number=n) for n in range(200)]
    deliveries = texts * 2
    random.Random(7).shuffle(deliveries)

    outcomes = Counter(at_once(*[lambda one=one: house.receive(one) for one in deliveries]))

    assert outcomes == {Outcome.ANSWERED: 200, Outcome.REPEATED: 200}
    assert Counter(house.all(select(Message.to_address).where(Message.direction == "out"))) == dict.fromkeys(PEOPLE, 10)
    for thread in house.all(select(Thread)):
        assert not codec.decode(thread.state).unreadable


def test_two_workers_send_every_message_once_and_in_order(build: Callable[..., House]) -> None:
    carrier = MemoryChannel(ChannelName.SMS)
    houses = [build(channels=(carrier,), clock=SystemClock()) for _ in range(2)]
    houses[0].load(their_day())
    houses[0].change_lines(rate_per_s=10_000.0, burst=10_000.0, tokens=10_000.0)
    for n in range(300):
        houses[0].write(PEOPLE[n % 20], words=f"no. {n}")

    loops = [Loop(house.services) for house in houses]
    threads = [threading.Thread(target=loop.run) for loop in loops]
    for thread in threads:
        thread.start()
    waiting = select(Message.id).where(Message.status.in_(["queued", "started"]))
    until = SystemClock().machine_now() + timedelta(seconds=30)
    while houses[0].all(waiting) and SystemClock().machine_now() < until:
        houses[0].services.work.set()
        SystemClock().sleep(0.05)
    for loop in loops:
        loop.stop()
    for thread in threads:
        thread.join(30)

    assert Counter(houses[0].all(select(Message.status).where(Message.direction == "out"))) == {"sent": 300}
    assert len(carrier.tried) == 300
    for person in PEOPLE:
        numbers = [taken.message.id for taken in carrier.sent if taken.message.to_address == person]
        assert numbers == sorted(numbers)
        assert len(numbers) == 15


def test_workers_that_claim_together_never_claim_the_same(build: Callable[..., House]) -> None:
    houses = [build() for _ in range(4)]
    houses[0].load(their_day())
    for n in range(40):
        houses[0].write(PEOPLE[n % 20], words=f"no. {n}")

    claimed = at_once(*[lambda house=house: claim.claim(house.services, limit=32) for house in houses], threads=4)

    numbers = [one.message.id for some in claimed for one in some]
    assert sorted(numbers) == list(range(1, 21))


def test_a_text_and_a_timer_of_one_thread_take_their_turns(build: Callable[..., House]) -> None:
    house = build()
    house.load(their_day())
    for n in range(1, 21):
        house.report(CustodyKind.OUT_FOR_DELIVERY, f"AC-{n}XX7")
    texts = [a_text(person, MAIN, "where is it?", number=n) for n, person in enumerate(PEOPLE)]
    acts: list[Callable[[], object]] = [lambda one=one: house.receive(one) for one in texts]  # type: ignore[misc]
    acts[5:5] = [lambda: fire_timers.fire_due(house.services)] * 3

    at_once(*acts)

    keys = Counter((row.to_address, row.key == "day/out") for row in house.all(outgoing()))
    assert keys == Counter({(person, told): 1 for person in PEOPLE for told in (True, False)})
    assert set(house.all(select(Timer.state).where(Timer.kind == "out_for_delivery"))) == {"fired"}


def test_texts_reports_positions_and_talks_of_one_route_never_lock_each_other_out(build: Callable[..., House]) -> None:
    house = build()
    house.load(their_day())
    dice = random.Random(3)

    def report(n: int) -> Callable[[], object]:
        def out() -> None:
            with suppress(MoveNotAllowed):  # The driver was there already.
                house.report(CustodyKind.OUT_FOR_DELIVERY, f"AC-{n}XX7")

        return out

    def text(from_: str, to: str, words: str, n: int) -> Callable[[], object]:
        return lambda: receive_message.receive(house.services, a_text(from_, to, words, number=n))

    def position(n: int) -> Callable[[], object]:
        fix = Fix(Place(39.29 + n / 1000, -76.61), house.clock.now() - timedelta(seconds=60 - n), 5.0, None)
        return lambda: record_positions.record(house.services, driver_ref="D1", fixes=[fix])

    acts = [report(n) for n in range(20, 0, -1)]
    acts += [text(person, MAIN, "tell the driver I am in", 100 + n) for n, person in enumerate(PEOPLE)]
    acts += [
        text(SAM, DRIVERS, words, 200 + n) for n, words in enumerate(["departed", "late 20", "#3 hello", "arrived"])
    ]
    acts += [position(n) for n in range(20)]
    acts += [lambda: fire_timers.fire_due(house.services)] * 6
    dice.shuffle(acts)
    acts.insert(0, text(SAM, DRIVERS, "departed", 300))

    refused = watch(house)

    at_once(*acts)
    house.pump()

    assert refused == []
    assert verify_custody.verify(house.services).broken == ()
    assert house.all(select(Timer.why).where(Timer.state == "failed")) == []
    assert Counter(row.to_address for row in house.all(outgoing()) if row.key == "day/out") <= Counter(PEOPLE)
    assert set(house.all(select(Message.status).where(Message.direction == "out"))) <= {"sent", "queued"}


def test_a_driver_who_starts_and_an_operator_who_reports_do_not_wait_for_each_other(
    build: Callable[..., House],
) -> None:
    house = build()
    house.load(their_day())
    reports = [lambda n=n: house.report(CustodyKind.OUT_FOR_DELIVERY, f"AC-{n}XX7") for n in range(20, 0, -1)]

    refused = watch(house)

    at_once(lambda: house.text(SAM, DRIVERS, "departed"), *reports)

    assert refused == []
    kinds = Counter(house.all(select(CustodyEvent.kind).where(CustodyEvent.kind == "out_for_delivery")))
    assert kinds == {"out_for_delivery": 20}


def test_one_report_made_many_times_at_once_is_one_event(house: House) -> None:
    answers = at_once(*[lambda: house.report(CustodyKind.DELIVERED, BOBS)] * 16)

    assert Counter(answers) == {True: 1, False: 15}
    assert verify_custody.verify(house.services).broken == ()
    assert house.all(select(Timer.kind).order_by(Timer.kind)) == ["delivered", "rating"]


def test_two_messages_for_one_person_written_together_are_both_sent(build: Callable[..., House]) -> None:
    house = build()
    house.load(their_day())

    at_once(*[lambda n=n: house.write(PEOPLE[0], words=f"no. {n}", kind=MessageKind.DRIVER) for n in range(16)])
    house.pump()

    assert len(house.said_to(PEOPLE[0])) == 16


@pytest.mark.slow
def test_whoever_was_undone_for_another_comes_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.write() as session:
        for name in ("a", "b"):
            session.add(Tick(name=name, last_at=SystemClock().now(), duration_s=0.0, result=""))
    together = threading.Barrier(2)
    tries: list[str] = []

    def lock(first: str, second: str) -> None:
        tries.append(first)
        with database.write() as session:
            session.execute(update(Tick).where(Tick.name == first).values(duration_s=Tick.duration_s + 1))
            if len(tries) <= 2:
                together.wait(10)
            session.execute(update(Tick).where(Tick.name == second).values(duration_s=Tick.duration_s + 1))

    at_once(lambda: again(lambda: lock("a", "b")), lambda: again(lambda: lock("b", "a")))

    with database.read() as session:
        assert set(session.scalars(select(Tick.duration_s))) == {2.0}
    assert 3 <= len(tries) <= 6
    database.close()


def test_what_another_cannot_help_is_not_tried_again() -> None:
    tries: list[int] = []

    def fails() -> None:
        tries.append(1)
        raise InTheWay if len(tries) < 10 else AssertionError

    with pytest.raises(InTheWay):
        again(fails)

    assert len(tries) == 3


def watch(house: House) -> list[object]:
    """Collect what the database refuses from now on, even where the house would try again."""
    refused: list[object] = []
    event.listen(house.services.database.engine, "handle_error", lambda seen: refused.append(seen.original_exception))
    return refused


def outgoing() -> Any:
    return select(Message).where(Message.direction == "out")
