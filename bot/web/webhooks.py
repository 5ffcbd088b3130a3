"""What providers post: verified and parsed by the channel, handed to a use case, answered at once.

A repeat is a success. A provider is sent away with 503 when the database is down, so that it comes again.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from bot.channels.port import Channel, ChannelName, Forged, InboundMessage, Malformed, Receipt, WebhookRequest
from bot.usecases import receive_message, record_receipt
from bot.web.bodies import raw_body
from bot.web.errors import Refused
from bot.web.house import the_house, the_services
from bot.web.requests import note
from models.session import DatabaseDown

T = TypeVar("T")

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")
LARGEST_MAIL = 40 * 1024 * 1024
"""Bytes; a mail with its attachments may have 30 MB, and its form is a little larger."""
log = structlog.get_logger(__name__)


@blueprint.post("/twilio/messages")
def twilio_messages() -> Response:
    """Take in a text; every reply goes out through the message rows, so the answer is empty."""
    return _xml(_inbound(_twilio()))


@blueprint.post("/twilio/status/<row:message_id>")
def twilio_status(message_id: int) -> Response:
    """Take in what became of one of our texts."""
    note(message=message_id)
    return _xml(_receipts(_twilio(), message_id=message_id))


@blueprint.post("/sendgrid/inbound")
def sendgrid_inbound() -> Response:
    """Take in a mail."""
    request.max_content_length = LARGEST_MAIL
    return _plain(_inbound(_channel(ChannelName.EMAIL)))


@blueprint.post("/sendgrid/events")
def sendgrid_events() -> Response:
    """Take in what became of our mails."""
    return _plain(_receipts(_channel(ChannelName.EMAIL)))


def _inbound(channel: Channel) -> int:
    messages = _verified(channel.verify_and_parse_inbound)
    return _each(messages, _receive)


def _receipts(channel: Channel, *, message_id: int | None = None) -> int:
    receipts = _verified(channel.verify_and_parse_receipts)
    return _each(receipts, lambda receipt: _record(receipt, message_id))


def _receive(inbound: InboundMessage) -> str:
    return str(receive_message.receive(the_services(), inbound))


def _record(receipt: Receipt, message_id: int | None) -> str:
    return "recorded" if record_receipt.record(the_services(), receipt, message_id=message_id) else "ignored"


def _verified(parse: Callable[[WebhookRequest], tuple[T, ...]]) -> tuple[T, ...]:
    try:
        return parse(_as_it_arrived())
    except Forged:
        _count("forged")
        raise Refused(403, "The signature is not the provider's.") from None
    except Malformed as error:
        _count("malformed")
        note(provider_id=error.provider_id)
        raise Refused(400, "The request lacks what every message has.") from None


def _as_it_arrived() -> WebhookRequest:
    # Signed is the address the provider knows, which neither Host nor a proxy's headers may change.
    query = request.environ.get("QUERY_STRING", "")
    return WebhookRequest(
        method=request.method,
        url=the_house().settings.public_url + request.path + (f"?{query}" if query else ""),
        headers=dict(request.headers.items()),
        body=raw_body(),
        content_type=request.content_type or "",
    )


def _each(items: Iterable[T], take_in: Callable[[T], str]) -> int:
    """Take in each item for itself: one that fails must not keep the others of its batch from us."""
    outcomes: list[str] = []
    failure: Exception | None = None
    for item in items:
        try:
            outcomes.append(take_in(item))
        except DatabaseDown:
            raise
        except Exception as error:
            failure = error
            log.error("not taken in", error=type(error).__name__, provider_id=getattr(item, "provider_id", None))
            outcomes.append("failed")
        _count(outcomes[-1])
    note(outcome=",".join(sorted(set(outcomes))) or "nothing", items=len(outcomes))
    if len(outcomes) == 1:
        note(provider_id=getattr(item, "provider_id", None))
    if failure is not None:
        raise failure
    return len(outcomes)


def _count(outcome: str) -> None:
    note(outcome=outcome)
    the_house().meters.outcomes.labels(request.endpoint, outcome).inc()


def _twilio() -> Channel:
    # One adapter serves both; which of them a message came by is written in its parties.
    channels = the_services().channels
    channel = channels.get(ChannelName.SMS) or channels.get(ChannelName.WHATSAPP)
    if channel is None:
        raise NotFound
    return channel


def _channel(name: ChannelName) -> Channel:
    channel = the_services().channels.get(name)
    if channel is None:
        raise NotFound
    return channel


def _xml(_count: int) -> Response:
    # Anything but an XML type makes Twilio log an error for each text.
    return Response("<Response/>", content_type="text/xml")


def _plain(_count: int) -> Response:
    return Response("", content_type="text/plain")
