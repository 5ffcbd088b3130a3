"""Mail through SendGrid, both directions.

Sends are made once and never repeated here. SendGrid has no idempotency key and no list of what it took: a lost answer
is found again by the events, which carry our message id. No database; the clock is only asked how old a signature is.
"""

import errno
import http.client
import json
import logging
import re
import socket
import ssl
import urllib.error
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

import structlog
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import (
    ClickTracking,
    CustomArg,
    From,
    Header,
    HtmlContent,
    Mail,
    OpenTracking,
    PlainTextContent,
    ReplyTo,
    Subject,
    To,
    TrackingSettings,
)

from bot.channels import mail_form, mail_parse, sendgrid_webhooks
from bot.channels.port import (
    Accepted,
    Ambiguous,
    ChannelName,
    Failure,
    InboundMessage,
    Malformed,
    Media,
    NotSent,
    OutgoingMessage,
    Receipt,
    Refused,
    Throttled,
    WebhookRequest,
)
from bot.channels.throttling import retry_after_s
from delivery.messages import MessageStatus

API = "https://api.sendgrid.com"
OLD_SIGNATURE_S = 600

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_UNREACHABLE = frozenset(
    (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ETIMEDOUT, errno.EADDRNOTAVAIL)
)

log = structlog.get_logger(__name__)


