"""Token buckets."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.buckets import NO_WAIT, Bucket, take

NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("bucket", "amount", "now", "expected"),
    [
        (Bucket(3, NOW), 1, NOW, (Bucket(2, NOW), NO_WAIT)),
        (Bucket(0, NOW), 1, NOW, (Bucket(0, NOW), timedelta(seconds=0.5))),
        (Bucket(0, NOW), 1, after(0.5), (Bucket(0, after(0.5)), NO_WAIT)),
        (Bucket(0, NOW), 2, after(0.5), (Bucket(1, after(0.5)), timedelta(seconds=0.5))),
        (Bucket(0, NOW), 1, after(3600), (Bucket(2, after(3600)), NO_WAIT)),  # full is full
        (Bucket(3, NOW), 5, NOW, (Bucket(-2, NOW), NO_WAIT)),  # larger than the bucket leaves a debt
        (Bucket(-2, NOW), 1, NOW, (Bucket(-2, NOW), timedelta(seconds=1.5))),
        (Bucket(2, NOW), 5, NOW, (Bucket(2, NOW), timedelta(seconds=0.5))),
        (Bucket(1, NOW), 1, after(-60), (Bucket(0, NOW), NO_WAIT)),  # a clock that went back refills nothing
        (Bucket(0, NOW), 0, NOW, (Bucket(0, NOW), NO_WAIT)),
    ],
)
def test_tokens_are_taken_or_waited_for(
    bucket: Bucket, amount: int, now: datetime, expected: tuple[Bucket, timedelta]
) -> None:
    assert take(bucket, amount=amount, rate_per_s=2, capacity=3, now=now) == expected


@pytest.mark.parametrize(("rate_per_s", "capacity"), [(0, 3), (-1, 3), (2, 0), (2, -1)])
def test_a_bucket_that_never_fills_is_refused(rate_per_s: float, capacity: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        take(Bucket(0, NOW), amount=1, rate_per_s=rate_per_s, capacity=capacity, now=NOW)


@given(st.floats(-50, 50), st.integers(1, 20), st.floats(0.01, 100), st.floats(0.5, 50))
def test_waiting_as_told_is_enough(tokens: float, amount: int, rate_per_s: float, capacity: float) -> None:
    bucket, wait = take(Bucket(tokens, NOW), amount=amount, rate_per_s=rate_per_s, capacity=capacity, now=NOW)

    if wait:
        _, wait = take(bucket, amount=amount, rate_per_s=rate_per_s, capacity=capacity, now=NOW + wait)
    assert wait == NO_WAIT


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(1, 5)), max_size=30))
def test_no_more_is_taken_than_was_there_and_flowed_in(asks: list[tuple[float, int]]) -> None:
    bucket, now, taken = Bucket(5, NOW), NOW, 0
    for pause_s, amount in asks:
        now += timedelta(seconds=pause_s)
        bucket, wait = take(bucket, amount=amount, rate_per_s=1, capacity=5, now=now)
        taken += 0 if wait else amount

    assert taken <= 5 + (now - NOW).total_seconds() + 0.001
