"""The acts of a driver: quick words with tags, minutes and reasons, and nothing guessed."""

import pytest

from tests.core.understanding.asking import driver

ACTS = """done=delivered|delivered 7=delivered 7|#3 done=delivered 3|7 done=delivered 7|dilevered 7=delivered 7
entregado 4=delivered 4|livré 7=delivered 7|stop 7 done=delivered 7
arrived=arrived|arrived 7=arrived 7|arived 7=arrived 7|llegado 7=arrived 7|I'm here=arrived|failed=failed
next=next_stop|next stop please=next_stop|siguiente=next_stop|list=list_stops|LIST=list_stops
departed=departed|leaving now=departed|left depot=departed|go=departed|break=break_start|lunch=break_start
on a break now=break_start|back=break_end|back on the road=break_end|break over=break_end|fin de pause=break_end
help=help|?=help|commands=help|STOP=stop|START=start
hello there=unclear|not delivered yet=unclear|delivered?=unclear|done 7 8=unclear|arrived nobody here=unclear
7 on my way=unclear|later=unclear|#7=unclear 7||Liked "on my way"=unclear|late because of fog=unclear
2 parcels missing=unclear"""


@pytest.mark.parametrize("case", ACTS.replace("\n", "|").split("|"))
def test_a_drivers_act_is_understood_or_unclear(case: str) -> None:
    text, _, told = case.rpartition("=")
    intent, _, tag = (told or "unclear").partition(" ")
    reading = driver(text)
    assert (reading.intent, reading.stop_tag) == (intent, int(tag) if tag else None)


@pytest.mark.parametrize(
    ("text", "tag", "message"),
    [
        ("#7 on my way", 7, "on my way"),
        ("#12: I'm outside, blue van", 12, "I'm outside, blue van"),
        ("7: two minutes away", 7, "two minutes away"),
        ("stop 4 ring me please", 4, "ring me please"),
    ],
)
def test_words_behind_a_tag_are_for_that_customer(text: str, tag: int, message: str) -> None:
    reading = driver(text)
    assert (reading.intent, reading.stop_tag, reading.message) == ("reply_to_customer", tag, message)


@pytest.mark.parametrize(
    ("text", "intent", "tag", "minutes"),
    [
        ("late 20", "delay", None, 20),
        ("running 20 min late", "delay", None, 20),
        ("late 7 15", "delay", 7, 15),
        ("#7 late 15", "delay", 7, 15),
        ("late 7 15 min", "delay", 7, 15),
        ("half an hour late", "delay", None, 30),
        ("7 half an hour late", "delay", 7, 30),
        ("1 hour late", "delay", None, 60),
        ("retraso 20", "delay", None, 20),
        ("running late", "delay", None, None),
        ("early 7 25", "early_offer", 7, 25),
        ("early 7", "early_offer", 7, None),
        ("#7 early 25", "early_offer", 7, 25),
        ("early 20 min", "early_offer", None, 20),
        ("early 25 #7", "early_offer", 7, 25),
        ("break 30", "break_start", None, 30),
    ],
)
def test_minutes_are_told_from_stops(text: str, intent: str, tag: int | None, minutes: int | None) -> None:
    reading = driver(text)
    assert (reading.intent, reading.stop_tag, reading.minutes) == (intent, tag, minutes)


@pytest.mark.parametrize(
    ("text", "intent", "tag", "reason"),
    [
        ("failed no answer", "failed", None, "no answer"),
        ("failed 7 wrong address", "failed", 7, "wrong address"),
        ("#7 failed: gate locked", "failed", 7, "gate locked"),
        ("failed because the dog bites", "failed", None, "the dog bites"),
        ("no answer", "failed", None, "no answer"),
        ("no answer 7", "failed", 7, "no answer"),
        ("no answer at the door, stop 7", "failed", 7, "no answer at the door, stop"),
        ("can't deliver 7 gate locked", "failed", 7, "gate locked"),
        ("failed 7", "failed", 7, None),
        ("fallido 3 nadie en casa", "failed", 3, "nadie en casa"),
        ("delivered 7 to reception", "delivered", 7, "reception"),
        ("left it with neighbour at 12", "delivered", None, "left it with neighbour at 12"),
        ("late 20 accident on bridge", "delay", None, "accident on bridge"),
    ],
)
def test_a_reason_is_kept(text: str, intent: str, tag: int | None, reason: str | None) -> None:
    reading = driver(text)
    assert (reading.intent, reading.stop_tag, reading.reason) == (intent, tag, reason)


def test_a_mended_spelling_is_less_sure_and_says_so() -> None:
    reading = driver("deliverde 7")
    assert (reading.intent, reading.stop_tag) == ("delivered", 7)
    assert reading.confidence < driver("delivered 7").confidence
    assert "mended spelling" in reading.because


def test_a_driver_is_answered_in_the_usual_language() -> None:
    assert driver("list", language="fr").language == "fr"