class SendGridEmail:
    """SendGrid as a channel. Keys are base64 DER as SendGrid shows them; raise ValueError for one that is not."""

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str = API,
        inbound_public_key: str | None = None,
        event_public_key: str | None = None,
        timeout_s: float = 10.0,
        machine_now: Callable[[], datetime] | None = None,
    ) -> None:
        self._client = SendGridAPIClient(api_key, host=base_url.rstrip("/"))
        self._client.client.timeout = timeout_s
        self._inbound_key = sendgrid_webhooks.public_key(inbound_public_key) if inbound_public_key else None
        self._event_key = sendgrid_webhooks.public_key(event_public_key) if event_public_key else None
        self._machine_now = machine_now
        # It writes whole mails to its debug log.
        logging.getLogger("python_http_client").setLevel(logging.WARNING)

    @property
    def name(self) -> ChannelName:
        """The channel this is."""
        return ChannelName.EMAIL

    def verify_and_parse_inbound(self, request: WebhookRequest) -> tuple[InboundMessage, ...]:
        """Read the mail of an Inbound Parse post; raise Malformed, and Forged where a key is set."""
        if self._inbound_key:
            sendgrid_webhooks.verify(request, key=self._inbound_key)
            self._note_age(request)
        return (sendgrid_webhooks.inbound_message(request),)

    def verify_and_parse_receipts(self, request: WebhookRequest) -> tuple[Receipt, ...]:
        """Read the receipts of an event batch; raise Malformed, and Forged where a key is set."""
        if self._event_key:
            sendgrid_webhooks.verify(request, key=self._event_key)
            self._note_age(request)
        return sendgrid_webhooks.receipts(request.body)

    def send(self, message: OutgoingMessage) -> Accepted:
        """Hand the mail to SendGrid, once; raise a Failure."""
        try:
            answer = self._client.send(_request(message))
        except HTTPError as error:
            raise _refusal(error) from error
        except urllib.error.URLError as error:
            raise _connection_failure(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise Ambiguous(type(error).__name__) from error
        # urllib follows a redirect with a GET: only 202 says that a mail was taken.
        if answer.status_code != 202:
            raise Ambiguous(f"HTTP {answer.status_code}")
        given = (
            answer.headers.get("X-Message-Id")
            or message.mail_id
            or f"{sendgrid_webhooks.MESSAGE_ARGUMENT}:{message.id}"
        )
        return Accepted(provider_id=given, status=MessageStatus.SENT)

    def find_accepted(
        self, message: OutgoingMessage, *, since: datetime, known: Collection[str] = ()
    ) -> Accepted | None:
        """Find nothing: SendGrid keeps no list; its events tell."""
        return None

    def list_inbound(self, address: str, since: datetime) -> Iterable[InboundMessage]:
        """List nothing: SendGrid keeps no list; it repeats a post for three days instead."""
        return ()

    def fetch_media(self, media: Media, *, payload: bytes | None = None, payload_type: str = "") -> bytes:
        """Return an attachment out of the kept payload; raise Refused where it is not there."""
        try:
            mail = mail_parse.parse(mail_form.parse(payload or b"", content_type=payload_type))
        except Malformed as error:
            raise Refused("no_payload", "the mail is no longer kept") from error
        for attachment in mail.attachments:
            if attachment.media.url == media.url:
                return attachment.content
        raise Refused("no_part", "the mail has no such attachment")

    def _note_age(self, request: WebhookRequest) -> None:
        """Log an old signature and go on: posts are repeated for days, and nobody knows whether signed anew."""
        signed_at = request.header(sendgrid_webhooks.TIMESTAMP)
        if self._machine_now and signed_at.isascii() and signed_at.isdigit():
            age_s = self._machine_now().timestamp() - int(signed_at)
            if abs(age_s) > OLD_SIGNATURE_S:
                log.info("signature_is_old", channel=self.name, age_s=round(age_s))


def _request(message: OutgoingMessage) -> dict[str, Any]:
    mail = Mail(
        from_email=From(_safe(message.from_address), _safe(message.from_name or "") or None),
        to_emails=To(_safe(message.to_address)),
        # SendGrid refuses mail without a subject or without words.
        subject=Subject(_safe(message.subject or "") or _safe(message.from_name or "") or "Delivery"),
        plain_text_content=PlainTextContent(message.text or " "),
        html_content=HtmlContent(message.html) if message.html else None,
    )
    if message.reply_to:
        mail.reply_to = ReplyTo(_safe(message.reply_to))
    for name, value in _headers(message).items():
        mail.add_header(Header(name, _safe(value)))
    mail.add_custom_arg(CustomArg(sendgrid_webhooks.MESSAGE_ARGUMENT, str(message.id)))
    # Rewritten links would show our tokens to a third party and look like fraud.
    mail.tracking_settings = TrackingSettings(ClickTracking(False, False), OpenTracking(False))
    request: dict[str, Any] = mail.get()
    return request


def _headers(message: OutgoingMessage) -> dict[str, str]:
    # RFC 3834, section 5: an answer is told from a mail that nobody asked for.
    is_answer = message.in_reply_to and not message.unsubscribe_url
    submitted = "auto-replied" if is_answer else "auto-generated"
    headers = {"Auto-Submitted": submitted, "X-Auto-Response-Suppress": "All"}
    if message.mail_id:
        headers["Message-ID"] = _angled(message.mail_id)
    if message.in_reply_to:
        headers["In-Reply-To"] = _angled(message.in_reply_to)
    if message.references:
        headers["References"] = " ".join(_angled(mail_id) for mail_id in message.references)
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _angled(mail_id: str) -> str:
    return f"<{mail_id.strip().strip('<>')}>"


def _safe(value: str) -> str:
    """Return a value on one line: nothing a person wrote may start a header of its own."""
    return _CONTROL.sub(" ", value).strip()


def _refusal(error: HTTPError) -> Failure:
    status = int(error.status_code)
    if status == 429:
        return Throttled(retry_after_s(dict(error.headers or {})))
    if status >= 500:
        return Ambiguous(f"HTTP {status}")
    fields = _blamed_fields(error.body)
    is_address = status == 400 and any(field.startswith("personalizations") and ".to" in field for field in fields)
    return Refused(
        str(status),
        "the mail was not accepted",
        address_is_bad=is_address,
        is_configuration=status in (401, 403, 404, 405) or any(field.startswith("from") for field in fields),
    )


def _blamed_fields(body: bytes) -> list[str]:
    try:
        errors = json.loads(body)["errors"]
        return [str(item.get("field") or "") for item in errors]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _connection_failure(error: urllib.error.URLError) -> Failure:
    """Say whether the request never left; urllib wraps failures of connecting and of writing alike."""
    reason = error.reason
    if isinstance(reason, TimeoutError | socket.gaierror | ssl.SSLCertVerificationError):
        return NotSent("no connection")
    if isinstance(reason, OSError) and reason.errno in _UNREACHABLE:
        return NotSent("no connection")
    return Ambiguous(type(reason).__name__)
