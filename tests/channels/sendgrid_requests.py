"""SendGrid's side of the webhooks: posts of Inbound Parse, raw and parsed, and batches of events, signed or not."""

import base64
import json
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.channels.port import WebhookRequest

INBOUND_URL = "https://doorstep.example/webhooks/sendgrid/inbound"
EVENTS_URL = "https://doorstep.example/webhooks/sendgrid/events"
SIGNED_AT = "1795442400"
KEY = ec.derive_private_key(20261123, ec.SECP256R1())
OTHER_KEY = ec.derive_private_key(20261124, ec.SECP256R1())
BOUNDARY = "xYzZY-boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"

Files = Mapping[str, tuple[str, str, bytes]]

FIELDS: dict[str, bytes | str] = {
    "headers": (
        "Received: by mx.example\nMessage-ID: <m1@mail.example>\nDate: Mon, 23 Nov 2026 09:00:00 -0500\n"
        "From: Ann <ann@mail.example>\nTo: track@acme.example\nSubject: Where is it?\n"
        "In-Reply-To: <out-7@acme.example>\nReferences: <out-1@acme.example> <out-7@acme.example>\n"
    ),
    "from": "Ann <Ann@mail.example>",
    "to": "Acme <track@acme.example>",
    "subject": "Where is it?",
    "text": "where is AC-7F3K9Q\n\nOn Mon, Nov 23, 2026 at 8:00 AM Acme <track@acme.example> wrote:\n> STOP\n",
    "envelope": '{"to":["Track@acme.example"],"from":"ann@mail.example"}',
    "charsets": '{"to":"UTF-8","subject":"UTF-8","from":"UTF-8","text":"UTF-8"}',
    "dkim": "{@mail.example : pass}",
    "SPF": "pass",
    "attachments": "0",
}


def public_key(key: ec.EllipticCurvePrivateKey = KEY) -> str:
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def multipart(fields: Mapping[str, bytes | str | None], files: Files | None = None) -> bytes:
    parts = []
    for name, value in fields.items():
        if value is not None:
            octets = value.encode() if isinstance(value, str) else value
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + octets)
    for name, (filename, kind, content) in (files or {}).items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'
        parts.append(head.encode() + content)
    delimiter = f"--{BOUNDARY}".encode()
    return b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in parts) + delimiter + b"--\r\n"


def post(
    body: bytes,
    *,
    url: str = INBOUND_URL,
    content_type: str = MULTIPART,
    key: ec.EllipticCurvePrivateKey | None = KEY,
    signed_at: str = SIGNED_AT,
) -> WebhookRequest:
    headers = {}
    if key:
        signature = base64.b64encode(key.sign(signed_at.encode() + body, ec.ECDSA(SHA256()))).decode()
        headers = {
            "X-Twilio-Email-Event-Webhook-Signature": signature,
            "X-Twilio-Email-Event-Webhook-Timestamp": signed_at,
        }
    return WebhookRequest(method="POST", url=url, headers=headers, body=body, content_type=content_type)


def parsed(files: Files | None = None, **changes: bytes | str | None) -> WebhookRequest:
    """Return a post of a mail SendGrid has taken apart; `sender` is its `from`."""
    if "sender" in changes:
        changes["from"] = changes.pop("sender")
    return post(multipart({**FIELDS, **changes}, files))


def raw(mail: bytes | EmailMessage, **changes: bytes | str | None) -> WebhookRequest:
    """Return a post of a whole mail."""
    octets = mail.as_bytes() if isinstance(mail, EmailMessage) else mail
    kept = {name: FIELDS[name] for name in ("from", "to", "subject", "envelope", "dkim", "SPF")}
    return post(multipart({**kept, "email": octets, **changes}))


def a_mail(text: str = "where is AC-7F3K9Q", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    given = {
        "Message-ID": "<m1@mail.example>",
        "From": "Ann <ann@mail.example>",
        "To": "track@acme.example",
        "Subject": "Where is it?",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in given.items():
        mail[name] = value
    mail.set_content(text)
    return mail


def events(*batch: Mapping[str, Any], key: ec.EllipticCurvePrivateKey | None = KEY) -> WebhookRequest:
    body = json.dumps(list(batch)).encode() + b"\r\n"
    return post(body, url=EVENTS_URL, content_type="application/json", key=key)


def event(word: str, **changes: Any) -> dict[str, Any]:
    return {
        "event": word,
        "email": "Ann@mail.example",
        "timestamp": 1795442400,
        "sg_event_id": f"event-{word}",
        "sg_message_id": "abc-DEF_1.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",
        "doorstep_message": "42",
        **changes,
    }
