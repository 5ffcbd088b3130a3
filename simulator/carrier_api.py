"""Twilio's REST API as far as the service uses it: texts, their media, the account and its numbers.

Form in, JSON out, basic authentication, errors in Twilio's shape. Decides only what HTTP decides.
"""

import hmac
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from simulator import misbehaviour
from simulator.carrier import Carrier
from simulator.faults import BEFORE_ACCEPTING, Fault, FaultKind, Stage
from simulator.texts import API, Medium, Refusal, as_json, channel_of, error_json, medium_json

STORE = f"{API}/store"


def create_blueprint(carrier: Carrier, *, account_sid: str, auth_token: str, released: threading.Event) -> Blueprint:
    """Build the carrier's half of the server."""
    api = Blueprint("carrier", __name__, url_prefix=API)

    @api.before_request
    def authenticate() -> None:
        if request.path.startswith(STORE):
            return
        given = request.authorization
        known = given is not None and hmac.compare_digest((given.username or "").encode(), account_sid.encode())
        if not known or given is None or not hmac.compare_digest((given.password or "").encode(), auth_token.encode()):
            raise Refusal(401, 20003, "Authenticate")
        if request.view_args and request.view_args.get("account") != account_sid:
            raise Refusal(404, 20404, f"The requested resource {request.path} was not found")

    @api.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        answer = jsonify(error_json(refusal))
        answer.status_code = refusal.http_status
        if refusal.http_status == 401:
            answer.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        if refusal.retry_after_s is not None:
            answer.headers["Retry-After"] = f"{refusal.retry_after_s:g}"
        return answer

    @api.post("/<account>/Messages.json")
    def create(account: str) -> Response:
        to = request.form.get("To", "")
        with carrier.board:
            carrier.requests += 1
        fault = carrier.faults.take(Stage.REQUEST, channel=channel_of(to), address=to)
        if fault and fault.kind in BEFORE_ACCEPTING:
            _refuse_by(fault)
            return misbehaviour.suffer(fault, environ=request.environ, released=released, usual=Response())
        text = carrier.accept(request.form, media_urls=request.form.getlist("MediaUrl"))
        usual = jsonify(as_json(text, account_sid=account) | {"status": "queued"})
        usual.status_code = 201
        if fault is None:
            return usual
        return misbehaviour.suffer(fault, environ=request.environ, released=released, usual=usual)

    @api.get("/<account>/Messages.json")
    def index(account: str) -> Response:
        return jsonify(_page(carrier, account))

    @api.get("/<account>/Messages/<sid>.json")
    def fetch(account: str, sid: str) -> Response:
        return jsonify(as_json(carrier.find(sid), account_sid=account))

    @api.post("/<account>/Messages/<sid>.json")
    def update(account: str, sid: str) -> Response:
        text = carrier.find(sid)
        with carrier.board:
            text.body = request.form.get("Body", text.body)
        return jsonify(as_json(text, account_sid=account))

    @api.delete("/<account>/Messages/<sid>.json")
    def delete(account: str, sid: str) -> Response:
        text = carrier.find(sid)
        if text.status in ("queued", "sent", "sending"):
            raise Refusal(409, 20009, "Cannot delete message because delivery has not been completed.")
        carrier.forget(text)
        return Response(status=204)

    _add_media(api, carrier)

    @api.get("/<account>.json")
    def account_resource(account: str) -> Response:
        return jsonify({"sid": account, "status": "active", "type": "Full", "friendly_name": "Rehearsal"})

    @api.get("/<account>/IncomingPhoneNumbers.json")
    def numbers(account: str) -> Response:
        lines = [{"phone_number": line, "capabilities": {"sms": True}} for line in sorted(carrier.lines)]
        return jsonify({"incoming_phone_numbers": lines, "page": 0, "page_size": 50, "next_page_uri": None})

    return api


def _add_media(api: Blueprint, carrier: Carrier) -> None:
    def find(sid: str, media_sid: str) -> Medium:
        for medium in carrier.find(sid).media:
            if medium.sid == media_sid.removesuffix(".json"):
                return medium
        raise Refusal(404, 20404, f"The requested resource {request.path} was not found")

    @api.get("/<account>/Messages/<sid>/Media.json")
    def media_of_text(account: str, sid: str) -> Response:
        text = carrier.find(sid)
        listed = [medium_json(medium, text, account_sid=account) for medium in text.media]
        return jsonify({"media_list": listed, "page": 0, "page_size": 50, "next_page_uri": None})

    @api.get("/<account>/Messages/<sid>/Media/<media_sid>")
    def media(account: str, sid: str, media_sid: str) -> Response:
        # As Twilio does: the API itself asks for credentials and then sends the caller to a store that does not.
        answer = Response(status=307)
        answer.headers["Location"] = f"{STORE}/{sid}/{find(sid, media_sid).sid}"
        return answer

    @api.get("/store/<sid>/<media_sid>")
    def stored(sid: str, media_sid: str) -> Response:
        medium = find(sid, media_sid)
        return Response(medium.content, content_type=medium.content_type)


def _refuse_by(fault: Fault) -> None:
    if fault.kind is FaultKind.THROTTLED:
        raise Refusal(429, fault.code or 20429, "Too Many Requests", fault.retry_after_s)
    if fault.kind is FaultKind.REJECTED:
        raise Refusal(400, fault.code or 21211, "The request was rejected")


def _page(carrier: Carrier, account: str) -> dict[str, Any]:
    asked = request.args
    exact, since, before = asked.get("DateSent"), asked.get("DateSent>"), asked.get("DateSent<")
    texts = carrier.listing(
        to=asked.get("To"),
        from_=asked.get("From"),
        since=_instant(exact or since, last=False),
        before=_instant(exact or before, last=True),
    )
    try:
        size = min(max(int(asked.get("PageSize", "50")), 1), 1000)
        page = max(int(asked.get("Page", "0")), 0)
    except ValueError:
        raise Refusal(400, 20001, "Page and PageSize must be numbers") from None
    # Twilio hands out a token with each next page, so that texts that arrive meanwhile do not shift it.
    token = asked.get("PageToken", "").removeprefix("PA")
    first = next((place + 1 for place, text in enumerate(texts) if text.sid == token), page * size)
    shown = texts[first : first + size]
    return {
        "first_page_uri": _uri(account, page=0, size=size, token=None),
        "end": first + len(shown) - 1 if shown else 0,
        "previous_page_uri": _uri(account, page=page - 1, size=size, token=None) if page else None,
        "messages": [as_json(text, account_sid=account) for text in shown],
        "uri": _uri(account, page=page, size=size, token=None),
        "page_size": size,
        "start": first,
        "next_page_uri": _uri(account, page=page + 1, size=size, token=shown[-1].sid)
        if len(texts) > first + size
        else None,
        "page": page,
    }


def _uri(account: str, *, page: int, size: int, token: str | None) -> str:
    kept = {name: value for name, value in request.args.items() if name not in ("Page", "PageSize", "PageToken")}
    query = {**kept, "PageSize": str(size), "Page": str(page)}
    if token:
        query["PageToken"] = f"PA{token}"
    return f"{API}/{account}/Messages.json?{urlencode(query)}"


def _instant(text: str | None, *, last: bool) -> datetime | None:
    """Read an instant or a whole day (its first instant, or its last)."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, 20001, f"The date {text} is not valid") from None
    if len(text) == 10:
        at = at + timedelta(days=1, microseconds=-1) if last else at
    return at if at.tzinfo else at.replace(tzinfo=UTC)
