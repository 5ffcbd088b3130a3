"""Texts through Twilio, both directions: SMS, MMS, RCS and WhatsApp. One object per channel name.

Sends are made once and never repeated here. Twilio has no idempotency key, so a lost answer is found again by the
callback URL or by listing what it accepted. No database, no clock.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.response import Response
from twilio.rest import Client

from bot.channels import twilio_errors, twilio_webhooks
from bot.channels.port import (
    Accepted,
    Ambiguous,
    ChannelName,
    Failure,
    InboundMessage,
    Media,
    OutgoingMessage,
    Receipt,
    Refused,
    WebhookRequest,
)
from bot.channels.twilio_http import TwilioHttp
from delivery.messages import MessageStatus

API = "https://api.twilio.com"
VALIDITY_S = (6, 36_000)  # Twilio takes 1 to 36000 and advises more than 5
MOST_MEDIA_BYTES = 20 * 1024 * 1024
CLOCK_SKEW = timedelta(seconds=5)  # between their clock and ours, when asking "since"
MOST_LISTED = 1000
_UNREADABLE = (TwilioException, ValueError, KeyError, TypeError, AttributeError)
TRIAL_PREFIX = "Sent from your Twilio trial account - "


class TwilioSms:
    """Twilio as a channel; `name` says whether addresses are plain numbers or WhatsApp's."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        auth_token_previous: str | None = None,
        base_url: str = API,
        timeout_s: float = 10.0,
        name: ChannelName = ChannelName.SMS,
    ) -> None:
        self._account_sid = account_sid
        self._tokens = tuple(token for token in (auth_token, auth_token_previous) if token)
        self._auth = (account_sid, auth_token)
        self._http = TwilioHttp(base_url=base_url, timeout_s=timeout_s)
        self._client = Client(account_sid, auth_token, http_client=self._http)
        self._name = name

    @property
    def name(self) -> ChannelName:
        """The channel this is."""
        return self._name

    def verify_and_parse_inbound(self, request: WebhookRequest) -> tuple[InboundMessage, ...]:
        """Read the one message of a webhook, whichever of Twilio's channels it came by; raise Forged or Malformed."""
        parameters = self._verified(request)
        return (twilio_webhooks.inbound_message(parameters, payload_type=request.content_type),)

    def verify_and_parse_receipts(self, request: WebhookRequest) -> tuple[Receipt, ...]:
        """Read the one receipt of a status callback; raise Forged or Malformed."""
        return (twilio_webhooks.receipt(self._verified(request), url=request.url),)

    def send(self, message: OutgoingMessage) -> Accepted:
        """Create the message at Twilio, once; raise a Failure."""
        try:
            created = self._client.messages.create(**_request(message))
            return _accepted(created)
        except _UNREADABLE as error:
            raise _failure(error) from error

    def find_accepted(
        self, message: OutgoingMessage, *, since: datetime, known: Collection[str] = ()
    ) -> Accepted | None:
        """Return the oldest message Twilio created since then with the same parties and text, unless it is known.

        `since` is machine time. Raise a Failure if Twilio cannot be asked.
        """
        wanted = _request(message)
        # No date filter: DateSent is empty as long as a message is queued.
        listed = self._listed(to=wanted["to"], from_=wanted["from_"], limit=100)
        texts = (message.text.strip(), (TRIAL_PREFIX + message.text).strip())
        matches = [
            found
            for found in listed
            if found.sid not in known
            and not str(found.direction).startswith("inbound")
            and (found.body or "").strip() in texts
            and _created_at(found) >= since - CLOCK_SKEW
        ]
        return _accepted(min(matches, key=_created_at)) if matches else None

    def list_inbound(self, address: str, since: datetime) -> Iterator[InboundMessage]:
        """List what Twilio received for one of our lines since then, oldest first; raise a Failure."""
        to = _party(address, channel=self._name)
        listed = self._listed(to=to, date_sent_after=since - CLOCK_SKEW, limit=MOST_LISTED)
        for found in reversed(listed):
            if str(found.direction) == "inbound":
                yield twilio_webhooks.inbound_message(self._parameters(found))

    def fetch_media(self, media: Media, *, payload: bytes | None = None, payload_type: str = "") -> bytes:
        """Download a file a person sent; raise Refused for a URL that is not of our account, or another Failure."""
        url = media.url or ""
        if not self._http.is_media_of(self._account_sid, url):
            raise Refused("media_host", "the media is not ours to fetch")
        return self._http.download(url, auth=self._auth, most_bytes=MOST_MEDIA_BYTES)

    def _verified(self, request: WebhookRequest) -> Any:
        return twilio_webhooks.verified_parameters(request, account_sid=self._account_sid, tokens=self._tokens)

    def _listed(self, **filters: Any) -> list[Any]:
        try:
            found: list[Any] = self._client.messages.list(page_size=100, **filters)
            return found
        except _UNREADABLE as error:
            raise _failure(error) from error

    def _parameters(self, found: Any) -> dict[str, str]:
        parameters = {
            "MessageSid": found.sid,
            "AccountSid": found.account_sid or self._account_sid,
            "From": found.from_ or "",
            "To": found.to or "",
            "Body": found.body or "",
            "NumMedia": str(found.num_media or 0),
        }
        if parameters["NumMedia"] != "0":
            for n, media in enumerate(self._client.messages(found.sid).media.list(limit=32)):
                parameters[f"MediaUrl{n}"] = API + media.uri.removesuffix(".json")
                parameters[f"MediaContentType{n}"] = media.content_type
        return parameters


def _failure(error: Exception) -> Failure:
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return twilio_errors.failure(error.code, http_status=error.status)
    # A listing that was refused hides the answer in the arguments of a plain exception.
    answer = error.args[1] if isinstance(error, TwilioException) and len(error.args) > 1 else None
    if isinstance(answer, Response):
        return twilio_errors.failure(None, http_status=answer.status_code)
    return Ambiguous("an answer that cannot be read")


def _request(message: OutgoingMessage) -> dict[str, Any]:
    from_ = _party(message.from_address, channel=message.channel)
    to = _party(message.to_address, channel=message.channel)
    if from_.startswith("rcs:") and not to.startswith("rcs:"):
        to = f"rcs:{to}"
    request: dict[str, Any] = {"to": to, "from_": from_}
    if message.text or not message.media_urls:
        request["body"] = message.text
    if message.media_urls:
        request["media_url"] = list(message.media_urls)
    if message.callback_url:
        request["status_callback"] = message.callback_url
    if message.valid_for_s is not None:
        least, most = VALIDITY_S
        request["validity_period"] = max(least, min(message.valid_for_s, most))
    return request


def _party(address: str, *, channel: ChannelName) -> str:
    is_bare = channel is ChannelName.WHATSAPP and not address.startswith("whatsapp:")
    return f"whatsapp:{address}" if is_bare else address


def _accepted(created: Any) -> Accepted:
    if not created.sid:
        raise ValueError("a message without a sid")
    segments = str(created.num_segments or "0")
    return Accepted(
        provider_id=created.sid,
        # Taken is taken: a word we do not know, in an answer that says "created", still means it has left our house.
        status=twilio_errors.STATUSES.get(str(created.status), MessageStatus.SENT),
        segments=int(segments) if segments.isdigit() and segments != "0" else None,
    )


def _created_at(found: Any) -> datetime:
    at = found.date_created
    return at if isinstance(at, datetime) else datetime.min.replace(tzinfo=UTC)
