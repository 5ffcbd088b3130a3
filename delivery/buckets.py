"""A token bucket as a value: how much may be sent over one line, and how long to wait otherwise.

Where buckets are stored, and what a token stands for, lives elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

NO_WAIT = timedelta(0)
# Refilling adds small floats; without this a caller who waited as told would be sent away once more.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was left at an instant; below zero after something larger than the bucket."""

    tokens: float
    at: datetime


def take(bucket: Bucket, *, amount: int, rate_per_s: float, capacity: float, now: datetime) -> tuple[Bucket, timedelta]:
    """Take tokens, or say how long to wait; no wait means taken.

    An amount above the capacity waits for a full bucket and leaves a debt, else it could never go.
    Raises ValueError where rate or capacity is not positive.
    """
    if rate_per_s <= 0 or capacity <= 0:
        raise ValueError("a bucket needs a positive rate and capacity")
    elapsed_s = max(0.0, (now - bucket.at).total_seconds())
    refilled = Bucket(min(capacity, bucket.tokens + elapsed_s * rate_per_s), max(now, bucket.at))
    needed = min(float(amount), capacity)
    if refilled.tokens + TOLERANCE >= needed:
        return Bucket(refilled.tokens - amount, refilled.at), NO_WAIT
    missing_us = (needed - refilled.tokens) / rate_per_s * 1_000_000
    return refilled, timedelta(microseconds=ceil(missing_us))
