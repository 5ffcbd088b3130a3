"""State as JSON and back, through all versions."""

import json
from typing import Any

import pytest

from conversations import codec
from conversations.early import Offer
from conversations.follow_up import Mentioned
from conversations.rating import Invitation
from conversations.reminders import Confirmation
from conversations.state import Dialogue, ThreadState
from tests.core.conversations.cast import LATER
from tests.core.conversations.test_router import SITUATIONS

FULL = ThreadState(
    waiting=(Invitation(1, again=True), Offer(2, 20, LATER), Confirmation((3, 4))),
    misunderstood=1,
    asked=(Invitation(7),),
    mentioned=Mentioned(2, LATER),
)


@pytest.mark.parametrize("dialogue", [situation[0] for situation in SITUATIONS])
def test_every_situation_is_read_as_it_was_written(dialogue: Dialogue) -> None:
    state = ThreadState(dialogue)

    assert codec.decode(codec.encode(state)) == codec.Decoded(state)


def test_what_waits_and_what_was_asked_is_kept() -> None:
    assert codec.decode(codec.encode(FULL)) == codec.Decoded(FULL)


def stored(**changes: object) -> str:
    return json.dumps(json.loads(codec.encode(FULL)) | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        "null",
        "[" * 100_000,
        stored(version=3),
        stored(mentioned=2),
        stored(version=0),
        stored(version="1"),
        stored(more=1),
        stored(misunderstood="1"),
        stored(misunderstood=True),
        stored(waiting=7),
        stored(waiting=[{"is": "rating.AwaitingScore", "delivery": 1, "expires_at": LATER.isoformat()}]),
        stored(asked=[{"is": "early.Offer", "delivery": 1, "minutes": 5, "until_at": LATER.isoformat()}]),
        stored(dialogue={"is": "no.Such"}),
        stored(dialogue={}),
        stored(dialogue="turn.Idle"),
        stored(dialogue={"is": "handover.WithPerson"}),
        stored(dialogue={"is": "handover.WithPerson", "expires_at": "2026-11-23T12:00:00"}),
        stored(dialogue={"is": "handover.WithPerson", "expires_at": "soon"}),
        stored(dialogue={"is": "handover.WithPerson", "expires_at": 5}),
        stored(
            dialogue={
                "is": "reschedule.Confirming",
                "delivery": 1,
                "window": [LATER.isoformat()],
                "expires_at": LATER.isoformat(),
            }
        ),
        stored(
            dialogue={
                "is": "choosing.Choosing",
                "purpose": "nonsense",
                "text": "x",
                "candidates": [1],
                "expires_at": LATER.isoformat(),
            }
        ),
    ],
)
def test_what_cannot_be_read_is_an_idle_thread_and_said_so(text: str) -> None:
    assert codec.decode(text) == codec.Decoded(ThreadState(), unreadable=True)


def rename(state: dict[str, Any]) -> dict[str, Any]:
    state["misunderstood"] = state.pop("confused")
    return state


def count_from_one(state: dict[str, Any]) -> dict[str, Any]:
    return state | {"misunderstood": state["misunderstood"] + 1}


def test_an_old_state_goes_through_all_upgrades_in_order() -> None:
    old = json.loads(codec.encode(ThreadState(misunderstood=4)))
    old["confused"] = old.pop("misunderstood")
    upgrades = (*codec.UPGRADES, rename, count_from_one)

    assert codec.decode(json.dumps(old), upgrades=upgrades) == codec.Decoded(ThreadState(misunderstood=5))
    assert json.loads(codec.encode(FULL, upgrades=upgrades))["version"] == 4


def test_a_state_of_before_anything_was_remembered_is_read() -> None:
    old = '{"version":1,"dialogue":{"is":"turn.Idle"},"waiting":[],"misunderstood":1,"asked":[]}'

    assert codec.decode(old) == codec.Decoded(ThreadState(misunderstood=1))


def test_a_failing_upgrade_is_an_unreadable_state() -> None:
    assert codec.decode(codec.encode(FULL), upgrades=(*codec.UPGRADES, rename)).unreadable
