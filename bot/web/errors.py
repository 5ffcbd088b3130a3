"""What a caller reads when something is wrong: RFC 9457 below /api, a plain page or a line of text elsewhere."""

from collections.abc import Iterable
from http import HTTPStatus

import msgspec
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from bot.usecases.load_day import DayRejected
from bot.usecases.plain_data import Problem
from bot.web.pages import not_found, too_many
from models.session import DatabaseDown

RETRY_AFTER_S = "5"

log = structlog.get_logger(__name__)


class Refused(Exception):
    """A request that cannot be done as it is; `errors` names each value that is wrong."""

    def __init__(self, status: int, detail: str, errors: Iterable[Problem] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)


def register(app: Flask) -> None:
    """Have every failure answered in the form its caller can read."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, lambda error: _answer(error.status, error.detail, error.errors))
    app.register_error_handler(
        DayRejected, lambda error: _answer(422, "Nothing was changed: mend what `errors` names.", error.errors)
    )
    app.register_error_handler(DatabaseDown, _database_down)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, detail: str, errors: Iterable[Problem] = ()) -> Response:
    """Build an answer of type application/problem+json."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": [{"path": e.path, "problem": e.problem, "remedy": e.remedy} for e in errors],
    }
    return Response(msgspec.json.encode(body), status=status, content_type="application/problem+json")


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    response = _answer(status, error.description or HTTPStatus(status).phrase)
    # What the failure itself says in headers, such as Allow for 405, stays.
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _database_down(error: DatabaseDown) -> Response:
    log.error("database down", error=str(error))
    response = _answer(503, "The database does not answer. Come again soon.")
    response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected failure", error=type(error).__name__, exc_info=error)
    return _answer(500, "Something went wrong here. It has been logged.")


def _answer(status: int, detail: str, errors: Iterable[Problem] = ()) -> Response:
    if request.path.startswith("/api/"):
        response = problem(status, detail, errors)
        if status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response
    if request.path.startswith(("/t/", "/u/")):
        return too_many() if status == HTTPStatus.TOO_MANY_REQUESTS else not_found(status)
    return Response(f"{detail}\n", status=status, content_type="text/plain; charset=utf-8")
