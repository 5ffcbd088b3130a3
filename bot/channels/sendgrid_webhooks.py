"""SendGrid's webhooks: is it SendGrid, which mail came in, what became of the ones that went out. Pure.

The SDK's own helpers are not used: the one for inbound mail cannot be imported, the one for signatures refuses bytes.
"""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bot.channels import email_text, mail_form, mail_parse, mail_trust
from bot.channels.port import ChannelName, Forged, InboundMessage, Malformed, Receipt, WebhookRequest
from bot.channels.storable import storable
from delivery.messages import MessageStatus

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
MESSAGE_ARGUMENT = "doorstep_message"

# SendGrid's words for the life of a mail. The others (open, click, ...) are noise made by scanners: they say nothing.
STATUSES: dict[str, MessageStatus] = {
    "processed": MessageStatus.SENT,
    "deferred": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "bounce": MessageStatus.UNDELIVERED,
    "blocked": MessageStatus.UNDELIVERED,
    "dropped": MessageStatus.FAILED,
}
_OPT_OUTS = frozenset(("spamreport", "unsubscribe", "group_unsubscribe"))
_DROPPED_BY_PERSON = re.compile(r"unsubscrib|spam report", re.IGNORECASE)
_DROPPED_ADDRESS = re.compile(r"bounced address|invalid", re.IGNORECASE)
# The API answers with the first part of the id that events carry.
_SERVER_PART = re.compile(r"\.(?:filter|recv).*$", re.DOTALL)
_REPLY_TO = re.compile(r"^r-([^@\s]+)@", re.IGNORECASE)
_MOST_ID = 250
_ROW = re.compile(r"[0-9]{1,18}")


def public_key(base64_der: str) -> ec.EllipticCurvePublicKey:
    """Return the key SendGrid shows as base64; raise ValueError for anything else."""
    key = load_der_public_key(base64.b64decode("".join(base64_der.split()), validate=True))
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("not an elliptic curve key")
    return key


def verify(request: WebhookRequest, *, key: ec.EllipticCurvePublicKey) -> None:
    """Check that the holder of the key signed timestamp and raw body; raise Forged otherwise."""
    try:
        signature = base64.b64decode(request.header(SIGNATURE), validate=True)
        key.verify(signature, request.header(TIMESTAMP).encode() + request.body, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise Forged("wrong signature") from error


def inbound_message(request: WebhookRequest) -> InboundMessage:
    """Return the mail of an Inbound Parse post, raw or parsed; raise Malformed without sender or recipient."""
    form = mail_form.parse(request.body, content_type=request.content_type)
    mail = mail_parse.parse(form)
    recipient = next((to for to in mail.recipients if _REPLY_TO.match(to)), next(iter(mail.recipients), ""))
    if not (recipient and mail.from_address):
        raise Malformed(mail.mail_id)
    token = _REPLY_TO.match(recipient)
    return InboundMessage(
        channel=ChannelName.EMAIL,
        provider_id=_provider_id(mail),
        from_address=mail.from_address,
        to_address=recipient.lower(),
        text=email_text.reply_text(mail.text),
        subject=mail.subject or None,
        media=tuple(attachment.media for attachment in mail.attachments),
        automatic=mail_trust.is_automatic(mail),
        authentic=mail_trust.is_authentic(mail, form),
        payload=request.body,
        payload_type=request.content_type,
        mail_id=mail.mail_id,
        in_reply_to=next(iter(mail.mail_ids("In-Reply-To")), None),
        references=mail.mail_ids("References"),
        reply_token=token[1] if token else None,
        display_name=mail.from_name,
    )


def receipts(body: bytes) -> tuple[Receipt, ...]:
    """Return the receipts of an event batch; raise Malformed where it is not a JSON array. Odd elements are skipped."""
    try:
        batch = json.loads(body, object_hook=_storable_values)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(batch, list):
        raise Malformed
    return tuple(_receipt(event) for event in batch if isinstance(event, dict))


def provider_id(sg_message_id: str) -> str:
    """Return the part of an event's message id that the API answered when it took the mail."""
    return _SERVER_PART.sub("", sg_message_id)


def _storable_values(event: dict[str, Any]) -> dict[str, Any]:
    return {name: storable(value) if isinstance(value, str) else value for name, value in event.items()}


def _receipt(event: dict[str, Any]) -> Receipt:
    word = str(event.get("event") or "").lower()
    reason = str(event.get("reason") or "")
    ours = str(event.get(MESSAGE_ARGUMENT) or "")
    is_hard_bounce = word == "bounce" and str(event.get("type") or "bounce").lower() == "bounce"
    is_dropped = word == "dropped"
    return Receipt(
        message_id=int(ours) if _ROW.fullmatch(ours) else None,
        provider_id=provider_id(str(event.get("sg_message_id") or "")),
        status=STATUSES.get(word),
        code=str(event["status"]) if event.get("status") else None,
        opted_out=word in _OPT_OUTS or (is_dropped and bool(_DROPPED_BY_PERSON.search(reason))),
        address_is_bad=is_hard_bounce or (is_dropped and bool(_DROPPED_ADDRESS.search(reason))),
        at=_instant(event.get("timestamp")),
        event_id=str(event["sg_event_id"]) if event.get("sg_event_id") else None,
        address=str(event["email"]).lower() if event.get("email") else None,
    )


def _instant(timestamp: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(timestamp)), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _provider_id(mail: mail_parse.Mail) -> str:
    if mail.mail_id and len(mail.mail_id) <= _MOST_ID:
        return mail.mail_id
    parts = (mail.mail_id or "", mail.from_address, mail.subject, mail.header("Date"), mail.text)
    return "digest:" + hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()
