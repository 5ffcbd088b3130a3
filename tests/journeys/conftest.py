"""One running service per database and test process, with the simulated world around it."""

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from simulator import server
from simulator.world import World
from tests.databases import BOTH
from tests.journeys.cut_line import CutLine
from tests.journeys.house import ACCOUNT, MAIL_KEY, TOKEN, Doorstep
from tests.journeys.plans import Plan

_numbers = itertools.count(1)


@dataclass
class Stage:
    """A running service and the people around it."""

    doorstep: Doorstep
    world: World

    def open_day(self, plan: Plan) -> Plan:
        """Put a plan's brand and route by the API."""
        self.doorstep.api("PUT", f"/brands/{plan.ref}", plan.as_brand)
        self.doorstep.api("PUT", f"/routes/{plan.as_route['ref']}", plan.as_route)
        return plan

    def said_to(self, number: str, *, count: int = 1, timeout_s: float = 10.0) -> list[str]:
        """Wait until a phone got at least so many texts of the service; answer all of them."""
        self.world.wait_for(lambda: len(self.world.phone(number).bodies) >= count, timeout_s=timeout_s)
        return self.world.phone(number).bodies

    def hears(self, number: str, words: str, *, times: int = 1, timeout_s: float = 10.0) -> str:
        """Wait until so many texts with these words reached a phone; answer the last of them."""

        def found() -> list[str]:
            return [text for text in self.world.phone(number).bodies if words in text][times - 1 :]

        try:
            return self.world.wait_for(found, timeout_s=timeout_s)[-1]
        except TimeoutError:
            raise AssertionError(f"no text with {words!r} among {self.world.phone(number).bodies}") from None

    def answer_to(self, number: str, line: str, text: str, *, like: str = "") -> str:
        """Have a phone text a line and answer what came back: the first new text with these words."""
        before = self.world.phone(number).bodies
        self.world.text(number, line, text)

        def found() -> list[str]:
            return [body for body in self.world.phone(number).bodies[len(before) :] if like in body]

        try:
            return self.world.wait_for(found)[0]
        except TimeoutError:
            raise AssertionError(f"no answer with {like!r}: {self.world.phone(number).bodies[len(before) :]}") from None


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Make an empty database of a kind, without tables: the service brings them."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('database') / 'doorstep.db'}"
        server_url: str = request.getfixturevalue("postgres_server_url")
        name = f"journey_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(f"{server_url}/postgres".replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"{server_url}/{name}".replace("+psycopg", "")

    return make


@pytest.fixture(scope="session", params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def stage(kind: str, new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The service that most tests share, on a Monday morning."""
    yield from open_stage(new_database(kind), tmp_path_factory.mktemp("shared"))


@pytest.fixture
def own_stage(kind: str, new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Open services of one's own, with other settings or to be killed; all are ended with the test."""
    opened: list[Iterator[Stage]] = []

    def open_one(**settings: str) -> Stage:
        folder = tmp_path / f"own{len(opened)}"
        folder.mkdir()
        opened.append(open_stage(new_database(kind), folder, **settings))
        return next(opened[-1])

    yield open_one
    for one in opened:
        for _ in one:
            pass


@pytest.fixture
def own_stage_behind(
    new_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Callable[[], tuple[Stage, CutLine]]]:
    """Open a service whose PostgreSQL is behind a line that can be cut."""
    opened: list[Iterator[Stage]] = []
    lines: list[CutLine] = []

    def open_one() -> tuple[Stage, CutLine]:
        url = new_database("postgresql")
        port = urlsplit(url).port
        assert port is not None
        line = CutLine(port)
        lines.append(line)
        opened.append(open_stage(url.replace(f":{port}/", f":{line.port}/"), tmp_path))
        return next(opened[-1]), line

    yield open_one
    for one in opened:
        for _ in one:
            pass
    for line in lines:
        line.cut()


def open_stage(database_url: str, folder: Path, signed_mail: str = "", **settings: str) -> Iterator[Stage]:
    """Start a world and a service in it, which may want its mail signed; end both when asked to go on."""
    doorstep = Doorstep(database_url, "", folder)
    world = World(doorstep.url, ACCOUNT, TOKEN, MAIL_KEY)
    if signed_mail:
        settings["SENDGRID_INBOUND_PUBLIC_KEY"] = world.inbound_key.public
        settings["SENDGRID_EVENT_PUBLIC_KEY"] = world.event_key.public
    doorstep.settings = settings
    outside = server.start(world)
    doorstep.provider_url = outside.url
    try:
        doorstep.start()
        yield Stage(doorstep, world)
        doorstep.stop()
    finally:
        if doorstep.running:
            doorstep.kill()
        outside.stop()
