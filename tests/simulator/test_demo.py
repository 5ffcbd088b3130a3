"""The demo against a listener in the place of the service: the day, the van's reports, the restart."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator import day, saving
from simulator.demo import Demo
from simulator.journey import Phase
from simulator.service import BusinessClock, Service
from simulator.texts import Medium
from simulator.world import World
from tests.simulator.conftest import ANN, LINE
from tests.simulator.listener import Listener

NOW = "2026-11-23T13:20:00+00:00"


@pytest.fixture
def demo(world: World, listener: Listener) -> Iterator[Demo]:
    """Run a demo whose business clock runs at 600 times real time."""
    began_s = time.monotonic()

    def health() -> bytes:
        now = datetime.fromisoformat(NOW) + timedelta(seconds=(time.monotonic() - began_s) * 600)
        return json.dumps({"now": now.isoformat(), "rate": 600}).encode()

    listener.replies["/healthz"] = health
    demo = Demo(world)
    yield demo
    demo.stop()


def events(listener: Listener, tracking_number: str) -> list[str]:
    """Answer the events reported of a delivery."""
    posts = listener.at(f"/api/v1/deliveries/{tracking_number}/events")
    return [json.loads(post.body)["type"] for post in posts]


def test_the_day_is_loaded_and_driven(demo: Demo, listener: Listener, world: World) -> None:
    demo.van.set_pace(240)
    demo.start()
    world.wait_for(lambda: demo.leaves_at is not None)
    (put,) = [post for post in listener.at("/api/v1/routes/R1") if post.method == "PUT"]
    assert json.loads(put.body)["driver"]["phone"] == day.SAM
    assert len(listener.at("/api/v1/brands/acme")) == 1

    world.wait_for(lambda: "delivered" in events(listener, "AC-9TKX4E"), 20)
    assert events(listener, "AC-9TKX4E") == ["out_for_delivery", "arrived", "delivered"]
    assert events(listener, day.ANN_PARCEL) == ["out_for_delivery"]
    fixes = [fix for post in listener.at("/api/v1/drivers/D1/positions") for fix in json.loads(post.body)]
    assert {"at", "lat", "lon", "accuracy_m", "speed_mps"} == set(fixes[0])
    assert [fix["at"] for fix in fixes] == sorted(fix["at"] for fix in fixes)
    assert demo.leaves_at is not None
    assert fixes[0]["at"] > demo.leaves_at.isoformat()


def test_the_driver_can_tap_and_pause(demo: Demo, listener: Listener, world: World) -> None:
    demo.business.sync()
    for command in ("pause", "next", "next", "failed", "nonsense"):
        demo.van.command(command)

    assert not demo.van.playing
    assert events(listener, "AC-9TKX4E") == ["out_for_delivery", "arrived", "failed"]
    assert demo.van.journey.call == day.CALLS[1]
    demo.van.start()
    before = demo.van.journey.spot
    with pytest.raises(TimeoutError):
        world.wait_for(lambda: demo.van.journey.spot != before, 1.2)
    demo.van.command("play")
    world.wait_for(lambda: demo.van.journey.spot != before, 5)


def test_a_stop_that_the_driver_closed_by_text_is_left(demo: Demo, listener: Listener, world: World) -> None:
    listener.replies["/api/v1/deliveries/AC-9TKX4E"] = b'{"status": "delivered"}'
    demo.business.sync()
    demo.van.set_pace(0)
    demo.van.command("next")
    demo.van.start()

    world.wait_for(lambda: demo.van.journey.call == day.CALLS[1], 8)

    assert demo.van.journey.outcomes == {1: "delivered"}


def test_a_stop_that_was_moved_to_another_day_is_left_out(demo: Demo, listener: Listener, world: World) -> None:
    carried = [{"tracking_number": call.tracking_number} for call in day.CALLS if call.seq != 1]
    listener.replies["/api/v1/routes/R1"] = json.dumps({"stops": carried}).encode()
    demo.business.sync()
    demo.van.set_pace(0)
    demo.van.start()
    world.wait_for(lambda: demo.van.journey.call == day.CALLS[1], 8)

    demo.van.command("next")

    assert events(listener, "AC-9TKX4E") == []
    assert events(listener, day.CALLS[1].tracking_number) == ["out_for_delivery"]


def test_a_service_that_is_not_there_yet_is_waited_for(world: World, listener: Listener) -> None:
    demo = Demo(world)
    assert not demo.prepare()
    assert demo.trouble == "Waiting for the service"

    listener.replies["/healthz"] = json.dumps({"now": NOW}).encode()
    listener.answers = [200, 401]
    assert not demo.prepare()
    assert demo.trouble == "The service did not take the day: PUT /api/v1/brands/acme: 401"
    assert demo.prepare()
    assert demo.trouble is None


def test_the_rate_of_the_clock_is_measured_when_not_told(listener: Listener) -> None:
    business = BusinessClock(Service(listener.url, "key"))
    assert business.now() is None
    assert not business.sync()
    listener.replies["/healthz"] = json.dumps({"now": NOW}).encode()
    assert business.sync()
    assert business.rate == 1.0
    listener.replies["/healthz"] = json.dumps({"now": "2026-11-23T13:21:05+00:00"}).encode()
    assert business._anchor is not None
    business._anchor = (business._anchor[0], business._anchor[1] - 1.1)
    assert business.sync()
    assert 55 <= business.rate <= 60


def test_a_restart_goes_on_where_it_ended(world: World, listener: Listener, tmp_path: Path) -> None:
    file = tmp_path / "var" / "state.json"
    listener.replies["/healthz"] = json.dumps({"now": NOW, "rate": 60}).encode()
    first = Demo(world, state_file=file)
    assert first.prepare()
    first.van.command("next")
    first.van.journey.advance(300.0)
    world.text(ANN, LINE, "stop", media=[Medium(b"\x00\xff", "image/png")])
    world.mail(day.ANN_MAIL, day.MAIL_LINE, "Where?", "AC-7F3K9Q")
    assert world.wait_idle()
    saving.write(file, first.snapshot())

    again = World(listener.url)
    second = Demo(again, state_file=file)
    again.stop()

    assert second.leaves_at == first.leaves_at
    assert second.van.journey == first.van.journey
    assert second.van.journey.phase is not Phase.WAITING
    assert again.carrier.texts == world.carrier.texts
    assert again.carrier.opt_outs == {(LINE, ANN)}
    assert again.mails.letters == world.mails.letters
    assert again.phone(ANN) == world.phone(ANN)
    assert second.prepare()
    assert len(listener.at("/api/v1/routes/R1")) == 1


@pytest.mark.parametrize("now", ["2026-11-23T09:00:00+00:00", "2026-11-25T13:20:00+00:00"])
def test_a_saved_drive_of_another_rehearsal_is_forgotten(
    world: World, listener: Listener, tmp_path: Path, now: str
) -> None:
    file = tmp_path / "state.json"
    listener.replies["/healthz"] = json.dumps({"now": NOW, "rate": 60}).encode()
    first = Demo(world)
    assert first.prepare()
    first.van.command("next")
    saving.write(file, first.snapshot())

    listener.replies["/healthz"] = json.dumps({"now": now, "rate": 60}).encode()
    second = Demo(world, state_file=file)
    assert second.prepare()

    assert second.leaves_at == day.starts_at(datetime.fromisoformat(now))
    assert second.van.journey.phase is Phase.WAITING
    assert len(listener.at("/api/v1/routes/R1")) == 2
