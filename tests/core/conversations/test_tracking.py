"""Answers to "where is it", for the recipient and for anybody else."""

from datetime import timedelta

import pytest

from conversations import tracking, wishes
from conversations.choosing import Choosing
from conversations.context import DeliveryView, Proof
from conversations.turn import Idle
from conversations.understanding.reading import Intent
from delivery.status import Status
from tests.core.conversations.cast import (
    NOBODY,
    NOW,
    TODAY,
    a_context,
    a_delivery,
    a_talk,
    an_eta,
    delivered,
    hear,
    heard,
    out,
    said,
)


@pytest.mark.parametrize(
    ("view", "key", "names"),
    [
        (a_delivery(), "tracking/scheduled", {"window"}),
        (a_delivery(promised=TODAY), "tracking/scheduled", {"window"}),
        (a_delivery(window=None), "tracking/scheduled_open", set()),
        (out(eta=an_eta()), "tracking/eta", {"window", "count", "link"}),
        (out(eta=an_eta(1)), "tracking/eta_next", {"window", "link"}),
        (out(eta=an_eta(age_s=301)), "tracking/eta_aged", {"window", "count", "minutes", "link"}),
        (out(eta=an_eta(age_s=None)), "tracking/eta", {"window", "count", "link"}),
        (out(eta=an_eta(live=False)), "tracking/plan", {"window", "link"}),
        (out(), "tracking/plan", {"window", "link"}),
        (out(window=None), "tracking/on_the_road", {"link"}),
        (out(status=Status.ARRIVED), "tracking/arrived", set()),
        (delivered(completed_at=None), "tracking/delivered", set()),
        (delivered(), "tracking/delivered_at", {"at"}),
        (delivered(proof=Proof(NOW, 5, None)), "tracking/delivered_at", {"at"}),
        (delivered(proof=Proof(NOW, 5, "in the porch")), "tracking/delivered_note", {"at", "note"}),
        (out(status=Status.FAILED), "tracking/failed", set()),
        (out(status=Status.FAILED, failed_reason="no answer"), "tracking/failed_reason", {"reason"}),
        (a_delivery(status=Status.FAILED), "tracking/failed_move", set()),
        (a_delivery(status=Status.FAILED, failed_reason="x"), "tracking/failed_move_reason", {"reason"}),
        (a_delivery(status=Status.CANCELLED), "tracking/cancelled", set()),
    ],
)
def test_a_delivery_is_answered_by_how_it_stands(view: DeliveryView, key: str, names: set[str]) -> None:
    answer = tracking.answer(view, a_context(view))

    assert answer.key == key
    assert set(answer.data) == {"tracking_number", *names}
    assert answer.delivery == view.id


def test_a_live_estimate_is_told_before_the_promise() -> None:
    view = out(eta=an_eta(), promised=TODAY)

    assert tracking.expected(view) == tracking.interval(an_eta())
    assert tracking.expected(out(eta=an_eta(wide=0), promised=TODAY)) == TODAY


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (None, "public/no_news"),
        (Status.SCHEDULED, "public/no_news"),
        (Status.FAILED, "public/no_news"),
        (Status.CANCELLED, "public/no_news"),
        (Status.OUT_FOR_DELIVERY, "public/on_its_way"),
        (Status.ARRIVED, "public/on_its_way"),
        (Status.DELIVERED, "public/delivered"),
    ],
)
def test_a_stranger_learns_a_status_and_nothing_more(status: Status | None, key: str) -> None:
    context = a_context(public_statuses={"AC-0OO9": status})

    answer = tracking.public("ac 0009", context)

    assert (answer.key, answer.data) == (key, {"tracking_number": "ac 0009"})


def test_a_number_that_was_not_looked_up_is_unknown() -> None:
    assert tracking.public("AC-0009", a_context()).key == "public/no_news"


def test_nobody_without_a_delivery_learns_why() -> None:
    asked = heard(Intent.TRACK)

    assert said(hear(Idle(), asked, a_context())[1]) == ["tracking/none_support"]
    assert said(hear(Idle(), asked, a_context(brand=NOBODY))[1]) == ["tracking/none"]


def test_the_one_delivery_to_come_is_meant_even_beside_an_old_one() -> None:
    context = a_context(a_delivery(1), delivered(2))

    assert said(hear(Idle(), heard(Intent.TRACK), context)[1]) == ["tracking/scheduled"]


def test_a_delivery_handed_over_is_meant_where_nothing_is_to_come() -> None:
    assert said(hear(Idle(), heard(Intent.TRACK), a_context(delivered(2)))[1]) == ["tracking/delivered_at"]


def test_several_are_asked_about_and_never_guessed() -> None:
    context = a_context(a_delivery(1), a_delivery(2))

    dialogue, effects = hear(Idle(), heard(Intent.TRACK, "where is it"), context)

    assert dialogue == Choosing(Intent.TRACK, "where is it", (1, 2), NOW + timedelta(minutes=30))
    assert said(effects) == ["choose/ask"]


def test_several_are_all_answered_while_another_question_is_open() -> None:
    context = a_context(*(a_delivery(number) for number in range(1, 6)))
    question = Choosing(Intent.PROOF, "proof", (1, 2), NOW + timedelta(minutes=30))

    dialogue, effects = hear(question, heard(Intent.TRACK), context)

    assert dialogue == question
    assert said(effects) == ["tracking/scheduled"] * 3


def test_what_the_text_names_is_answered_own_and_foreign() -> None:
    context = a_context(a_delivery(1), a_delivery(2), public_statuses={"ZZ-1": Status.DELIVERED})
    asked = heard(Intent.TRACKING_NUMBER, tracking_numbers=("ac-0001", "ZZ-1", "zz1"))

    dialogue, effects = hear(Idle(), asked, context)

    assert dialogue == Idle()
    assert said(effects) == ["tracking/scheduled", "public/delivered"]


def test_a_foreign_number_is_never_served_as_an_own_delivery() -> None:
    context = a_context(a_delivery(1))
    wish = heard(Intent.CANCEL_DELIVERY, tracking_numbers=("ZZ-9",))

    assert said(hear(Idle(), wish, context)[1]) == ["public/no_news"]


def test_words_for_a_talk_that_lost_its_delivery_are_not_passed_on() -> None:
    assert said(wishes.talk(heard(Intent.RELAY), a_context(bindings=(a_talk(7),)))[1]) == ["relay/closed_support"]
