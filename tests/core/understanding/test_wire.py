"""Records in, records out, for the `understand` command."""

from datetime import timedelta

import pytest

from conversations.understanding import wire
from conversations.understanding.reading import OpenQuestion, Role, read
from conversations.understanding.vocabulary import Hints

RECORD = {
    "text": "friday after 5",
    "role": "customer",
    "open_question": "ask_date",
    "choices": 0,
    "rateable": False,
    "active_deliveries": 1,
    "now": "2026-11-24T10:00:00",
    "zone": "America/New_York",
    "language": "en",
}


def test_a_record_becomes_hints_with_now_in_its_zone() -> None:
    hints = wire.hints_from(RECORD)
    assert (hints.role, hints.open_question, hints.active_deliveries) == (Role.CUSTOMER, OpenQuestion.ASK_DATE, 1)
    assert hints.now.utcoffset() == timedelta(hours=-5)


def test_an_offset_in_now_is_kept() -> None:
    assert wire.hints_from({"now": "2026-11-24T10:00:00+01:00"}).now.utcoffset() == timedelta(hours=1)


def test_missing_fields_have_quiet_defaults() -> None:
    hints = wire.hints_from({"now": "2026-11-24T10:00:00", "open_question": None})
    assert hints == Hints(Role.CUSTOMER, None, 0, False, 0, hints.now, "UTC", "en")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "dispatcher"),
        ("role", 7),
        ("open_question", "why"),
        ("choices", -1),
        ("choices", True),
        ("choices", "2"),
        ("rateable", "yes"),
        ("active_deliveries", 1.5),
        ("now", None),
        ("now", "today"),
        ("zone", "Mars/Olympus"),
        ("zone", "../etc"),
        ("language", ""),
    ],
)
def test_a_bad_field_is_named(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"^{field}: "):
        wire.hints_from({**RECORD, field: value})


def test_a_reading_becomes_exactly_the_agreed_record() -> None:
    record = wire.as_record(read("friday after 5", hints=wire.hints_from(RECORD)))
    assert record == {
        "intent": "reschedule",
        "confidence": 0.9,
        "language": "en",
        "tracking_numbers": [],
        "score": None,
        "comment": None,
        "choice": None,
        "instruction": None,
        "message": None,
        "stop_tag": None,
        "minutes": None,
        "reason": None,
        "when": {"date": "2026-11-27", "start": "17:00", "end": None, "ambiguous": False, "text": "friday after 5"},
    }


def test_a_reading_without_a_time_has_no_when() -> None:
    record = wire.as_record(read("thanks", hints=wire.hints_from(RECORD)))
    assert record["when"] is None


def test_a_day_in_doubt_has_no_date() -> None:
    record = wire.as_record(read("weekend", hints=wire.hints_from(RECORD)))
    assert record["when"] == {"date": None, "start": None, "end": None, "ambiguous": True, "text": "weekend"}
