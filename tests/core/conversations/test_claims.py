"""Missing deliveries, proofs, complaints, and the question whether we are real."""

from datetime import timedelta

import pytest

from conversations.context import Proof, SentView
from conversations.effects import CaseKind, OpenCase, Say, Timed
from conversations.turn import Idle
from conversations.understanding.reading import Intent
from tests.core.conversations.cast import (
    NOW,
    a_context,
    a_delivery,
    delivered,
    done,
    hear,
    heard,
    out,
    said,
    told,
)


@pytest.mark.parametrize(
    ("proof", "ending"),
    [
        (None, "_unproven"),
        (Proof(NOW, None, None), ""),
        (Proof(NOW, 80, None), "_distance"),
        (Proof(NOW, None, "porch"), "_note"),
        (Proof(NOW, 80, "porch"), "_distance_note"),
    ],
)
def test_a_missing_delivery_is_answered_with_what_the_proof_says(proof: Proof | None, ending: str) -> None:
    context = a_context(delivered(proof=proof))

    _, missing = hear(Idle(), heard(Intent.NOT_RECEIVED), context)
    _, shown = hear(Idle(), heard(Intent.PROOF), context)

    assert said(missing) == [f"claim/not_received{ending}"]
    assert said(shown) == [f"claim/proof{ending}"]
    assert done(missing) == [OpenCase(CaseKind.NOT_RECEIVED, 1, "some words")]
    assert told(missing) == ["driver/not_received"]


@pytest.mark.parametrize("completed_at", [None, NOW - timedelta(hours=4)])
def test_a_driver_who_is_far_by_now_is_not_asked(completed_at: object) -> None:
    _, effects = hear(Idle(), heard(Intent.NOT_RECEIVED), a_context(delivered(completed_at=completed_at)))

    assert told(effects) == []


@pytest.mark.parametrize("intent", [Intent.NOT_RECEIVED, Intent.PROOF])
def test_a_delivery_that_is_still_to_come_is_answered_with_where_it_is(intent: Intent) -> None:
    assert said(hear(Idle(), heard(intent), a_context(out()))[1]) == ["tracking/plan"]


@pytest.mark.parametrize(
    ("intent", "kind", "delivery", "key"),
    [
        (Intent.COMPLAINT, CaseKind.COMPLAINT, 1, "claim/complaint"),
        (Intent.CHANGE_ADDRESS, CaseKind.CHANGE_ADDRESS, 1, "claim/change_address"),
        (Intent.FORGET_ME, CaseKind.FORGET_REQUEST, None, "claim/forget"),
        (Intent.CONTACT_HUMAN, CaseKind.ASKED_FOR_PERSON, None, "person/asked_support"),
    ],
)
def test_what_a_person_must_settle_opens_a_case(intent: Intent, kind: CaseKind, delivery: int, key: str) -> None:
    _, effects = hear(Idle(), heard(intent), a_context(a_delivery()))

    assert done(effects) == [OpenCase(kind, delivery, "some words")]
    assert said(effects) == [key]


def test_a_wish_about_a_delivery_needs_one() -> None:
    assert said(hear(Idle(), heard(Intent.RESCHEDULE), a_context())[1]) == ["tracking/none_support"]


def test_a_complaint_is_never_pinned_on_one_of_several() -> None:
    _, effects = hear(Idle(), heard(Intent.COMPLAINT), a_context(delivered(1), delivered(2)))

    assert done(effects) == [OpenCase(CaseKind.COMPLAINT, None, "some words")]


@pytest.mark.parametrize(
    ("recent", "word", "key"),
    [
        ((), "bluebird", "verify/none"),
        ((SentView(NOW, "Acme: hello"),), None, "verify/sent"),
        ((SentView(NOW, "Acme: hello"),), "bluebird", "verify/sent_word"),
    ],
)
def test_whether_we_are_real_is_shown_by_what_we_sent(recent: tuple[SentView, ...], word: str | None, key: str) -> None:
    context = a_context(a_delivery(secret_word=word), recent=recent)

    assert said(hear(Idle(), heard(Intent.VERIFY), context)[1]) == [key]


def test_only_the_last_texts_are_quoted_and_not_in_full() -> None:
    recent = tuple(SentView(NOW, f"{number} {'x' * 100}") for number in range(5))

    _, effects = hear(Idle(), heard(Intent.VERIFY), a_context(recent=recent))

    first = effects[0]
    assert isinstance(first, Say)
    sent = first.data["sent"]
    assert sent == tuple(
        Timed(NOW, "America/New_York", after=f'"{number} {"x" * 58}..."', day=True) for number in (2, 3, 4)
    )
