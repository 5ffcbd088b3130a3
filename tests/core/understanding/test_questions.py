"""What the same few words mean under each open question."""

import pytest

from tests.core.understanding.asking import customer, told

ANSWERED = {
    "confirm_reschedule": "ok=confirm|👍=confirm|sí=confirm|d'accord=confirm|no problem=confirm"
    "|sure, sounds good=confirm"
    "|no=deny|👎=deny|non merci=deny|no gracias=deny"
    "|wednesday after 3=reschedule|where is my parcel?=track|cancel my delivery=cancel_delivery"
    "|speak to a person=contact_human|what?=other|is it coming today?=track",
    "offer_early": (
        "sure=confirm|yes please come now=confirm|anytime=confirm|no I'm not home=deny|not home until 5=deny"
        "|come after 3=deny|friday=deny|where are you now?=track|hm=other"
    ),
    "rate_delivery": "5=rating|cinco=rating|⭐⭐⭐⭐=rating|8/10=rating|5 but the box was wet=rating"
    "|where is my other parcel?=track|no=deny|great=comment|the man was so kind=comment|thanks=smalltalk"
    "|AC-7F3K9Q=tracking_number|!!=other|friday=reschedule",
    "rate_comment": "the driver was lovely=comment|box was damaged=comment|no=no_comment|nothing to add=no_comment"
    "|rien=no_comment|where is my other parcel?=track|speak to a human=contact_human"
    "|4=rating|ok=confirm|AC-7F3K9Q=tracking_number|😀=smalltalk|no complaints, all good=comment",
    "choose_delivery": (
        "2=choice|the second=choice|2nd=choice|first one=choice|the last one=choice|number 3 please=choice"
        "|la segunda=choice|le premier=choice|both=other|7=other|where is it?=track|AC-7F3K9Q=tracking_number"
    ),
    "ask_date": (
        "friday=reschedule|tomorrow after 5=reschedule|any day=reschedule|mañana por la tarde=reschedule"
        "|no=deny|never mind=deny|where is it?=track|leave it in the shed=instructions|dunno=other"
    ),
    "ask_instructions": (
        "behind the blue bin=instructions|with the lady downstairs=instructions"
        "|leave it with reception=instructions|no=deny|where is it?=track|speak to a human=contact_human"
        "|thanks=smalltalk|??=other"
    ),
    "relay_open": "I'm at the back door=relay|where are you?=relay|ok=relay|gate code 4411=relay"
    "|can you come after 5=relay|where is my parcel?=track|AC-7F3K9Q=tracking_number"
    "|cancel my delivery=cancel_delivery"
    "|is this a scam?=verify|hurry 😀=relay",
    "confirm_delivery": (
        "yes=confirm|got it thanks=confirm|no=deny|it never arrived=not_received|not here=not_received"
        "|still waiting=not_received|where is it?=track|the box is crushed=complaint"
    ),
}


@pytest.mark.parametrize(
    ("question", "text", "intent"),
    [(question, *case.split("=")) for question, cases in ANSWERED.items() for case in cases.split("|")],
)
def test_a_text_answers_the_open_question_or_keeps_its_own_wish(question: str, text: str, intent: str) -> None:
    assert customer(text, question, choices=3).intent == intent


@pytest.mark.parametrize(
    ("text", "score", "comment"),
    [
        ("5", 5, None),
        ("five stars", 5, None),
        ("★★★☆☆", 3, None),
        ("5/5", 5, None),
        ("8/10", 4, None),
        ("10 out of 10!", 5, None),
        ("4.5", 5, None),
        ("0", 1, None),
        ("5 but the box was wet", 5, "the box was wet"),
        ("great driver, 5", 5, "great driver"),
        ("I'd give it a 4 because he was nice", 4, "he was nice"),
        ("3 - late", 3, "late"),
        ("he gets a two", 2, "he gets a"),
        ("on a scale of 10 I'd rate it 4", 2, None),
        ("three stars out of a possible 6", 3, "out of a possible 6"),
        ("make it 4", 4, "make it"),
        ("4 rating from me", 4, "rating from me"),
        ("quatre étoiles", 4, None),
        ("2 estrellas, llegó tarde", 2, "llegó tarde"),
        ("90/100", 5, None),
    ],
)
def test_a_score_is_read_in_any_spelling(text: str, score: int, comment: str | None) -> None:
    reading = customer(text, "rate_delivery")
    assert (reading.intent, reading.score, reading.comment) == ("rating", score, comment)


def test_a_scaled_score_says_so() -> None:
    assert customer("8/10", "rate_delivery").because == ("scaled from 10",)
    assert "below the scale" in customer("0", "rate_delivery").because[0]


@pytest.mark.parametrize("text", ["5 minutes late", "6/5", "12", "2-3 boxes", "1/1"])
def test_other_numbers_are_no_score(text: str) -> None:
    assert customer(text, "rate_delivery").score is None


def test_a_score_with_a_complaint_keeps_both() -> None:
    reading = customer("1, the box is crushed", "rate_delivery")
    assert (reading.score, reading.also) == (1, "complaint")


@pytest.mark.parametrize(
    ("text", "choice"), [("2", 2), ("the last one", 3), ("third", 3), ("#1", 1), ("el primero", 1), ("deux", 2)]
)
def test_a_choice_is_counted_from_one(text: str, choice: int) -> None:
    assert customer(text, "choose_delivery", choices=3).choice == choice


@pytest.mark.parametrize(
    ("text", "rateable", "intent"),
    [("4", True, "rating"), ("4", False, "other"), ("5 great driver", True, "rating"), ("four", True, "rating")],
)
def test_a_bare_number_rates_only_where_a_delivery_can_be_rated(text: str, rateable: bool, intent: str) -> None:
    assert customer(text, rateable=rateable).intent == intent


def test_a_yes_keeps_the_time_said_with_it() -> None:
    reading = customer("yes but after 5pm", "confirm_reschedule")
    assert (reading.intent, told(reading.when)) == ("confirm", "- 17:00-")


def test_a_refusal_keeps_reason_and_time() -> None:
    reading = customer("no, friday instead", "confirm_reschedule")
    assert (reading.intent, reading.reason, told(reading.when)) == ("deny", "friday instead", "2026-11-27 -")
    early = customer("not home until 5", "offer_early")
    assert (early.reason, told(early.when), early.also) == ("not home until 5", "- 17:00-", "reschedule")


def test_a_relayed_text_stays_as_written() -> None:
    assert customer("  “Blue”  door,\n thanks 👍🏽 ", "relay_open").message == "“Blue”  door,\n thanks 👍🏽"


def test_a_whole_answer_becomes_the_instruction_without_courtesies() -> None:
    assert customer("Hi, with the lady downstairs please", "ask_instructions").instruction == "with the lady downstairs"


def test_a_tracking_number_answers_an_open_question_only_as_itself() -> None:
    assert customer("AC-7F3K9Q", "ask_instructions").intent == "tracking_number"
    assert customer("AC-7F3K9Q", "rate_comment").tracking_numbers == ("AC-7F3K9Q",)
