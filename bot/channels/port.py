"""The port between the house and the providers: what came in, what goes out, what became of it.

Plain data and one protocol; every provider has one file beside this one that speaks it in both directions.
No vendor library, no Flask, no database and no clock is ever imported here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from delivery.messages import MessageStatus


class ChannelName(StrEnum):
    """The ways a person can be reached."""

    SMS = "sms"  # text messages, with pictures where the carrier has them; RCS counts here too
    WHATSAPP = "whatsapp"  # WhatsApp through Twilio; addresses are kept without the "whatsapp:" prefix
    EMAIL = "email"  # mail through SendGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRequest:
    """One request of a provider, as it arrived.

    `url` is the public one, built from settings and never from request headers, with the query string as it was sent.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    content_type: str

    def header(self, name: str) -> str:
        """Return a header whatever its case, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A reference to a file somebody sent; its bytes lie with the provider or in the kept payload (`part:N`)."""

    url: str | None
    content_type: str
    name: str | None = None
    size: int | None = None  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message from a person (or a machine) to one of our lines."""

    channel: ChannelName
    provider_id: str  # unique per channel; a second message with it is a repeat
    from_address: str
    to_address: str
    text: str  # what the person wrote now: a mail without quotes and signature
    payload: Mapping[str, str] | bytes  # as it came, whole
    payload_type: str  # MIME type of the payload
    subject: str | None = None
    media: tuple[Media, ...] = ()
    automatic: bool = False  # auto-reply, bounce, list: never answered
    authentic: bool = True  # the sender's address may be trusted
    mail_id: str | None = None  # Message-ID with its angle brackets
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_token: str | None = None  # <token> of a mail sent to r-<token>@
    carrier_consent: str | None = None  # "stop", "start", "help": the carrier has already answered this
    display_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """One message to hand to a provider."""

    id: int
    channel: ChannelName
    from_address: str
    to_address: str
    text: str
    from_name: str | None = None
    subject: str | None = None
    html: str | None = None
    media_urls: tuple[str, ...] = ()
    callback_url: str | None = None  # carries our message id, so that a lost answer can be found again
    valid_for_s: int | None = None  # after this many seconds the text is pointless
    mail_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    unsubscribe_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The provider took a message; nothing is said about its arrival."""

    provider_id: str
    status: MessageStatus
    segments: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a provider reports about one outgoing message."""

    message_id: int | None
    provider_id: str
    status: MessageStatus | None  # None: a word we do not know, or one that says nothing about delivery
    code: str | None = None
    opted_out: bool = False
    address_is_bad: bool = False  # the address will never work
    at: datetime | None = None
    event_id: str | None = None  # the same twice is a repeat
    address: str | None = None


class Failure(Exception):
    """The message was not accepted, or nobody can tell. The list of kinds below is closed."""


class Throttled(Failure):
    """The provider took nothing and asks to slow down."""

    def __init__(self, retry_after_s: float | None = None) -> None:
        super().__init__("throttled")
        self.retry_after_s = retry_after_s


class NotSent(Failure):
    """The request never left: it may be tried again."""


class Ambiguous(Failure):
    """The request left and no clear answer came back: it must not be repeated blindly."""


class Refused(Failure):
    """The provider said no, for good."""

    def __init__(
        self,
        code: str,
        reason: str,
        *,
        address_is_bad: bool = False,
        opted_out: bool = False,
        is_configuration: bool = False,
    ) -> None:
        super().__init__(f"refused with {code}: {reason}")
        self.code = code
        self.reason = reason
        self.address_is_bad = address_is_bad  # no message to this address will ever arrive
        self.opted_out = opted_out  # the person does not want our messages
        self.is_configuration = is_configuration  # ours to mend; says nothing about the person


class Forged(Exception):
    """The request does not come from the provider."""


class Malformed(Exception):
    """The request comes from the provider but lacks what every message has."""

    def __init__(self, provider_id: str | None = None) -> None:
        super().__init__(f"malformed request {provider_id or 'without an id'}")
        self.provider_id = provider_id


class Channel(Protocol):
    """A provider, both directions. Every remote call has an explicit time limit and raises only `Failure`."""

    @property
    def name(self) -> ChannelName:
        """The channel this is."""

    def verify_and_parse_inbound(self, request: WebhookRequest) -> tuple[InboundMessage, ...]:
        """Read the messages of a webhook; raise Forged or Malformed."""

    def verify_and_parse_receipts(self, request: WebhookRequest) -> tuple[Receipt, ...]:
        """Read the receipts of a webhook; raise Forged or Malformed."""

    def send(self, message: OutgoingMessage) -> Accepted:
        """Hand a message to the provider; raise a Failure."""

    def find_accepted(
        self, message: OutgoingMessage, *, since: datetime, known: Collection[str] = ()
    ) -> Accepted | None:
        """Ask the provider whether it accepted this message since then; `known` are provider ids of other messages."""

    def list_inbound(self, address: str, since: datetime) -> Iterable[InboundMessage]:
        """List what the provider received for one of our lines since then; nothing where it keeps no list."""

    def fetch_media(self, media: Media, *, payload: bytes | None = None, payload_type: str = "") -> bytes:
        """Return the bytes of a media reference, from the provider or from the kept payload; raise a Failure."""
