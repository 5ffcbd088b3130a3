"""Where a delivery may go from where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.status import MOVES, OPEN, CustodyKind, MoveNotAllowed, Status, after

S, K = Status, CustodyKind


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (S.SCHEDULED, K.LOADED, S.SCHEDULED),
        (S.SCHEDULED, K.OUT_FOR_DELIVERY, S.OUT_FOR_DELIVERY),
        (S.SCHEDULED, K.DELIVERED, S.DELIVERED),
        (S.SCHEDULED, K.RESCHEDULED, S.SCHEDULED),
        (S.OUT_FOR_DELIVERY, K.LOADED, S.OUT_FOR_DELIVERY),
        (S.OUT_FOR_DELIVERY, K.ARRIVED, S.ARRIVED),
        (S.OUT_FOR_DELIVERY, K.RESCHEDULED, S.SCHEDULED),
        (S.OUT_FOR_DELIVERY, K.INSTRUCTED, S.OUT_FOR_DELIVERY),
        (S.ARRIVED, K.DELIVERED, S.DELIVERED),
        (S.ARRIVED, K.CORRECTED, S.OUT_FOR_DELIVERY),
        (S.DELIVERED, K.DISPUTED, S.DELIVERED),
        (S.DELIVERED, K.CORRECTED, S.OUT_FOR_DELIVERY),
        (S.FAILED, K.LOADED, S.SCHEDULED),
        (S.FAILED, K.RESCHEDULED, S.SCHEDULED),
        (S.FAILED, K.DELIVERED, S.DELIVERED),
        (S.CANCELLED, K.CORRECTED, S.SCHEDULED),
    ],
)
def test_what_happens_moves_a_delivery(status: Status, kind: CustodyKind, expected: Status) -> None:
    assert after(status, kind) is expected


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (S.SCHEDULED, K.CORRECTED),
        (S.ARRIVED, K.OUT_FOR_DELIVERY),
        (S.DELIVERED, K.ARRIVED),
        (S.DELIVERED, K.FAILED),
        (S.DELIVERED, K.CANCELLED),
        (S.DELIVERED, K.RESCHEDULED),
        (S.DELIVERED, K.INSTRUCTED),
        (S.CANCELLED, K.LOADED),
        (S.CANCELLED, K.OUT_FOR_DELIVERY),
        (S.CANCELLED, K.DELIVERED),
    ],
)
def test_what_cannot_happen_is_refused(status: Status, kind: CustodyKind) -> None:
    with pytest.raises(MoveNotAllowed, match=f"is {status} cannot become {kind}"):
        after(status, kind)


def test_every_status_says_what_may_happen_to_it() -> None:
    assert set(MOVES) == set(Status)
    assert {kind for moves in MOVES.values() for kind in moves} == set(CustodyKind)


@given(st.sampled_from(Status), st.sampled_from(CustodyKind))
def test_a_repeated_report_of_where_it_stands_changes_nothing(status: Status, kind: CustodyKind) -> None:
    if kind in MOVES[status] and kind.value == after(status, kind).value:
        assert after(after(status, kind), kind) is after(status, kind)


@given(st.lists(st.sampled_from(CustodyKind)))
def test_a_delivered_or_cancelled_delivery_opens_only_by_a_correction(kinds: list[CustodyKind]) -> None:
    status = Status.SCHEDULED
    for kind in kinds:
        before = status
        if kind in MOVES[status]:
            status = after(status, kind)
        if before in (Status.DELIVERED, Status.CANCELLED) and status in OPEN:
            assert kind is CustodyKind.CORRECTED
