"""The doors: who may call the API, and how often somebody unknown may ask for a page."""

from hmac import compare_digest

from flask import request
from werkzeug.exceptions import TooManyRequests

from bot.web.errors import Refused
from bot.web.house import the_house
from bot.web.limits import visitor


def require_key() -> None:
    """Let only callers with the API key below /api, whatever is asked there."""
    if not request.path.startswith("/api/"):
        return
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    expected = the_house().settings.api_key
    # Bytes, since compare_digest refuses texts with letters outside ASCII.
    is_right = compare_digest(key.strip().encode(), expected.encode())
    if scheme.lower() != "bearer" or not is_right:
        raise Refused(401, "Send the API key: `Authorization: Bearer <API_KEY>`.")


def limit_visitors() -> None:
    """Slow down an address that asks for pages faster than a person does."""
    house = the_house()
    address = visitor(request.remote_addr, request.headers.get("X-Forwarded-For", ""))
    wait_s = house.visitors.wait_s(address, now=house.services.clock.machine_now())
    if wait_s > 0:
        raise TooManyRequests(retry_after=int(wait_s) + 1)
