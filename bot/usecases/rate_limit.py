"""Each line's rate, in segments a second: carriers count segments, and drop or bill what comes too fast."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.usecases.gate import Go, Hold, Verdict
from delivery import buckets
from delivery.buckets import Bucket
from models.base import AnyRow
from models.brand import Line


def apply(session: Session, rows: Sequence[AnyRow], verdicts: Sequence[Verdict], *, now: datetime) -> list[Verdict]:
    """Take each message's segments from the bucket of its line (machine time); who finds it empty waits."""
    lines = {row.Message.line_id for row, verdict in zip(rows, verdicts, strict=True) if isinstance(verdict, Go)}
    if not lines:
        return list(verdicts)
    # Locked in the order of their ids, so that two workers never wait for each other.
    locked = select(Line.id, Line.tokens, Line.tokens_at).where(Line.id.in_(lines)).order_by(Line.id)
    filled = {
        row.id: Bucket(row.tokens, row.tokens_at or now)
        for row in session.execute(locked.with_for_update(key_share=True))
    }
    result: list[Verdict] = []
    for row, verdict in zip(rows, verdicts, strict=True):
        if isinstance(verdict, Go):
            line = row.Message.line_id
            filled[line], wait = buckets.take(
                filled[line], amount=row.Message.segments or 1, rate_per_s=row.rate_per_s, capacity=row.burst, now=now
            )
            if wait > timedelta(0):
                verdict = Hold("the line's rate limit", try_at=now + wait)
        result.append(verdict)
    for line, bucket in filled.items():
        session.execute(update(Line).where(Line.id == line).values(tokens=bucket.tokens, tokens_at=bucket.at))
    return result
