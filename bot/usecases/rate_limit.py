"""Each line's rate, in segments a second: carriers count segments, and drop or bill what comes too fast."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.usecases.gate import Go, Hold, Verdict
from delivery import buckets
from delivery.buckets import Bucket
from models.base import AnyRow
from models.brand import Line

Queues = dict[int, float]
"""How many segments wait for each line already, while one worker looks for work."""


def apply(
    session: Session, rows: Sequence[AnyRow], verdicts: Sequence[Verdict], *, queues: Queues, now: datetime
) -> list[Verdict]:
    """Take each message's segments from the bucket of its line (machine time); who finds it empty waits.

    Each waits behind those before it: all put off to the same instant, a crowd would be looked at over and over.
    """
    lines = {row.Message.line_id for row, verdict in zip(rows, verdicts, strict=True) if isinstance(verdict, Go)}
    if not lines:
        return list(verdicts)
    buckets_of = _locked(session, lines, now)
    result = [
        _turn(row, buckets_of, queues, now) if isinstance(verdict, Go) else verdict
        for row, verdict in zip(rows, verdicts, strict=True)
    ]
    for line, bucket in buckets_of.items():
        session.execute(update(Line).where(Line.id == line).values(tokens=bucket.tokens, tokens_at=bucket.at))
    return result


def _locked(session: Session, lines: Collection[int], now: datetime) -> dict[int, Bucket]:
    # In the order of their ids, so that two workers never wait for each other.
    wanted = select(Line.id, Line.tokens, Line.tokens_at).where(Line.id.in_(lines)).order_by(Line.id)
    rows = session.execute(wanted.with_for_update(key_share=True))
    return {row.id: Bucket(row.tokens, row.tokens_at or now) for row in rows}


def _turn(row: AnyRow, buckets_of: dict[int, Bucket], queues: Queues, now: datetime) -> Verdict:
    line, amount = row.Message.line_id, row.Message.segments or 1
    buckets_of[line], wait = buckets.take(
        buckets_of[line], amount=amount, rate_per_s=row.rate_per_s, capacity=row.burst, now=now
    )
    if wait <= timedelta(0):
        return Go()
    before = queues.get(line, 0.0)
    queues[line] = before + amount
    return Hold("the line's rate limit", try_at=now + wait + timedelta(seconds=before / row.rate_per_s))
