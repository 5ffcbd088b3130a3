"""Twilio's side of the webhooks, signed by our own reading of its rules and not by its SDK."""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from bot.channels.port import WebhookRequest

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "token-of-the-account"
INBOUND_URL = "https://doorstep.example/webhooks/twilio/messages"
STATUS_URL = "https://doorstep.example/webhooks/twilio/status/42"

INBOUND = {
    "MessageSid": "SM00000000000000000000000000000001",
    "SmsSid": "SM00000000000000000000000000000001",
    "AccountSid": ACCOUNT,
    "From": "+15005550201",
    "To": "+15005550006",
    "Body": "where is AC-7F3K9Q",
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsStatus": "received",
    "ApiVersion": "2010-04-01",
    "ANewParameter": "which nobody announced",
}


def signature(url: str, parameters: dict[str, str], *, token: str = TOKEN) -> str:
    signed = url + "".join(name + parameters[name] for name in sorted(parameters))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def form_post(url: str, parameters: dict[str, str], *, token: str = TOKEN, signed: str | None = None) -> WebhookRequest:
    return WebhookRequest(
        method="POST",
        url=url,
        headers={"x-twilio-signature": signature(url, parameters, token=token) if signed is None else signed},
        body=urlencode(parameters).encode(),
        content_type="application/x-www-form-urlencoded; charset=UTF-8",
    )


def inbound(*, token: str = TOKEN, **changes: str | None) -> WebhookRequest:
    merged = {name: value for name, value in {**INBOUND, **changes}.items() if value is not None}
    return form_post(INBOUND_URL, merged, token=token)


def status(word: str, *, url: str = STATUS_URL, **changes: str) -> WebhookRequest:
    parameters = {
        "MessageSid": "SM0000000000000000000000000000000f",
        "AccountSid": ACCOUNT,
        "From": "+15005550006",
        "To": "+15005550201",
        "MessageStatus": word,
        **changes,
    }
    return form_post(url, parameters)


def message_resource(**changes: Any) -> bytes:
    """Return a message as the REST API shows it."""
    return json.dumps({**_RESOURCE, **changes}).encode()


def message_page(*messages: dict[str, Any]) -> bytes:
    """Return a list of messages as the REST API shows it, newest first."""
    listed = [{**_RESOURCE, **message} for message in messages]
    return json.dumps({"messages": listed, "page": 0, "page_size": 100, "next_page_uri": None, "uri": "/x"}).encode()


_RESOURCE: dict[str, Any] = {
    "sid": "SM0000000000000000000000000000000f",
    "account_sid": ACCOUNT,
    "from": "+15005550006",
    "to": "+15005550201",
    "body": "Your delivery is 3 stops away.",
    "status": "queued",
    "direction": "outbound-api",
    "num_segments": "1",
    "num_media": "0",
    "date_created": "Mon, 23 Nov 2026 14:00:00 +0000",
    "date_sent": None,
    "date_updated": "Mon, 23 Nov 2026 14:00:00 +0000",
    "error_code": None,
    "error_message": None,
    "api_version": "2010-04-01",
    "messaging_service_sid": None,
    "price": None,
    "price_unit": "USD",
    "uri": "/2010-04-01/Accounts/AC/Messages/SM.json",
    "subresource_uris": {},
}
