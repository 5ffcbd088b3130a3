"""Which day a phrase means, said on Tuesday 24 November 2026 at ten unless told otherwise."""

from datetime import date

import pytest

from tests.core.understanding.asking import told, when

ONE_DAY = """tomorrow=2026-11-25|tmrw=2026-11-25|day after tomorrow=2026-11-26|today=2026-11-24
friday=2026-11-27|this friday=2026-11-27|on Fri.=2026-11-27
friday week=2026-12-04|a week on friday=2026-12-04|friday fortnight=2026-12-11|a fortnight on friday=2026-12-11
2 weeks on friday=2026-12-11|a week today=2026-12-01|a week tomorrow=2026-12-02|three weeks from tmrw=2026-12-16
friday next week=2026-12-04|next week friday=2026-12-04|friday after next=2026-12-04|next tuesday=2026-12-01
in 3 days=2026-11-27|in two weeks=2026-12-08|in a week=2026-12-01|a fortnight=2026-12-08
3 days from now=2026-11-27
the 5th=2026-12-05|on the 30th=2026-11-30|the 31st=2026-12-31|5th of next month=2026-12-05
the 2nd of this month=2026-12-02|20 of next month=2026-12-20|twenty fifth of december=2026-12-25
march 5=2027-03-05|5 March=2027-03-05|Dec 3rd, 2027=2027-12-03
2026-12-03=2026-12-03|12/25/2026=2026-12-25|27/11=2026-11-27|5.12.=2026-12-05|10.12.2026=2026-12-10
12/12=2026-12-12|9-25=2027-09-25|31.1.27=2027-01-31
thursday the 26th=2026-11-26|friday 27 november=2026-11-27|tomorrow, the 25th=2026-11-25
last friday of november=2026-11-27|first monday of the month=2026-12-07|second tuesday in december=2026-12-08
last sunday of march 2028=2028-03-26|fifth monday of march=2027-03-29
christmas eve=2026-12-24|thanksgiving=2026-11-26|black friday=2026-11-27|cyber monday=2026-11-30
easter monday=2027-03-29|good friday=2027-03-26|labor day=2027-09-06|mother's day=2027-05-09
father's day=2027-06-20|new year's eve=2026-12-31|july 4th=2027-07-04|memorial day=2027-05-31|mlk day=2027-01-18
independence day=2027-07-04
two days before christmas=2026-12-23|the day after thanksgiving=2026-11-27|a week after friday=2026-12-04
any time friday=2026-11-27|tuesday no wait wednesday=2026-11-25|the 5th, sorry, 6th of december=2026-12-06
friday or saturday, preferably saturday=2026-11-28|friday, or saturday if not=2026-11-27
friday is better than saturday=2026-11-27|change it from monday to friday=2026-11-27
can't do friday but saturday works=2026-11-28|friday doesn't work, saturday does=2026-11-28
saturday instead of friday=2026-11-28"""


@pytest.mark.parametrize("case", ONE_DAY.replace("\n", "|").split("|"))
def test_one_day_is_meant(case: str) -> None:
    text, _, day = case.partition("=")
    meant = when(text)
    assert meant is not None
    assert (str(meant.date), meant.ambiguous) == (day, False)


UNDECIDED = """tuesday|next friday|friday or saturday|friday, saturday or sunday|weekend|next week|this month
end of the month|any day|anytime|asap|every day but friday|not friday|by friday|after friday|monday to friday
the day after|a day later|2 days later|in december|before christmas|after march 5|in a few days
in a couple of days|in 2 months|friday the 26th
11/12|push it back a day|the next day|friday or the weekend|whenever suits|in a couple of hours
monday no good, tuesday or thursday preferably wednesday or friday"""


@pytest.mark.parametrize("text", UNDECIDED.replace("\n", "|").split("|"))
def test_no_day_is_settled_before_asking_back(text: str) -> None:
    meant = when(text)
    assert meant is not None
    assert (meant.date, meant.ambiguous) == (None, True)


