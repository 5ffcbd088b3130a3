"""How long to wait after a 429."""

import pytest

from bot.channels.throttling import retry_after_s

DATE = "Mon, 23 Nov 2026 14:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"Retry-After": "99999"}, 3600),
        ({"Retry-After": "Mon, 23 Nov 2026 14:00:30 GMT", "Date": DATE}, 30),
        ({"Retry-After": "Mon, 23 Nov 2026 13:00:00 GMT", "Date": DATE}, 0),
        ({"Retry-After": "Mon, 23 Nov 2026 14:00:30 GMT"}, None),
        ({"X-RateLimit-Reset": "1795442412", "Date": DATE}, 12),
        ({"X-RateLimit-Reset": "1795442412"}, None),
        ({"Retry-After": "soon", "Date": DATE}, None),
        ({"Retry-After": "nan"}, None),
        ({}, None),
    ],
)
def test_the_wait_is_what_the_headers_say(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds
