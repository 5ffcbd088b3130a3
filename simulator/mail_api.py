"""SendGrid's REST API as far as the service uses it: sending a mail and asking what the key may do."""

import hmac
import threading
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator import misbehaviour
from simulator.faults import BEFORE_ACCEPTING, FaultKind, Stage
from simulator.letters import MailRefusal, errors_json
from simulator.mail import MailProvider


def create_blueprint(provider: MailProvider, *, api_key: str, released: threading.Event) -> Blueprint:
    """Build the mail provider's half of the server."""
    api = Blueprint("mail", __name__, url_prefix="/v3")

    @api.before_request
    def authenticate() -> None:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {api_key}".encode()):
            raise MailRefusal(401, "The provided authorization grant is invalid, expired, or revoked")

    @api.errorhandler(MailRefusal)
    def refuse(refusal: MailRefusal) -> Response:
        answer = jsonify(errors_json(refusal))
        answer.status_code = refusal.http_status
        if refusal.http_status == 429:
            answer.headers.update({"X-RateLimit-Limit": "600", "X-RateLimit-Remaining": "0"})
        if refusal.retry_after_s is not None:
            answer.headers["Retry-After"] = f"{refusal.retry_after_s:g}"
        return answer

    @api.post("/mail/send")
    def send() -> Response:
        with provider.board:
            provider.requests += 1
        mail = request.get_json(silent=True)
        if not isinstance(mail, dict):
            raise MailRefusal(400, "Bad Request")
        fault = provider.faults.take(Stage.REQUEST, channel="email", address=_receiver(mail))
        if fault and fault.kind is FaultKind.THROTTLED:
            raise MailRefusal(429, "too many requests", None, fault.retry_after_s)
        if fault and fault.kind is FaultKind.REJECTED:
            raise MailRefusal(fault.code or 400, "The request was rejected")
        if fault and fault.kind in BEFORE_ACCEPTING:
            return misbehaviour.suffer(fault, environ=request.environ, released=released, usual=Response())
        usual = Response(status=202, headers={"X-Message-Id": provider.accept(mail)})
        if fault is None:
            return usual
        return misbehaviour.suffer(fault, environ=request.environ, released=released, usual=usual)

    @api.get("/scopes")
    def scopes() -> Response:
        return jsonify({"scopes": ["mail.send"]})

    return api


def _receiver(mail: Mapping[str, Any]) -> str:
    try:
        return str(mail["personalizations"][0]["to"][0]["email"]).lower()
    except (KeyError, IndexError, TypeError):
        return ""
