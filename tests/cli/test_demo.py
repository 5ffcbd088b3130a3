"""`doorstep demo`: everything together, as a person starts it."""

import json
import signal
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import demo_settings
from bot.settings import Settings
from bot.settings_table import TABLE
from tests.cli.terminal import Process, Terminal, free_port, status, until

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)


def _accepted(page: int) -> int:
    """Count the texts that the carrier has accepted."""
    with urllib.request.urlopen(f"http://127.0.0.1:{page}/state", timeout=5) as answer:
        found: int = json.load(answer)["counts"]["accepted"]
    return found


@pytest.mark.slow
def test_a_demo_texts_goes_on_and_ends(start: Callable[..., Process], terminal: Terminal) -> None:
    port, page = free_port(), free_port()
    words = ("demo", "--port", str(port), "--page-port", str(page), "--rate", "60")
    demo = start(*words, SECRET_KEY="", API_KEY="", TWILIO_ACCOUNT_SID="AC-of-somebody")
    demo.wait_for(rf"Open  http://127.0.0.1:{page}/")
    until(lambda: _accepted(page) > 3, why="texts")

    texts = _accepted(page)

    second = start("demo")
    assert second.ended() == 1
    assert "a demo runs already" in second.output

    demo.signal(signal.SIGINT)
    assert demo.ended() == 0
    assert status(f"http://127.0.0.1:{port}/healthz") is None

    again = start(*words)
    again.wait_for("Open  http")
    assert _accepted(page) >= texts
    assert (terminal.folder / "var" / "demo" / "settings.json").stat().st_mode & 0o077 == 0
    again.signal(signal.SIGTERM)
    assert again.ended() == 0


@pytest.mark.slow
def test_a_part_that_dies_ends_the_demo_with_its_last_words(start: Callable[..., Process], terminal: Terminal) -> None:
    folder = terminal.folder / "var" / "demo"
    (folder / "doorstep.db").mkdir(parents=True)
    settings = demo_settings.new(rate=20, now=datetime.now(UTC))
    demo_settings.keep(settings, folder / "settings.json")

    demo = start("demo", "--port", str(free_port()), "--page-port", str(free_port()))

    assert demo.ended() == 1
    assert "the service ended by itself (exit code 1)" in demo.output
    assert "the database cannot be reached" in demo.output


def test_the_demos_settings_are_sound_and_heed_no_env_file(tmp_path: Path) -> None:
    made = demo_settings.new(rate=20, now=NOON)
    env = demo_settings.environment(made, folder=tmp_path, port=8000, world_url="http://127.0.0.1:8001", public_keys={})

    settings = Settings.from_env({"LOG_LEVEL": "DEBUG", "TWILIO_AUTH_TOKEN_PREVIOUS": "of somebody", **env})

    assert {row.name for row in TABLE} <= set(env)
    assert settings.twilio is not None
    assert (settings.twilio.previous_auth_token, settings.log_level) == (None, "INFO")
    assert settings.rehearsal is not None
    assert settings.rehearsal.start == datetime(2026, 11, 23, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(("hours", "is_over"), [(0, False), (8, False), (10, True)])
def test_a_demos_day_comes_to_its_end(hours: int, is_over: bool) -> None:
    made = demo_settings.new(rate=60, now=NOON)

    assert made.is_over(NOON + timedelta(hours=hours) / 60) is is_over


def test_settings_are_kept_and_read(tmp_path: Path) -> None:
    file, made = tmp_path / "settings.json", demo_settings.new(rate=20, now=NOON)

    nothing = demo_settings.read(file)
    demo_settings.keep(made, file)
    kept = demo_settings.read(file)
    file.write_text("{}", encoding="utf-8")

    assert (nothing, kept, demo_settings.read(file)) == (None, made, None)
