"""What the carrier keeps of a text, how Twilio would show it, and the errors Twilio would give.

Data and shapes only. The fields are those of the Message resource of Twilio's REST API (2010-04-01).
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

API = "/2010-04-01/Accounts"


class Direction(StrEnum):
    """Who wrote the text."""

    OUTBOUND = "outbound-api"  # the service, through the REST API
    CARRIER = "outbound-reply"  # the carrier itself, answering an opt-out word
    INBOUND = "inbound"  # a person


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or file that a person attached."""

    content: bytes
    content_type: str
    sid: str = field(default_factory=lambda: "ME" + secrets.token_hex(16))


@dataclass(slots=True)
class Text:
    """One text the carrier knows, in either direction; times in machine time."""

    direction: Direction
    from_: str
    to: str
    body: str
    created_at: datetime
    status: str
    sid: str = field(default_factory=lambda: "SM" + secrets.token_hex(16))
    media: tuple[Medium, ...] = ()
    media_urls: tuple[str, ...] = ()
    segments: int = 1
    updated_at: datetime | None = None
    sent_at: datetime | None = None
    error_code: int | None = None
    status_callback: str = ""
    validity_s: int = 36000
    service_sid: str | None = None
    # What the service's webhook answered, one status per attempt; None is no answer.
    webhook_statuses: list[int | None] = field(default_factory=list)
    # The service's own time when the phone showed the text; for people's eyes only.
    shown_at: datetime | None = None

    @property
    def channel(self) -> str:
        """Answer sms or whatsapp."""
        return channel_of(self.to)


@dataclass(slots=True, eq=False)
class Refusal(Exception):
    """The provider refuses a request: HTTP status, Twilio's code and its words."""

    http_status: int
    code: int
    message: str
    retry_after_s: float | None = None


def channel_of(address: str) -> str:
    """Answer the channel of a Twilio address: whatsapp or sms."""
    return "whatsapp" if address.startswith("whatsapp:") else "sms"


def as_json(text: Text, *, account_sid: str) -> dict[str, Any]:
    """Show a text as the Message resource does."""
    uri = f"{API}/{account_sid}/Messages/{text.sid}"
    return {
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": format_datetime(text.created_at),
        "date_sent": format_datetime(text.sent_at) if text.sent_at else None,
        "date_updated": format_datetime(text.updated_at or text.created_at),
        "direction": text.direction.value,
        "error_code": text.error_code,
        "error_message": ERROR_MESSAGES.get(text.error_code) if text.error_code else None,
        "from": text.from_,
        "messaging_service_sid": text.service_sid,
        "num_media": str(len(text.media) or len(text.media_urls)),
        "num_segments": str(text.segments),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.to,
        "uri": f"{uri}.json",
    }


def medium_json(medium: Medium, text: Text, *, account_sid: str) -> dict[str, Any]:
    """Show a file of a text as the Media resource does."""
    return {
        "account_sid": account_sid,
        "content_type": medium.content_type,
        "date_created": format_datetime(text.created_at),
        "date_updated": format_datetime(text.created_at),
        "parent_sid": text.sid,
        "sid": medium.sid,
        "uri": f"{API}/{account_sid}/Messages/{text.sid}/Media/{medium.sid}.json",
    }


def error_json(refusal: Refusal) -> dict[str, Any]:
    """Show a refusal as Twilio does."""
    return {
        "code": refusal.code,
        "message": refusal.message,
        "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
        "status": refusal.http_status,
    }


ERROR_MESSAGES = {
    30001: "Queue overflow",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30036: "Validity Period Expired",
    63016: "Failed to send freeform message because you are outside the allowed window",
}
