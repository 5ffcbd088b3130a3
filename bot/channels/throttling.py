"""How long a provider asks us to wait, from the headers of its answer. No clock: dates are compared with its own."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

MOST_S = 3600.0


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a 429 asks us to wait, or None where it does not say; at most an hour."""
    lowered = {key.lower(): value.strip() for key, value in headers.items()}
    asked = lowered.get("retry-after", "")
    if _is_number(asked):
        return min(float(asked), MOST_S)
    answered_at = _instant(lowered.get("date", ""))
    reset = lowered.get("x-ratelimit-reset", "")
    until = _instant(asked) or (float(reset) if _is_number(reset) else None)
    if until is None or answered_at is None:
        return None
    return min(max(until - answered_at, 0.0), MOST_S)


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _instant(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None
