"""Logs: one JSON line an event, and never what somebody wrote or who they are."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog

from bot import logs


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """What is logged; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    root.handlers = []
    logs.configure(stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_json_line(out: io.StringIO) -> None:
    structlog.get_logger().info("message_sent", message_id=7, outcome="accepted", ms=12.5)

    (line,) = lines(out)
    at = datetime.fromisoformat(str(line.pop("at")))
    assert at.tzinfo == UTC
    assert line == {"event": "message_sent", "level": "info", "message_id": 7, "outcome": "accepted", "ms": 12.5}


def test_bound_ids_are_on_every_line_inside_the_block(out: io.StringIO) -> None:
    with logs.bound(request_id="r1", thread_id=None):
        structlog.get_logger().info("inside")
    structlog.get_logger().info("outside")

    inside, outside = lines(out)
    assert inside["request_id"] == "r1"
    assert "thread_id" not in inside
    assert "request_id" not in outside


def test_a_quieter_level_drops_what_is_below() -> None:
    stream = io.StringIO()
    logs.configure(level="ERROR", stream=stream)

    structlog.get_logger().warning("lost")
    structlog.get_logger().error("kept")

    assert [line["event"] for line in lines(stream)] == ["kept"]
    structlog.reset_defaults()


@pytest.mark.parametrize("key", sorted(logs.FORBIDDEN))
def test_a_forbidden_key_is_dropped_and_the_slip_is_flagged(out: io.StringIO, key: str) -> None:
    structlog.get_logger().info("slip", **{key: "hush"}, nested={key: "hush"})

    (line,) = lines(out)
    assert line["dropped"] == [key]
    assert "hush" not in out.getvalue()


def test_numbers_and_mail_addresses_are_blanked_wherever_they_stand(out: io.StringIO) -> None:
    structlog.get_logger().info(
        "slip", why="no route to +15005550101", seen=["ann@mail.example", {"x": "+15005550102"}]
    )

    (line,) = lines(out)
    assert line["why"] == "no route to [number]"
    assert line["seen"] == ["[mail]", {"x": "[number]"}]


class Row:
    """Something whose repr says too much."""

    def __repr__(self) -> str:
        return "hush"


def test_an_object_is_written_by_its_type_alone(out: io.StringIO) -> None:
    structlog.get_logger().info("slip", row=Row(), due_at=datetime(2026, 11, 23, tzinfo=UTC))

    (line,) = lines(out)
    assert line["row"] == "Row"
    assert line["due_at"] == "2026-11-23T00:00:00+00:00"


def test_an_exception_says_what_and_where_but_not_its_message(out: io.StringIO) -> None:
    try:
        try:
            int("hush")
        except ValueError as cause:
            raise RuntimeError("hush") from cause
    except RuntimeError:
        structlog.get_logger().exception("failed")

    (line,) = lines(out)
    steps = line["exception"]
    assert isinstance(steps, list)
    assert [step for step in steps if not step.startswith("  ")] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert any(step.endswith("test_an_exception_says_what_and_where_but_not_its_message") for step in steps)
    assert "hush" not in out.getvalue()


def test_an_exception_of_the_operating_system_keeps_what_the_system_said(out: io.StringIO) -> None:
    structlog.get_logger().error("failed", exc_info=OSError(28, "No space left on device", "/srv/hush"))

    (line,) = lines(out)
    assert line["exception"] == ["builtins.OSError: No space left on device"]


def test_an_exception_handled_before_is_not_told_again_after_from_none(out: io.StringIO) -> None:
    try:
        try:
            int("hush")
        except ValueError:
            raise RuntimeError from None
    except RuntimeError as error:
        structlog.get_logger().error("failed", exc_info=error)

    assert "ValueError" not in out.getvalue()


def test_libraries_log_in_the_same_form_and_only_when_something_is_wrong(out: io.StringIO) -> None:
    library = logging.getLogger("somebody.else")

    library.info("chatter")
    library.warning("cannot reach %s", "ann@mail.example")

    (line,) = lines(out)
    assert (line["event"], line["logger"], line["said"]) == ("library", "somebody.else", "cannot reach [mail]")
