"""What a delivery may be, what may happen to it, and which moves are allowed, as one table.

Who may report what, and telling anybody about it, live elsewhere.
"""

from enum import StrEnum


class Status(StrEnum):
    """Where a delivery stands."""

    SCHEDULED = "scheduled"  # planned, the van has not left
    OUT_FOR_DELIVERY = "out_for_delivery"  # on the van
    ARRIVED = "arrived"  # the van stands at the address
    DELIVERED = "delivered"  # handed over or left as agreed
    FAILED = "failed"  # tried in vain; may be tried again
    CANCELLED = "cancelled"  # will not be brought


class CustodyKind(StrEnum):
    """What happened to a delivery, as recorded in its chain of custody."""

    LOADED = "loaded"  # accepted from the plan
    OUT_FOR_DELIVERY = "out_for_delivery"  # left the depot
    ARRIVED = "arrived"  # reached the address
    DELIVERED = "delivered"  # handed over or left as agreed
    FAILED = "failed"  # could not be handed over
    CANCELLED = "cancelled"  # called off
    RESCHEDULED = "rescheduled"  # promised for another window
    INSTRUCTED = "instructed"  # the customer said how to hand it over
    DISPUTED = "disputed"  # the customer says the record is wrong
    CORRECTED = "corrected"  # the last report was a mistake and is taken back


class MoveNotAllowed(ValueError):
    """This cannot happen to a delivery that stands like this."""


OPEN = frozenset({Status.SCHEDULED, Status.OUT_FOR_DELIVERY, Status.ARRIVED})

# Drivers forget to report: a later step is allowed without the ones before it, and a repeat changes nothing.
# A step back needs a correction, so that late reports do no harm.
MOVES: dict[Status, dict[CustodyKind, Status]] = {
    Status.SCHEDULED: {
        CustodyKind.LOADED: Status.SCHEDULED,
        CustodyKind.OUT_FOR_DELIVERY: Status.OUT_FOR_DELIVERY,
        CustodyKind.ARRIVED: Status.ARRIVED,
        CustodyKind.DELIVERED: Status.DELIVERED,
        CustodyKind.FAILED: Status.FAILED,
        CustodyKind.CANCELLED: Status.CANCELLED,
        CustodyKind.RESCHEDULED: Status.SCHEDULED,
        CustodyKind.INSTRUCTED: Status.SCHEDULED,
        CustodyKind.DISPUTED: Status.SCHEDULED,
    },
    Status.OUT_FOR_DELIVERY: {
        CustodyKind.LOADED: Status.OUT_FOR_DELIVERY,
        CustodyKind.OUT_FOR_DELIVERY: Status.OUT_FOR_DELIVERY,
        CustodyKind.ARRIVED: Status.ARRIVED,
        CustodyKind.DELIVERED: Status.DELIVERED,
        CustodyKind.FAILED: Status.FAILED,
        CustodyKind.CANCELLED: Status.CANCELLED,
        CustodyKind.RESCHEDULED: Status.SCHEDULED,
        CustodyKind.INSTRUCTED: Status.OUT_FOR_DELIVERY,
        CustodyKind.DISPUTED: Status.OUT_FOR_DELIVERY,
        CustodyKind.CORRECTED: Status.SCHEDULED,
    },
    Status.ARRIVED: {
        CustodyKind.LOADED: Status.ARRIVED,
        CustodyKind.ARRIVED: Status.ARRIVED,
        CustodyKind.DELIVERED: Status.DELIVERED,
        CustodyKind.FAILED: Status.FAILED,
        CustodyKind.CANCELLED: Status.CANCELLED,
        CustodyKind.RESCHEDULED: Status.SCHEDULED,
        CustodyKind.INSTRUCTED: Status.ARRIVED,
        CustodyKind.DISPUTED: Status.ARRIVED,
        CustodyKind.CORRECTED: Status.OUT_FOR_DELIVERY,
    },
    Status.DELIVERED: {
        CustodyKind.DELIVERED: Status.DELIVERED,
        CustodyKind.DISPUTED: Status.DELIVERED,
        CustodyKind.CORRECTED: Status.OUT_FOR_DELIVERY,
    },
    Status.FAILED: {
        CustodyKind.LOADED: Status.SCHEDULED,
        CustodyKind.OUT_FOR_DELIVERY: Status.OUT_FOR_DELIVERY,
        CustodyKind.ARRIVED: Status.ARRIVED,
        CustodyKind.DELIVERED: Status.DELIVERED,
        CustodyKind.FAILED: Status.FAILED,
        CustodyKind.CANCELLED: Status.CANCELLED,
        CustodyKind.RESCHEDULED: Status.SCHEDULED,
        CustodyKind.INSTRUCTED: Status.FAILED,
        CustodyKind.DISPUTED: Status.FAILED,
        CustodyKind.CORRECTED: Status.OUT_FOR_DELIVERY,
    },
    Status.CANCELLED: {
        CustodyKind.CANCELLED: Status.CANCELLED,
        CustodyKind.DISPUTED: Status.CANCELLED,
        CustodyKind.CORRECTED: Status.SCHEDULED,
    },
}


def after(status: Status, kind: CustodyKind) -> Status:
    """Find where a delivery stands after something happened to it; raises MoveNotAllowed."""
    try:
        return MOVES[status][kind]
    except KeyError:
        raise MoveNotAllowed(f"a delivery that is {status} cannot become {kind}") from None
