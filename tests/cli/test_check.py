"""`doorstep check`: what it finds, and that every problem comes with a remedy and without a secret."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Response

from bot.channels.port import ChannelName
from bot.cli.checks import database, machine, outside
from bot.cli.checks.finding import Finding, Level
from bot.rendering.catalogue import CatalogueError
from bot.settings import SendGrid, Settings, Twilio
from bot.usecases.look_over import BrandSeen, LineSeen, Overview, PulseSeen
from simulator import server
from simulator.server import Server
from simulator.world import World
from tests.cli.terminal import KEYS, Terminal, free_port

NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)
MAIN, DRIVER = LineSeen("sms", "+15005550006", "main"), LineSeen("sms", "+15005550010", "driver")
NIGHT = (time(21), time(8))
SMS = frozenset({ChannelName.SMS})
PROVIDERS = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "simulated-token",
    "SENDGRID_API_KEY": "SG.simulated",
}


@pytest.fixture(scope="module")
def providers() -> Iterator[Server]:
    """Both providers, simulated; they know the accounts of PROVIDERS."""
    sid, token, key = PROVIDERS.values()
    serving = server.start(World("http://127.0.0.1:9", sid, token, key, lines=["+15005550006"]))
    yield serving
    serving.stop()


@pytest.fixture
def twilio_at() -> Iterator[Callable[[str | None], str]]:
    """Serve an account with one number that has this webhook."""
    serving: list[BaseWSGIServer] = []

    def serve(sms_url: str | None) -> str:
        number = {"phone_number": "+15005550006", "sms_url": sms_url}
        answer = Response(json.dumps({"incoming_phone_numbers": [number]}), mimetype="application/json")
        serving.append(make_server("127.0.0.1", 0, answer, threaded=True))
        threading.Thread(target=serving[0].serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{serving[0].server_port}"

    yield serve
    for http in serving:
        http.shutdown()
        http.server_close()


def _levels(found: Iterator[Finding]) -> list[Level]:
    return [finding.level for finding in found]


def test_bad_settings_are_told_and_the_texts_are_looked_at_all_the_same(terminal: Terminal) -> None:
    result = terminal.run("check", SECRET_KEY="hush", TWILIO_AUTH_TOKEN="psst")

    assert result.exit_code == 1
    assert "SECRET_KEY is shorter than" in result.output
    assert "TWILIO_ACCOUNT_SID is not set" in result.output
    assert "texts" in result.output
    assert "hush" not in result.output
    assert "psst" not in result.output


def test_a_service_that_never_ran_is_told_what_to_do(terminal: Terminal) -> None:
    result = terminal.run("check", BIND=f"127.0.0.1:{free_port()}")

    assert result.exit_code == 1
    assert "does not exist yet" in result.output
    assert "-> Run: doorstep migrate" in result.output
    assert not (terminal.folder / "var" / "doorstep.db").exists()


def test_a_loaded_service_has_no_errors_and_shows_no_secret(loaded: Terminal, providers: Server) -> None:
    where = {"TWILIO_BASE_URL": providers.url, "SENDGRID_BASE_URL": providers.url, **PROVIDERS}

    result = loaded.run("check", BIND=f"127.0.0.1:{free_port()}", **where)

    assert result.exit_code == 0
    for told in ("up to date", "knows the account", "knows the key", "brand acme", "has never run"):
        assert told in result.output
    for secret in ("simulated-token", "SG.simulated", *KEYS.values()):
        assert secret not in result.output


def test_keys_that_the_providers_refuse_are_errors(loaded: Terminal, providers: Server) -> None:
    wrong = {**PROVIDERS, "TWILIO_AUTH_TOKEN": "another", "SENDGRID_API_KEY": "SG.another"}

    result = loaded.run("check", TWILIO_BASE_URL=providers.url, SENDGRID_BASE_URL=providers.url, **wrong)

    assert result.exit_code == 1
    assert result.output.count("does not accept the key (401)") == 2


def test_providers_that_cannot_be_reached_are_errors() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"

    found = [
        *outside.twilio(Twilio("AC", "token", None, nowhere), public_url="https://track.acme.example"),
        *outside.sendgrid(SendGrid("key", nowhere, None, None)),
    ]

    assert [finding.level for finding in found] == [Level.ERROR, Level.ERROR]
    assert all("connection refused" in finding.found for finding in found)


@pytest.mark.parametrize(
    ("sms_url", "levels"),
    [
        ("https://track.acme.example/webhooks/twilio/messages", [Level.OK]),
        ("https://old.acme.example/webhooks/twilio/messages", [Level.OK, Level.WARNING]),
        ("https://acme.example/another-use", [Level.OK]),
        (None, [Level.OK]),
    ],
    ids=["here", "where it was before", "something else", "in a messaging service"],
)
def test_a_number_that_sends_its_texts_elsewhere_is_told(
    sms_url: str | None, levels: list[Level], twilio_at: Callable[[str | None], str]
) -> None:
    account = Twilio("AC" + "0" * 32, "token", None, twilio_at(sms_url))

    found = outside.twilio(account, public_url="https://track.acme.example")

    assert _levels(found) == levels


@pytest.mark.parametrize(
    ("brand", "levels"),
    [
        (BrandSeen("acme", NIGHT, (MAIN, DRIVER)), [Level.OK]),
        (BrandSeen("acme", NIGHT, ()), [Level.ERROR]),
        (BrandSeen("acme", NIGHT, (MAIN,)), [Level.WARNING]),
        (BrandSeen("acme", None, (MAIN, DRIVER)), [Level.WARNING]),
        (BrandSeen("acme", NIGHT, (MAIN, DRIVER, LineSeen("email", "a@b.example", "main"))), [Level.WARNING]),
    ],
    ids=["sound", "no main line", "no driver line", "no quiet hours", "channel off"],
)
def test_brands_that_lack_something_are_told(brand: BrandSeen, levels: list[Level]) -> None:
    assert _levels(database.brands(Overview((brand,), ()), channels_on=SMS)) == levels


@pytest.mark.parametrize(
    ("pulses", "level", "what"),
    [
        ((), Level.WARNING, "has never run"),
        ((PulseSeen("work", NOW - timedelta(seconds=3), "0 timers"),), Level.OK, "3 s ago"),
        ((PulseSeen("work", NOW - timedelta(minutes=9), "0 timers"),), Level.ERROR, "9 min"),
        ((PulseSeen("work", NOW - timedelta(hours=9), "0 timers"),), Level.ERROR, "9 h"),
        ((PulseSeen("work", NOW, "0"), PulseSeen("rescue", NOW, "failed: KeyError")), Level.ERROR, "rescue"),
    ],
)
def test_the_workers_pulse_is_told(pulses: tuple[PulseSeen, ...], level: Level, what: str) -> None:
    found = database.worker(Overview((), pulses), now=NOW)

    assert (found.level, what in found.found) == (level, True)


@pytest.mark.parametrize(
    ("public_url", "level"),
    [
        ("http://127.0.0.1:9", Level.ERROR),
        ("https://localhost", Level.ERROR),
        ("http://doorstep.localhost", Level.ERROR),
    ],
)
def test_a_public_url_that_a_real_provider_cannot_reach_is_an_error(public_url: str, level: Level) -> None:
    settings = Settings.from_env({**KEYS, **PROVIDERS, "PUBLIC_URL": public_url})

    found = next(iter(outside.public_url(settings)))

    assert (found.level, "cannot be reached by Twilio and SendGrid" in found.found) == (level, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_that_cannot_be_written_to_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    settings = Settings.from_env({**KEYS, "DATA_DIR": str(tmp_path / "data")})

    assert _levels(machine.data_folder(settings)) == [Level.ERROR]


def test_a_data_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    settings = Settings.from_env({**KEYS, "DATA_DIR": str(tmp_path / "data")})

    (found,) = machine.data_folder(settings)

    assert (found.level, found.remedy != "") == (Level.ERROR, True)


def test_texts_with_problems_are_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_folder: Path) -> None:
        raise CatalogueError("es.toml [a/b]: it has no text. Add one.\nes.toml [a/c]: it has no text. Add one.")

    monkeypatch.setattr("bot.cli.checks.machine.Catalogue.load", broken)

    assert list(machine.texts()) == [
        Finding(Level.ERROR, "texts", f"es.toml [a/{key}]: it has no text", "Add one.") for key in "bc"
    ]


def test_a_rehearsal_is_pointed_out() -> None:
    settings = Settings.from_env({**KEYS, "REHEARSAL_START": "2026-11-23T08:00:00-05:00", "REHEARSAL_RATE": "20"})

    assert "at 20x" in list(machine.settings(settings))[-1].found


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////data/doorstep.db", "SQLite /data/doorstep.db"),
        ("postgresql+psycopg://me:hidden@db.internal:5433/doors", "PostgreSQL doors on db.internal:5433"),
        ("postgresql+psycopg:///doors", "PostgreSQL doors on this machine"),
    ],
)
def test_a_database_is_named_without_its_password(url: str, shown: str) -> None:
    assert database.shown(url) == shown


def test_a_database_that_does_not_answer_is_an_error() -> None:
    settings = Settings.from_env({**KEYS, "DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/doors"})

    (found,) = database.database(settings)

    assert (found.level, "hidden" in found.found) == (Level.ERROR, False)
    assert "refused" in found.found
