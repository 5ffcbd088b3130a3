"""JSON in and out of the API: bodies read and checked, values written. What they mean is for the views."""

from typing import Any

import msgspec
from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.usecases.plain_data import Problem, Record, records
from bot.web.errors import Refused


def raw_body() -> bytes:
    """Read the body once, whole or not at all: one that is too large is refused."""
    body = request.get_data(cache=False)
    # Of a body whose length nobody told, Werkzeug reads up to the limit and says nothing about the rest.
    if request.content_length is None and len(body) >= (request.max_content_length or len(body) + 1):
        raise RequestEntityTooLarge
    return body


def json_body() -> object:
    """Read the body as JSON. Raises Refused."""
    if not request.is_json:
        raise Refused(415, "Send JSON with `Content-Type: application/json`.")
    try:
        value: object = msgspec.json.decode(raw_body())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, f"The body is not JSON: {error}.") from None
    return value


def record_body() -> Record:
    """Read the body as one JSON object whose problems are gathered. Raises Refused."""
    value = json_body()
    if not isinstance(value, dict):
        raise Refused(422, "The body is wrong.", [Problem("", "is not an object", "Write it in { }")])
    return Record(value, "")


def list_body() -> tuple[list[Record], list[Problem]]:
    """Read the body as a JSON list of objects, and the problems they share. Raises Refused."""
    value: Any = json_body()
    if not isinstance(value, list):
        raise Refused(422, "The body is wrong.", [Problem("", "is not a list", "Write it in [ ]")])
    problems: list[Problem] = []
    return records(value, "", problems), problems


def accept(problems: list[Problem]) -> None:
    """Go on only when nothing is wrong. Raises Refused with all that is."""
    if problems:
        raise Refused(422, "Nothing was changed: mend what `errors` names.", problems)


def json_answer(value: object) -> Response:
    """Write a value as JSON; instants in UTC with a Z."""
    return Response(msgspec.json.encode(value), content_type="application/json")
