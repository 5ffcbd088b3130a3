"""The chain of custody."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.custody import GENESIS, first_break, seal
from delivery.status import CustodyKind

AT = datetime(2026, 11, 23, 13, tzinfo=UTC)
records = st.lists(
    st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=8)), max_size=6
)


def chain(rows: list[dict[str, object]]) -> list[tuple[Mapping[str, object], str]]:
    previous, sealed = GENESIS, list[tuple[Mapping[str, object], str]]()
    for row in rows:
        previous = seal(previous, row)
        sealed.append((row, previous))
    return sealed


def test_a_seal_stays_what_it_was() -> None:
    record = {
        "kind": CustodyKind.DELIVERED,
        "at": AT,
        "on": date(2026, 11, 23),
        "place": MappingProxyType({"lat": 1.5}),
    }

    assert seal(GENESIS, record) == seal(
        GENESIS,
        {"kind": "delivered", "at": "2026-11-23T13:00:00.000000+00:00"}
        | {
            "on": "2026-11-23",
            "place": {"lat": 1.5},
        },
    )


def test_the_seal_of_the_first_record_is_known() -> None:
    assert seal(GENESIS, {"b": 1, "a": "é"}) == "4265935f7ed3c326fd1560074c2d2f4d8a837229523e7221b6641b5f7c265887"


def test_the_order_of_the_fields_and_the_zone_of_an_instant_do_not_matter() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=-5)))

    assert seal(GENESIS, {"a": 1, "at": AT}) == seal(GENESIS, {"at": elsewhere, "a": 1})


@pytest.mark.parametrize(
    ("value", "error"),
    [(datetime(2026, 11, 23), ValueError), (float("nan"), ValueError), (b"bytes", TypeError)],
)
def test_what_cannot_be_said_exactly_is_not_sealed(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        seal(GENESIS, {"value": value})


@given(records)
def test_an_untouched_chain_is_whole(rows: list[dict[str, object]]) -> None:
    assert first_break(chain(rows)) is None


@given(records.filter(bool), st.data())
def test_a_changed_record_is_found_where_it_is(rows: list[dict[str, object]], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 1))
    sealed = chain(rows)
    sealed[index] = ({**rows[index], "changed": True, "how": index}, sealed[index][1])

    assert first_break(sealed) == index


@given(records.filter(lambda rows: len(rows) > 1), st.data())
def test_a_record_taken_out_breaks_the_next_one(rows: list[dict[str, object]], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 2))
    sealed = chain(rows)
    del sealed[index]

    assert first_break(sealed) == index
