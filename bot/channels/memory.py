"""A channel that keeps what it is given: for tests, for development without a provider, and for nothing else.

Its webhooks are JSON lists of the port's own fields, signed with a shared word; its answers can be scripted.
"""

import itertools
import json
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.channels.port import (
    Accepted,
    Ambiguous,
    ChannelName,
    Failure,
    Forged,
    InboundMessage,
    Malformed,
    Media,
    OutgoingMessage,
    Receipt,
    Refused,
    WebhookRequest,
)
from delivery.messages import MessageStatus

SIGNATURE = "X-Memory-Signature"


@dataclass(frozen=True, slots=True)
class Taken:
    """A message the channel has accepted, whatever it answered."""

    message: OutgoingMessage
    accepted: Accepted


class MemoryChannel:
    """A provider in memory. `script` answers before the default does: it accepts, in order, or raises."""

    def __init__(self, name: ChannelName = ChannelName.SMS, *, secret: str = "memory") -> None:
        self._name = name
        self._secret = secret
        self._script: deque[Failure | Accepted] = deque()
        # One step even between threads; the length of a list is two.
        self._numbers = itertools.count(1)
        self.sent: list[Taken] = []
        self.tried: list[OutgoingMessage] = []
        self.received: list[tuple[datetime, InboundMessage]] = []
        self.files: dict[str, bytes] = {}

    @property
    def name(self) -> ChannelName:
        """The channel this is."""
        return self._name

    def script(self, *outcomes: Failure | Accepted, accepts_anyway: bool = False) -> None:
        """Say how the next sends end; `accepts_anyway` makes each ambiguous one a message whose answer was lost."""
        for outcome in outcomes:
            if accepts_anyway and isinstance(outcome, Ambiguous):
                outcome = _Lost(*outcome.args)
            self._script.append(outcome)

    def verify_and_parse_inbound(self, request: WebhookRequest) -> tuple[InboundMessage, ...]:
        """Read the messages of a JSON list; raise Forged or Malformed."""
        return tuple(self._inbound(fields) for fields in self._verified(request))

    def verify_and_parse_receipts(self, request: WebhookRequest) -> tuple[Receipt, ...]:
        """Read the receipts of a JSON list; raise Forged or Malformed."""
        return tuple(_receipt(fields) for fields in self._verified(request))

    def send(self, message: OutgoingMessage) -> Accepted:
        """Keep the message and answer as scripted, else accept; raise a Failure."""
        self.tried.append(message)
        outcome = self._script.popleft() if self._script else None
        if isinstance(outcome, Failure) and not isinstance(outcome, _Lost):
            raise outcome
        accepted = outcome if isinstance(outcome, Accepted) else self._accept()
        self.sent.append(Taken(message, accepted))
        if isinstance(outcome, _Lost):
            raise Ambiguous(*outcome.args)
        return accepted

    def find_accepted(
        self, message: OutgoingMessage, *, since: datetime, known: Collection[str] = ()
    ) -> Accepted | None:
        """Return the first message kept with the same parties and text, unless it is known."""
        wanted = (message.from_address, message.to_address, message.text)
        for taken in self.sent:
            found = (taken.message.from_address, taken.message.to_address, taken.message.text)
            if found == wanted and taken.accepted.provider_id not in known:
                return taken.accepted
        return None

    def list_inbound(self, address: str, since: datetime) -> tuple[InboundMessage, ...]:
        """List what was put into `received` for one of our lines since then."""
        return tuple(message for at, message in self.received if at >= since and message.to_address == address)

    def fetch_media(self, media: Media, *, payload: bytes | None = None, payload_type: str = "") -> bytes:
        """Return what was put into `files` under the reference; raise Refused where there is nothing."""
        content = self.files.get(media.url or "")
        if content is None:
            raise Refused("no_file", "there is no such file")
        return content

    def _accept(self) -> Accepted:
        return Accepted(provider_id=f"{self._name}-{next(self._numbers)}", status=MessageStatus.SENT, segments=1)

    def _verified(self, request: WebhookRequest) -> list[dict[str, Any]]:
        if request.header(SIGNATURE) != self._secret:
            raise Forged("wrong signature")
        try:
            listed = json.loads(request.body)
        except ValueError as error:
            raise Malformed from error
        if not isinstance(listed, list) or not all(isinstance(fields, dict) for fields in listed):
            raise Malformed
        return listed

    def _inbound(self, fields: dict[str, Any]) -> InboundMessage:
        try:
            message = InboundMessage(
                channel=self._name,
                provider_id=fields["provider_id"],
                from_address=fields["from_address"],
                to_address=fields["to_address"],
                text=fields.get("text", ""),
                payload=json.dumps(fields).encode(),
                payload_type="application/json",
            )
        except KeyError as error:
            raise Malformed(fields.get("provider_id")) from error
        media = tuple(Media(url=item["url"], content_type=item["content_type"]) for item in fields.get("media", ()))
        return replace(message, media=media, carrier_consent=fields.get("carrier_consent"))


class _Lost(Failure):
    """The message is taken and the answer is lost."""


def _receipt(fields: dict[str, Any]) -> Receipt:
    word = str(fields.get("status"))
    return Receipt(
        message_id=fields.get("message_id"),
        provider_id=str(fields.get("provider_id", "")),
        status=MessageStatus(word) if word in MessageStatus.__members__.values() else None,
        code=fields.get("code"),
        opted_out=bool(fields.get("opted_out")),
    )
