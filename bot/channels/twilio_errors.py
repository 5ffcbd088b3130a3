"""What Twilio's error codes and status words mean for us, as data. Pure; nothing here talks to anybody.

Codes are from twilio.com/docs/api/errors. Message texts of Twilio change without notice and are never looked at.
"""

from dataclasses import dataclass

from bot.channels.port import Failure, Refused, Throttled
from delivery.messages import MessageStatus


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one error code says about the address, the person or ourselves."""

    reason: str
    address_is_bad: bool = False
    opted_out: bool = False
    is_configuration: bool = False
    wait_s: float | None = None  # nothing was created and the same request may succeed after this long


def _bad(reason: str) -> Meaning:
    return Meaning(reason, address_is_bad=True)


def _ours(reason: str) -> Meaning:
    return Meaning(reason, is_configuration=True)


def _later(reason: str, wait_s: float) -> Meaning:
    return Meaning(reason, wait_s=wait_s)


MEANINGS: dict[int, Meaning] = {
    21211: _bad("the recipient is not a phone number"),
    21217: _bad("the recipient is not a phone number"),
    21265: _bad("the recipient is a short code"),
    21614: _bad("the recipient is not a mobile number"),
    21635: _bad("the recipient is a landline"),
    30005: _bad("the handset is unknown"),
    30006: _bad("landline or unreachable carrier"),
    63024: _bad("the recipient has no WhatsApp"),
    63003: _bad("the channel cannot reach this recipient"),
    21610: Meaning("the recipient has opted out", opted_out=True),
    30640: Meaning("the recipient must not be texted", opted_out=True),
    20003: _ours("authentication failed"),
    21408: _ours("texts to this region are not enabled"),
    21606: _ours("the sender cannot send texts"),
    21608: _ours("a trial account may text verified numbers only"),
    21612: _ours("this sender cannot reach this recipient"),
    21659: _ours("the sender is not a number of this account"),
    21660: _ours("the sender belongs to another account"),
    23002: _ours("message redaction and opt-out handling do not go together"),
    23003: _ours("message redaction is not compatible with these settings"),
    23004: _ours("message redaction and advanced opt-out do not go together"),
    23005: _ours("message redaction and fallback to long codes do not go together"),
    23006: _ours("message redaction and GET webhooks do not go together"),
    30002: _ours("the account is suspended"),
    30024: _ours("the sender is not provisioned"),
    30029: _ours("message redaction is not enabled"),
    30032: _ours("the toll-free number is not verified"),
    30034: _ours("the number is not registered for 10DLC"),
    30037: _ours("outbound messaging is disabled"),
    30040: _ours("the sender is not registered"),
    30124: _ours("the messaging service is missing"),
    35118: _ours("the messaging service is missing"),
    21617: Meaning("the text is too long"),
    30003: Meaning("the handset is unreachable"),
    30004: Meaning("blocked"),
    30007: Meaning("filtered by the carrier"),
    30008: Meaning("lost for an unknown reason"),
    30009: Meaning("a part of the message is missing"),
    30036: Meaning("the validity period ended before it could be delivered"),
    30450: Meaning("stopped by the fraud protection"),
    30454: Meaning("the account's daily cap is reached"),
    30610: Meaning("stopped by the provider's quiet hours"),
    60728: Meaning("the account's daily cap is reached"),
    63016: Meaning("the WhatsApp window is closed"),
    63032: Meaning("WhatsApp chose not to deliver"),
    63036: Meaning("the recipient cannot be reached by RCS"),
    63038: Meaning("the account's daily cap is reached"),
    63049: Meaning("WhatsApp chose not to deliver"),
    20429: _later("too many requests", 1.0),
    21611: _later("the sender's queue is full", 600.0),
    30001: _later("the sender's queue is full", 600.0),
    30017: _later("the carrier is congested", 60.0),
    30022: _later("the campaign's rate is exceeded", 60.0),
    63017: _later("the account's rate is exceeded", 10.0),
    63018: _later("the WhatsApp rate is exceeded", 10.0),
}

# Twilio's words for the life of an outgoing message. What it has taken but not yet handed on is sent, as far as we are
# concerned: the row has left our house. A word that is not here says nothing.
STATUSES: dict[str, MessageStatus] = {
    "accepted": MessageStatus.SENT,
    "scheduled": MessageStatus.SENT,
    "queued": MessageStatus.SENT,
    "sending": MessageStatus.SENT,
    "sent": MessageStatus.SENT,
    "partially_delivered": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "read": MessageStatus.DELIVERED,
    "undelivered": MessageStatus.UNDELIVERED,
    "failed": MessageStatus.FAILED,
    "canceled": MessageStatus.FAILED,
}

_UNKNOWN = Meaning("refused by the provider")


def meaning(code: int | str | None) -> Meaning:
    """Return what an error code means; a code we do not know means a plain refusal."""
    text = str(code or "")
    return MEANINGS.get(int(text), _UNKNOWN) if text.isascii() and text.isdigit() else _UNKNOWN


def failure(code: int | str | None, *, http_status: int) -> Failure:
    """Return the failure for a definite "no" of the API; codes we do not know are judged by their HTTP class."""
    known = meaning(code)
    if known.wait_s is not None:
        return Throttled(known.wait_s)
    is_configuration = known.is_configuration or (known is _UNKNOWN and http_status != 400)
    return Refused(
        str(code or http_status),
        known.reason,
        address_is_bad=known.address_is_bad,
        opted_out=known.opted_out,
        is_configuration=is_configuration,
    )
