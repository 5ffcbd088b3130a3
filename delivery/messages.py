"""What a message row may be, how a provider's receipt changes it, and what each kind of message may do.

Pure rules: who sends, when and over which channel lives elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal


class MessageStatus(StrEnum):
    """What has become of a message."""

    RECEIVED = "received"  # came in; never changes
    QUEUED = "queued"  # ours, waiting for its turn
    STARTED = "started"  # the provider is being called
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"  # it reached the device or mailbox
    UNDELIVERED = "undelivered"  # the carrier or mailbox gave up on it
    FAILED = "failed"  # the provider refused it
    EXPIRED = "expired"  # it became pointless before it went
    SUPPRESSED = "suppressed"  # consent or a block forbade it
    UNKNOWN = "unknown"  # the provider may or may not have it


class MessageKind(StrEnum):
    """Why a message is sent."""

    REPLY = "reply"  # answers what a person just wrote
    CONSENT = "consent"  # the one confirmation of an opt-out or opt-in
    RELAY = "relay"  # one person's words to the other
    REMINDER = "reminder"  # the day before and the morning
    DAY_OF = "day_of"  # out for delivery, delivered, failed
    ETA = "eta"  # approaching, arriving, delayed
    RATING = "rating"  # invites to rate
    CASE = "case"  # follows up on a case
    DRIVER = "driver"  # to a driver about the route


WhenUnknown = Literal["give_up", "send_again_tomorrow", "send_again"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a kind of message may do, and what happens when nobody knows whether it went."""

    respects_quiet_hours: bool
    respects_opt_out: bool
    validity: timedelta  # from being written to being pointless; providers hold a text ten hours at most
    when_unknown: WhenUnknown


POLICIES: Mapping[MessageKind, Policy] = MappingProxyType(
    {
        MessageKind.REPLY: Policy(False, True, timedelta(minutes=30), "give_up"),
        # In the US an opt-out is confirmed within five minutes or not at all (47 CFR 64.1200(a)(12)).
        MessageKind.CONSENT: Policy(False, False, timedelta(minutes=5), "give_up"),
        MessageKind.RELAY: Policy(False, True, timedelta(minutes=30), "send_again"),
        MessageKind.REMINDER: Policy(True, True, timedelta(hours=10), "give_up"),
        MessageKind.DAY_OF: Policy(True, True, timedelta(hours=2), "give_up"),
        MessageKind.ETA: Policy(True, True, timedelta(minutes=20), "give_up"),
        MessageKind.RATING: Policy(True, True, timedelta(hours=10), "send_again_tomorrow"),
        MessageKind.CASE: Policy(True, True, timedelta(hours=10), "send_again"),
        MessageKind.DRIVER: Policy(False, True, timedelta(hours=1), "send_again"),
    }
)

# Receipts come late, twice and in any order, so the highest rank wins whatever came first.
# Where a provider contradicts itself, a delivery is the stronger proof than a failure.
_RANKS = {
    MessageStatus.QUEUED: 0,
    MessageStatus.STARTED: 1,
    MessageStatus.UNKNOWN: 2,
    MessageStatus.SENT: 3,
    MessageStatus.SUPPRESSED: 4,
    MessageStatus.EXPIRED: 5,
    MessageStatus.FAILED: 6,
    MessageStatus.UNDELIVERED: 7,
    MessageStatus.DELIVERED: 8,
}

FINAL = frozenset(status for status, rank in _RANKS.items() if rank > _RANKS[MessageStatus.SENT])


def after_receipt(current: MessageStatus, reported: MessageStatus) -> MessageStatus:
    """Find what a message is after a receipt, in whatever order receipts come.

    A provider that reports a message as queued or started has it: that settles an unknown one as sent.
    """
    if reported in (MessageStatus.QUEUED, MessageStatus.STARTED):
        reported = MessageStatus.SENT
    if MessageStatus.RECEIVED in (current, reported) or reported is MessageStatus.UNKNOWN:
        return current
    return max(current, reported, key=_RANKS.__getitem__)
