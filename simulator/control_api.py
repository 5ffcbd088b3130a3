"""The page and what it commands; the same commands serve tests that run the simulator as a process of its own.

State is polled with an entity tag; commands are JSON posts. Meant for one machine: there is no authentication,
so that only same-origin JSON is obeyed.
"""

import secrets
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request, send_from_directory

from simulator import view
from simulator.day import ANN_MAIL, MAIL_LINE
from simulator.demo import Demo
from simulator.faults import Fault
from simulator.texts import as_json
from simulator.world import World

PAGES = Path(__file__).with_name("pages")


def create_blueprint(world: World, demo: Demo | None) -> Blueprint:
    """Build the page's half of the server."""
    api = Blueprint("control", __name__)
    boot = secrets.token_hex(4)

    @api.before_request
    def only_own_page() -> Response | None:
        # A foreign page can post forms here, but no JSON without asking first, which is never allowed.
        if request.method in ("POST", "DELETE") and request.headers.get("Sec-Fetch-Site", "same-origin") not in (
            "same-origin",
            "none",
        ):
            return Response("refused\n", 403)
        return None

    @api.get("/")
    def page() -> Response:
        answer = send_from_directory(PAGES, "index.html")
        answer.headers["Content-Security-Policy"] = "default-src 'self'; img-src 'self' data:"
        return answer

    @api.get("/pages/<path:name>")
    def part(name: str) -> Response:
        return send_from_directory(PAGES, name, max_age=0)

    @api.get("/state")
    def state() -> Response:
        with world.board:
            tag = f"{boot}-{world.board.version}"
            known = request.if_none_match.contains(tag)
            answer = Response(status=304) if known else jsonify(view.state(world, demo))
        answer.set_etag(tag)
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    @api.get("/keys")
    def keys() -> Response:
        return jsonify({"inbound": world.inbound_key.public, "events": world.event_key.public})

    @api.get("/texts")
    def texts() -> Response:
        with world.board:
            kept = [
                as_json(text, account_sid=world.account_sid) | {"webhook_statuses": text.webhook_statuses}
                for text in world.carrier.texts
            ]
        return jsonify({"texts": kept, "requests": world.carrier.requests})

    @api.get("/letters")
    def letters() -> Response:
        with world.board:
            return jsonify({"letters": [asdict(letter) for letter in world.mails.letters]})

    _add_commands(api, world, demo)
    return api


def _add_commands(api: Blueprint, world: World, demo: Demo | None) -> None:
    @api.post("/do/text")
    def text() -> tuple[Response, int] | Response:
        asked = _asked("from", "to", "body")
        if asked is None:
            return _wrong("from, to and body are needed")
        return jsonify({"sid": world.text(asked["from"], asked["to"], asked["body"], wait=False).sid})

    @api.post("/do/mail")
    def mail() -> tuple[Response, int] | Response:
        asked = _asked("text")
        if asked is None:
            return _wrong("text is needed; id of the answered letter, or from, to and subject")
        past = next((letter for letter in world.mails.letters if letter.id == asked.get("id")), None)
        if past and not past.inbound:
            letter = world.reply(past, asked["text"], wait=False)
        else:
            sender, to = asked.get("from") or ANN_MAIL, asked.get("to") or MAIL_LINE
            letter = world.mail(sender, to, asked.get("subject") or "My delivery", asked["text"], wait=False)
        return jsonify({"id": letter.id})

    @api.post("/do/fault")
    def fault() -> tuple[Response, int] | Response:
        asked = _asked("kind")
        names = {part.name for part in fields(Fault)} - {"id"}
        if asked is None or not set(asked) <= names:
            return _wrong(f"kind is needed; known are {', '.join(sorted(names))}")
        try:
            rule = world.fault(asked.pop("kind"), **asked)
        except (TypeError, ValueError) as wrong:
            return _wrong(str(wrong))
        return jsonify({"id": rule.id})

    @api.delete("/do/fault")
    def clear_faults() -> Response:
        world.faults.clear()
        world.board.touch()
        return Response(status=204)

    @api.delete("/do/fault/<int:fault_id>")
    def lift_fault(fault_id: int) -> Response:
        found = world.faults.remove(fault_id)
        world.board.touch()
        return Response(status=204 if found else 404)

    @api.post("/do/van")
    def van() -> tuple[Response, int] | Response:
        asked = request.get_json(silent=True)
        if demo is None or not isinstance(asked, dict):
            return _wrong("there is no van here" if demo is None else "action or pace is needed")
        if isinstance(asked.get("action"), str):
            demo.van.command(asked["action"])
        if "pace" in asked and (asked["pace"] is None or isinstance(asked["pace"], int | float)):
            demo.van.set_pace(asked["pace"])
        return jsonify({})


def _asked(*needed: str) -> dict[str, Any] | None:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict) or not all(isinstance(asked.get(name), str) and asked[name] for name in needed):
        return None
    return asked


def _wrong(what: str) -> tuple[Response, int]:
    return jsonify({"error": what}), 400
