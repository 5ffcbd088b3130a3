"""When to try a refused send again; only for failures that are known to have had no effect.

An ambiguous outcome is never retried here: it is looked up instead.
"""

from datetime import datetime, timedelta

ATTEMPTS = 8
FIRST_WAIT_S = 3.0
GROWTH = 3.0
LONGEST_WAIT_S = 1800.0
LONGEST_RETRY_AFTER_S = 3600.0


def next_try(
    attempt: int, *, now: datetime, retry_after_s: float | None = None, jitter: float = 0.5
) -> datetime | None:
    """Find when to try again after the failed attempt number `attempt` (the first is 1), or None to give up.

    Waits grow from three seconds to half an hour and end within about an hour. `jitter` from 0 to 1 spreads them by a
    quarter either way. A provider's `retry_after_s` is never undercut, and gives up when it asks for more than an hour.
    """
    if attempt >= ATTEMPTS:
        return None
    grown_s = FIRST_WAIT_S * GROWTH ** max(attempt - 1, 0)
    wait_s = min(grown_s, LONGEST_WAIT_S) * (0.75 + 0.5 * jitter)
    if retry_after_s is not None:
        if retry_after_s > LONGEST_RETRY_AFTER_S:
            return None
        wait_s = max(wait_s, retry_after_s + jitter * FIRST_WAIT_S)
    return now + timedelta(seconds=wait_s)
