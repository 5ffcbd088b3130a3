"""Which time of day a phrase means, said on Tuesday 24 November 2026 at ten."""

import pytest

from tests.core.understanding.asking import told, when

TIMES = """at 3=15:00-15:00|at 12=12:00-12:00|at 9=09:00-09:00|at 8=- ?|half 8=- ?|9:30=09:30-09:30
5.30=17:30-17:30|16:30=16:30-16:30|08:15=08:15-08:15|17h30=17:30-17:30|1700 hrs=17:00-17:00|after 1700=17:00-
3pm=15:00-15:00|3 p.m.=15:00-15:00|7a=07:00-07:00|12am=00:00-00:00
at 3 in the morning=03:00-03:00|evening 6:15=18:15-18:15|afternoon 3=15:00-15:00
six o'clock in the evening=18:00-18:00|ten at night=22:00-22:00|noon=12:00-12:00|midnight=00:00-00:00
before midnight=-23:59
after 5=17:00-|from 2 onwards=14:00-|not before 4=16:00-|5 or later=17:00-|3+=15:00-|before 12=-12:00
by 11=-11:00|no later than 6=-18:00|until 2=-14:00|5 at the latest=-17:00
between 3 and 5=15:00-17:00|between 8 and 12=08:00-12:00|8-12=08:00-12:00|13-15=13:00-15:00|9-5=09:00-17:00
10-2=10:00-14:00
5-8=17:00-20:00|7-9=19:00-21:00|3-5pm=15:00-17:00|10-2pm=10:00-14:00|9 to 11am=09:00-11:00|10am to 2=10:00-14:00
14-18h=14:00-18:00|from 3 till 5=15:00-17:00|9am-9am=- ?|between 8 and 9 in the evening=20:00-21:00
around 3=14:30-15:30|3ish=14:30-15:30|3 or so=14:30-15:30|about noon=11:30-12:30|around 23:50=23:20-23:59
half 5=17:30-17:30|halb 5=16:30-16:30|half past eleven=11:30-11:30|quarter past four=16:15-16:15
quarter to 5=16:45-16:45|10 past 3=15:10-15:10|20 to 4=15:40-15:40|five to four=15:55-15:55|10 to 4=10:00-16:00
quarter to 14=13:45-13:45
quarter to 1=12:45-12:45
morning=08:00-12:00|in the afternoon=12:00-17:00|evenings=17:00-21:00|first thing=08:00-10:00
late morning=10:00-12:00|late afternoon=15:00-17:00|lunchtime=12:00-14:00|early evening=17:00-19:00
not in the morning=12:00-|not in the evening=-17:00|not in the afternoon=-12:00|after the morning=12:00-
before the evening=-17:00|from the afternoon=12:00-|until the evening=-21:00
after work=17:00-|before the school run=-08:30|after school pick-up=15:30-|during school hours=09:00-15:00
after lunch=13:00-|teatime=17:00-17:00|before lunch=-12:00|business hours=09:00-17:00|not after lunch=-13:00
after 3 but before 6=15:00-18:00|after 3 in the evening=15:00-|3pm or 5pm=- ?|after 6 or before 9am=- ?
at 3, at 3=15:00-15:00|morning or afternoon=- ?|not in the morning, not in the evening=12:00-17:00
not in the morning, afternoon=12:00-17:00|morning after 9=09:00-12:00|afternoon before 4=12:00-16:00
not the evening, not before the afternoon=12:00-17:00|before the morning or after the evening=- ?
won't be home till 6=18:00-|out until 3=15:00-|at work until five=17:00-|can't do before 2=14:00-
nobody home after 5=-17:00|3 no wait 4=nothing|at 3, no wait 4=16:00-16:00|at 3 I mean at 5=17:00-17:00"""


@pytest.mark.parametrize("case", [case for line in TIMES.split("\n") for case in line.split("|")])
def test_a_time_of_day_is_read(case: str) -> None:
    text, _, expected = case.partition("=")
    meant = told(when(text))
    assert meant == (expected if expected == "nothing" else f"- {expected}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow after 5", "2026-11-25 17:00-"),
        ("friday 3-5pm", "2026-11-27 15:00-17:00"),
        ("saturday evening", "2026-11-28 17:00-21:00"),
        ("friday pm", "2026-11-27 12:00-17:00"),
        ("saturday am", "2026-11-28 08:00-12:00"),
        ("tomorrow morning at 9", "2026-11-25 09:00-09:00"),
        ("march 5 at 3", "2027-03-05 15:00-15:00"),
        ("tonight", "2026-11-24 17:00-21:00"),
        ("this evening 6pm", "2026-11-24 18:00-18:00"),
        ("early tomorrow", "2026-11-25 08:00-10:00"),
        ("late friday afternoon", "2026-11-27 15:00-17:00"),
        ("tonight at 8", "2026-11-24 20:00-20:00"),
        ("weekend afternoon", "- 12:00-17:00 ?"),
        ("any day after 3", "- 15:00- ?"),
        ("any time after 3", "- 15:00-"),
        ("friday at 8", "2026-11-27 - ?"),
        ("in 2 hours", "2026-11-24 12:00-12:00"),
        ("in twenty minutes", "2026-11-24 10:20-10:20"),
        ("in half an hour", "2026-11-24 10:30-10:30"),
        ("in an hour and a half", "2026-11-24 11:30-11:30"),
        ("within 45 minutes", "2026-11-24 -10:45"),
        ("2 hours from now", "2026-11-24 12:00-12:00"),
        ("tuesday at 3 no wait wednesday", "2026-11-25 15:00-15:00"),
        ("20 minutes late again", "nothing"),
        ("no, friday", "2026-11-27 -"),
        ("actually friday", "2026-11-27 -"),
        ("friday no thanks", "2026-11-27 -"),
    ],
)
def test_day_and_time_go_together(text: str, expected: str) -> None:
    assert told(when(text)) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("mañana por la mañana", "es", "2026-11-25 08:00-12:00"),
        ("el viernes después de las 5", "es", "2026-11-27 17:00-"),
        ("entre las 3 y las 5", "es", "- 15:00-17:00"),
        ("de 10 a 12", "es", "- 10:00-12:00"),
        ("a las 3 y media", "es", "- 15:30-15:30"),
        ("a las 5 menos cuarto", "es", "- 16:45-16:45"),
        ("a partir de las once", "es", "- 11:00-"),
        ("a la una", "es", "- 13:00-13:00"),
        ("esta tarde", "es", "2026-11-24 12:00-17:00"),
        ("a las 8 de la noche", "es", "- 20:00-20:00"),
        ("demain matin", "fr", "2026-11-25 08:00-12:00"),
        ("vendredi après 17h", "fr", "2026-11-27 17:00-"),
        ("entre 14h et 16h", "fr", "- 14:00-16:00"),
        ("de 9h à midi", "fr", "- 09:00-12:00"),
        ("à trois heures et demie", "fr", "- 15:30-15:30"),
        ("15 heures et quart", "fr", "- 15:15-15:15"),
        ("à sept heures", "fr", "- 19:00-19:00"),
        ("à une heure", "fr", "- 13:00-13:00"),
        ("pas avant 16h", "fr", "- 16:00-"),
        ("ce soir", "fr", "2026-11-24 17:00-21:00"),
    ],
)
def test_times_are_read_in_spanish_and_french(text: str, language: str, expected: str) -> None:
    assert told(when(text, language=language)) == expected


def test_the_phrase_is_kept_as_written() -> None:
    meant = when("Well… Mañana  después de las CINCO, por favor", language="es")
    assert meant is not None
    assert meant.text == "Mañana después de las CINCO"
