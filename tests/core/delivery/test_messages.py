"""What receipts do to a message, and what each kind of message may do."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.messages import FINAL, POLICIES, MessageKind, MessageStatus, after_receipt

M = MessageStatus
statuses = st.sampled_from(MessageStatus)


@pytest.mark.parametrize(
    ("current", "reported", "expected"),
    [
        (M.STARTED, M.SENT, M.SENT),
        (M.SENT, M.DELIVERED, M.DELIVERED),
        (M.SENT, M.UNDELIVERED, M.UNDELIVERED),
        (M.DELIVERED, M.SENT, M.DELIVERED),  # late
        (M.DELIVERED, M.DELIVERED, M.DELIVERED),  # repeated
        (M.DELIVERED, M.FAILED, M.DELIVERED),  # contradicted
        (M.FAILED, M.DELIVERED, M.DELIVERED),
        (M.UNKNOWN, M.QUEUED, M.SENT),  # the provider has it
        (M.UNKNOWN, M.STARTED, M.SENT),
        (M.UNKNOWN, M.FAILED, M.FAILED),
        (M.STARTED, M.QUEUED, M.SENT),  # the receipt overtook the answer
        (M.SENT, M.QUEUED, M.SENT),
        (M.SENT, M.UNKNOWN, M.SENT),
        (M.STARTED, M.UNKNOWN, M.STARTED),
        (M.RECEIVED, M.DELIVERED, M.RECEIVED),
        (M.SENT, M.RECEIVED, M.SENT),
    ],
)
def test_a_receipt_moves_a_message_only_forward(
    current: MessageStatus, reported: MessageStatus, expected: MessageStatus
) -> None:
    assert after_receipt(current, reported) is expected


@given(statuses, statuses)
def test_a_repeated_receipt_changes_nothing(current: MessageStatus, reported: MessageStatus) -> None:
    once = after_receipt(current, reported)

    assert after_receipt(once, reported) is once


@given(statuses, st.lists(statuses, max_size=4))
def test_the_order_of_receipts_does_not_matter(current: MessageStatus, reported: list[MessageStatus]) -> None:
    ends = set()
    for order in permutations(reported):
        end = current
        for report in order:
            end = after_receipt(end, report)
        ends.add(end)

    assert len(ends) == 1


@pytest.mark.parametrize("reported", sorted(set(M) - {M.UNKNOWN, M.RECEIVED}))
def test_any_receipt_resolves_an_unknown_message(reported: MessageStatus) -> None:
    assert after_receipt(M.UNKNOWN, reported) is not M.UNKNOWN


def test_final_statuses_are_those_nothing_more_is_expected_of() -> None:
    assert {M.DELIVERED, M.UNDELIVERED, M.FAILED, M.EXPIRED, M.SUPPRESSED} == FINAL


def test_every_kind_has_a_policy_a_provider_can_keep() -> None:
    assert set(POLICIES) == set(MessageKind)
    for policy in POLICIES.values():
        assert timedelta(0) < policy.validity <= timedelta(hours=10)


def test_only_the_confirmation_of_an_opt_out_goes_after_an_opt_out() -> None:
    assert [kind for kind, policy in POLICIES.items() if not policy.respects_opt_out] == [MessageKind.CONSENT]


def test_only_what_was_asked_for_goes_in_quiet_hours() -> None:
    loud = {kind for kind, policy in POLICIES.items() if not policy.respects_quiet_hours}

    assert loud == {MessageKind.REPLY, MessageKind.CONSENT, MessageKind.RELAY, MessageKind.DRIVER}


def test_a_stale_eta_dies_and_a_rating_is_asked_again_tomorrow() -> None:
    assert POLICIES[MessageKind.ETA].when_unknown == "give_up"
    assert POLICIES[MessageKind.RATING].when_unknown == "send_again_tomorrow"
