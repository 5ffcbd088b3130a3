"""`doorstep understand` and `doorstep eta-replay`: JSON lines in, JSON lines out, in order and at once."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.cli.terminal import ROOT, Terminal

NOW = "2026-11-23T10:00:00"
AT = "2026-11-23T13:00:00+00:00"
STOPS = [{"id": "s1", "lat": 39.30, "lon": -76.60, "travel_s": 600, "service_s": 120}]
ROUTE = {"type": "route", "route": "R", "driver": "D", "at": AT, "start": {"lat": 39.29, "lon": -76.61}, "stops": STOPS}
ASK = {"type": "ask", "route": "R", "stop": "s1", "at": AT, "id": 7}


def _lines(*records: Any) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


def _answers(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_texts_are_answered_in_order(terminal: Terminal) -> None:
    texts = ("where is AC-7F3K9Q", "STOP", "5")
    lines = _lines(*({"text": text, "now": NOW, "open_question": "rate_delivery"} for text in texts))

    answers = _answers(terminal.run("understand", typed=lines).output)

    assert [answer["intent"] for answer in answers] == ["track", "stop", "rating"]
    assert answers[0]["tracking_numbers"] == ["AC-7F3K9Q"]
    assert "because" not in answers[0]


def test_it_explains_which_rules_decided(terminal: Terminal) -> None:
    answers = _answers(terminal.run("understand", "--explain", typed=_lines({"text": "STOP", "now": NOW})).output)

    assert answers[0]["because"]
    assert all(isinstance(rule, str) for rule in answers[0]["because"])


def test_half_a_character_comes_back_as_json(terminal: Terminal) -> None:
    line = _lines({"text": "tell the driver \ud83d", "now": NOW})

    assert len(_answers(terminal.run("understand", typed=line).output)) == 1


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"{", "this is not JSON"),
        (b"[1]", "this is not a JSON object"),
        (b'{"text": "\xff"}', "this is not UTF-8"),
        (b'{"text": 5, "now": "2026-11-23T10:00:00"}', "text: expected a text"),
        (b'{"text": "hi"}', "now: expected an ISO instant"),
        (b'{"text": "hi", "now": "2026-11-23T10:00:00", "zone": "Mars"}', "zone: no such time zone"),
        (b'{"text": "hi", "now": "2026-11-23T10:00:00", "choices": -1}', "choices: expected a whole number"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_line_that_cannot_be_read_ends_it_with_its_number(line: bytes, what: str, terminal: Terminal) -> None:
    good = json.dumps({"text": "STOP", "now": NOW}).encode()

    result = terminal.run("understand", typed=good + b"\n\n" + line + b"\n" + good + b"\n")

    assert (result.exit_code, len(result.stdout.splitlines())) == (2, 1)
    assert f"line 3: {what}" in result.stderr


def test_what_is_asked_of_a_replay_is_answered(terminal: Terminal) -> None:
    (terminal.folder / "events.jsonl").write_text(_lines(ROUTE, ASK), encoding="utf-8")

    (answer,) = _answers(terminal.run("eta-replay", "events.jsonl").output)

    assert (answer["id"], list(answer)) == (7, ["id", "median", "low", "high", "q20", "level"])
    assert answer["low"] <= answer["median"] <= answer["high"]


@pytest.mark.parametrize(
    ("event", "what"),
    [
        ({**ASK, "stop": "s9"}, "unknown stop 's9'"),
        ({**ASK, "at": "soon"}, "not an instant"),
        ({"type": "position", "route": "R", "at": AT}, "position event lacks 'lat'"),
        ({**ROUTE, "stops": 5}, "a value has the wrong form"),
        ({**ROUTE, "at": 5}, "a value has the wrong form"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_event_that_cannot_be_replayed_is_named(event: dict[str, Any], what: str, terminal: Terminal) -> None:
    result = terminal.run("eta-replay", typed=_lines(ROUTE, event))

    assert result.exit_code == 2
    assert f"line 2: {what}" in result.stderr


@pytest.mark.parametrize(
    ("command", "first", "then"),
    [("understand", "", {"text": "STOP", "now": NOW}), ("eta-replay", _lines(ROUTE), ASK)],
)
def test_a_line_is_answered_before_the_next_is_written(command: str, first: str, then: dict[str, Any]) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "bot.cli", command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(first)
        answered = []
        for _ in range(2):
            process.stdin.write(_lines(then))
            process.stdin.flush()
            answered.append(json.loads(process.stdout.readline()))
        process.stdin.close()

    assert (len(answered), process.returncode) == (2, 0)
