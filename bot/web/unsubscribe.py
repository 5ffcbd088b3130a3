"""One-click unsubscription from mails: looking changes nothing, only the button or the mail program's POST does."""

from flask import Blueprint, Response, request

from bot.usecases import unsubscribe
from bot.web.access import limit_visitors
from bot.web.house import the_services
from bot.web.pages import browser_language, not_found, page
from bot.web.requests import note

blueprint = Blueprint("unsubscribe", __name__)

# The one page with a button.
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


@blueprint.before_request
def slow_down() -> None:
    """Let nobody try links faster than a person opens them; a mail provider stops for many people at once."""
    if request.method != "POST":
        limit_visitors()


@blueprint.get("/u/<token>")
def ask(token: str) -> Response:
    """Ask before stopping anything: mail scanners open links too."""
    if unsubscribe.thread_of(the_services().secret, token) is None:
        return not_found()
    response = page("unsubscribe.html", language=browser_language(), done=False)
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.post("/u/<token>")
def stop(token: str) -> Response:
    """Stop the mails (RFC 8058); twice is a success."""
    if not unsubscribe.stop(the_services(), token):
        return not_found()
    note(outcome="unsubscribed")
    return page("unsubscribe.html", language=browser_language(), done=True)
