"""What may go wrong at the providers, as rules that match by channel, address, count and probability.

A rule is taken when it is used; with the same seed and the same order of requests the same ones fail again.
Nothing here does anything: the carrier and the mail provider ask what to do.
"""

import itertools
import random
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong."""

    THROTTLED = "throttled"  # 429 before anything is accepted; Retry-After when retry_after_s is given
    ERROR_BEFORE = "error_before"  # 500 (or http_status), nothing accepted
    RESET_BEFORE = "reset_before"  # connection reset, nothing accepted
    HANG_BEFORE = "hang_before"  # no answer for delay_s, nothing accepted
    REJECTED = "rejected"  # 400 with the provider's code, nothing accepted
    ERROR_AFTER = "error_after"  # accepted, but answered with 500 (or http_status)
    DROPPED_AFTER = "dropped_after"  # accepted, then the connection is reset
    HANG_AFTER = "hang_after"  # accepted, no answer for delay_s
    SLOW = "slow"  # accepted, answered after delay_s
    UNDELIVERED = "undelivered"  # accepted and sent, then undelivered with the code; a mail bounces
    FAILED = "failed"  # accepted, never sent, failed with the code; a mail is dropped
    RECEIPTS_LOST = "receipts_lost"  # delivered, but no receipt is posted
    RECEIPTS_DUPLICATED = "receipts_duplicated"  # every receipt is posted twice
    RECEIPTS_REORDERED = "receipts_reordered"  # the last receipt comes first
    RECEIPTS_DELAYED = "receipts_delayed"  # receipts come delay_s late
    INBOUND_LOST = "inbound_lost"  # a person's text or mail is kept by the provider, but never posted
    INBOUND_DUPLICATED = "inbound_duplicated"  # a person's text or mail is posted twice


class Stage(StrEnum):
    """When a rule is asked for."""

    REQUEST = "request"  # while the service's request is answered
    FATE = "fate"  # when it is decided whether the message arrives
    RECEIPT = "receipt"  # when receipts are posted
    INBOUND = "inbound"  # when a person writes


_STAGES = {
    FaultKind.UNDELIVERED: Stage.FATE,
    FaultKind.FAILED: Stage.FATE,
    FaultKind.RECEIPTS_LOST: Stage.RECEIPT,
    FaultKind.RECEIPTS_DUPLICATED: Stage.RECEIPT,
    FaultKind.RECEIPTS_REORDERED: Stage.RECEIPT,
    FaultKind.RECEIPTS_DELAYED: Stage.RECEIPT,
    FaultKind.INBOUND_LOST: Stage.INBOUND,
    FaultKind.INBOUND_DUPLICATED: Stage.INBOUND,
}

BEFORE_ACCEPTING = frozenset(
    {FaultKind.THROTTLED, FaultKind.ERROR_BEFORE, FaultKind.RESET_BEFORE, FaultKind.HANG_BEFORE, FaultKind.REJECTED}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule: what goes wrong, for whom, how often."""

    kind: FaultKind
    address: str | None = None  # the person's address; None matches everyone
    channel: str | None = None  # sms, whatsapp or email; None matches all
    count: int | None = None  # how many times it still happens; None is for ever
    skip: int = 0  # how many matching ones pass unharmed first
    probability: float = 1.0
    retry_after_s: float | None = None
    delay_s: float = 30.0
    http_status: int = 500
    code: int | None = None  # the provider's error code
    id: int = 0


@dataclass(slots=True)
class Faults:
    """The rules in force, oldest first; safe to use from many threads."""

    seed: int = 1
    _rules: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def add(self, fault: Fault) -> Fault:
        """Put a rule in force and answer it with its id."""
        with self._lock:
            numbered = replace(fault, id=next(self._ids))
            self._rules.append(numbered)
            return numbered

    def remove(self, fault_id: int) -> bool:
        """Lift one rule; answer whether it was in force."""
        with self._lock:
            kept = [rule for rule in self._rules if rule.id != fault_id]
            found = len(kept) < len(self._rules)
            self._rules[:] = kept
            return found

    def clear(self) -> None:
        """Lift every rule."""
        with self._lock:
            self._rules.clear()

    def rules(self) -> tuple[Fault, ...]:
        """Answer the rules in force."""
        with self._lock:
            return tuple(self._rules)

    def take(self, stage: Stage, *, channel: str, address: str) -> Fault | None:
        """Answer the first rule that strikes now, and count it down."""
        with self._lock:
            for place, rule in enumerate(self._rules):
                if not _matches(rule, stage, channel, address):
                    continue
                if rule.skip:
                    self._rules[place] = replace(rule, skip=rule.skip - 1)
                    continue
                if rule.probability < 1 and self._random.random() >= rule.probability:
                    continue
                self._count_down(place, rule)
                return rule
            return None

    def _count_down(self, place: int, rule: Fault) -> None:
        if rule.count is None:
            return
        if rule.count <= 1:
            del self._rules[place]
        else:
            self._rules[place] = replace(rule, count=rule.count - 1)


def _matches(rule: Fault, stage: Stage, channel: str, address: str) -> bool:
    return (
        _STAGES.get(rule.kind, Stage.REQUEST) is stage
        and rule.channel in (None, channel)
        and rule.address in (None, address, address.removeprefix("whatsapp:"))
    )
