"""When a refused send is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.retries import next_try

NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)
jitters = st.floats(0, 1)


def wait_s(attempt: int, *, retry_after_s: float | None = None, jitter: float = 0.5) -> float | None:
    at = next_try(attempt, now=NOW, retry_after_s=retry_after_s, jitter=jitter)
    return None if at is None else (at - NOW).total_seconds()


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [(0, 3), (1, 3), (2, 9), (3, 27), (4, 81), (5, 243), (6, 729), (7, 1800), (8, None), (99, None)],
)
def test_waits_grow_until_it_is_given_up(attempt: int, expected: float | None) -> None:
    assert wait_s(attempt) == expected


@pytest.mark.parametrize(
    ("retry_after_s", "expected"),
    [(0, 3), (-5, 3), (60, 61.5), (3600, 3601.5), (3601, None), (float("inf"), None)],
)
def test_the_providers_word_is_kept(retry_after_s: float, expected: float | None) -> None:
    assert wait_s(1, retry_after_s=retry_after_s) == expected


@given(st.lists(jitters, min_size=7, max_size=7))
def test_all_tries_together_take_about_an_hour_at_most(spread: list[float]) -> None:
    waits = [wait_s(attempt, jitter=jitter) for attempt, jitter in enumerate(spread, start=1)]

    assert sum(wait or 0 for wait in waits) <= timedelta(hours=1, minutes=1).total_seconds()


@given(st.integers(1, 7), jitters, st.none() | st.floats(0, 3600))
def test_a_wait_is_positive_and_never_under_the_providers(
    attempt: int, jitter: float, retry_after_s: float | None
) -> None:
    waited = wait_s(attempt, jitter=jitter, retry_after_s=retry_after_s)

    assert waited is not None
    assert waited > 0
    assert waited >= (retry_after_s or 0) - 0.000_001
