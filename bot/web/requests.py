"""The line that is logged for every handled request, the ids a view adds to it, and the headers of every answer."""

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest

from bot.web.house import the_house

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}
_QUIET = frozenset({"health.healthz", "health.readyz", "metrics.metrics", "static"})

log = structlog.get_logger(__name__)


def note(**facts: str | int | None) -> None:
    """Add ids, kinds or an outcome to the line of this request; never a text or an address."""
    g.facts = {**g.get("facts", {}), **facts}


def register(app: Flask) -> None:
    """Have every request timed, counted and logged, and every answer guarded by headers."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.started = the_house().services.clock.monotonic()
    # No database keeps this character, and nobody types it.
    if "\x00" in request.path or b"%00" in request.query_string:
        raise BadRequest("The address holds a NUL character.")


def _end(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    house = the_house()
    view = request.endpoint or "none"
    seconds = house.services.clock.monotonic() - g.get("started", house.services.clock.monotonic())
    house.meters.requests.labels(view, response.status_code).inc()
    if request.blueprint == "webhooks":
        house.meters.webhook_seconds.labels(view).observe(seconds)
    facts = {"kind": view, "method": request.method, "status": response.status_code, **g.get("facts", {})}
    level = "debug" if view in _QUIET and response.status_code < 400 else "info"
    getattr(log, level)("request", **facts, duration_ms=round(seconds * 1000, 1))
    return response