@pytest.mark.parametrize(
    ("text", "zone", "candidates"),
    [
        ("11/12", "America/New_York", [date(2027, 11, 12), date(2026, 12, 11)]),
        ("11/12", "Europe/London", [date(2026, 12, 11), date(2027, 11, 12)]),
        ("next friday", "Europe/Paris", [date(2026, 11, 27), date(2026, 12, 4)]),
        ("weekend", "Europe/Paris", [date(2026, 11, 28), date(2026, 11, 29)]),
        ("friday or saturday", "Europe/Paris", [date(2026, 11, 27), date(2026, 11, 28)]),
        ("tuesday", "Europe/Paris", [date(2026, 11, 24), date(2026, 12, 1)]),
    ],
)
def test_the_days_it_may_be_are_offered(text: str, zone: str, candidates: list[date]) -> None:
    meant = when(text, zone=zone)
    assert meant is not None
    assert list(meant.candidates) == candidates


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("tomorrow", "2026-11-24T02:00", "- - ?"),
        ("tomorrow", "2026-11-24T04:00", "2026-11-25 -"),
        ("tuesday", "2026-11-24T21:30", "2026-12-01 -"),
        ("tuesday at 3", "2026-11-24T16:00", "2026-12-01 15:00-15:00"),
        ("today at 3", "2026-11-24T16:00", "- 15:00-15:00 ?"),
        ("this morning", "2026-11-24T14:00", "- 08:00-12:00 ?"),
        ("this afternoon", "2026-11-24T14:00", "2026-11-24 12:00-17:00"),
        ("friday or tuesday at 3", "2026-11-24T16:00", "- 15:00-15:00 ?"),
        ("next monday", "2026-11-28T10:00", "2026-11-30 -"),
        ("the 29th", "2027-01-30T10:00", "2027-03-29 -"),
        ("feb 29", "2026-11-24T10:00", "2028-02-29 -"),
        ("in 3 hours", "2026-11-24T22:30", "2026-11-25 01:30-01:30"),
        ("in 2 hours", "2026-11-01T00:30", "2026-11-01 01:30-01:30"),
    ],
)
def test_the_hour_of_asking_counts(text: str, now: str, expected: str) -> None:
    assert told(when(text, now=now)) == expected


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("thanksgiving", "America/Toronto", "2027-10-11"),
        ("labour day", "Europe/London", "2027-05-03"),
        ("fête du travail", "Europe/Paris", "2027-05-01"),
        ("mother's day", "Europe/London", "2027-03-07"),
        ("fête des mères", "Europe/Paris", "2027-05-30"),
        ("día de la madre", "Europe/Madrid", "2027-05-02"),
        ("día del padre", "Europe/Madrid", "2027-03-19"),
        ("father's day", "Australia/Sydney", "2027-09-05"),
        ("national day", "Europe/Paris", "2027-07-14"),
        ("boxing day", "Pacific/Auckland", "2026-12-26"),
    ],
)
def test_a_holiday_falls_where_the_customer_lives(text: str, zone: str, expected: str) -> None:
    meant = when(text, zone=zone)
    assert meant is not None
    assert str(meant.date) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("mañana", "es", "2026-11-25 -"),
        ("pasado mañana", "es", "2026-11-26 -"),
        ("el lunes que viene", "es", "2026-11-30 -"),
        ("el próximo viernes", "es", "- - ?"),
        ("el 5 de diciembre", "es", "2026-12-05 -"),
        ("dentro de 3 días", "es", "2026-11-27 -"),
        ("en quince días", "es", "2026-12-08 -"),
        ("lunes o martes", "es", "- - ?"),
        ("fin de semana", "es", "- - ?"),
        ("cualquier día", "es", "- - ?"),
        ("último viernes del mes", "es", "2026-11-27 -"),
        ("demain", "fr", "2026-11-25 -"),
        ("après-demain", "fr", "2026-11-26 -"),
        ("vendredi", "fr", "2026-11-27 -"),
        ("vendredi prochain", "fr", "- - ?"),
        ("le 5", "fr", "2026-12-05 -"),
        ("le 1er mars", "fr", "2027-03-01 -"),
        ("dans quinze jours", "fr", "2026-12-08 -"),
        ("samedi sinon dimanche", "fr", "2026-11-28 -"),
        ("n'importe quel jour", "fr", "- - ?"),
        ("mon colis svp", "fr", "nothing"),
    ],
)
def test_days_are_read_in_spanish_and_french(text: str, language: str, expected: str) -> None:
    assert told(when(text, zone="Europe/Paris", language=language)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "99/99",
        "31/2",
        "2026-02-31",
        "the 45th",
        "fifth monday of february",
        "I may be there",
        "1.2.3.4",
        "at 3 minutes' notice",
    ],
)
def test_words_without_a_day_or_time_give_none(text: str) -> None:
    assert when(text) is None
