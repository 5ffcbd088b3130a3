"""What a day may hold, one wrong value at a time, each with the remedy a person reads."""

from datetime import time
from typing import Any

import pytest

from bot.usecases import read_day
from bot.usecases.day import Day
from bot.usecases.plain_data import Problem
from delivery.windows import QuietHours
from tests.days import a_brand, a_day, a_delivery, a_route, a_stop

STOP = "routes[0].stops[0]"
PARCEL = f"{STOP}.delivery"


def told(day: Day) -> list[str]:
    return [str(problem) for problem in day.problems]


def with_delivery(**changes: Any) -> dict[str, Any]:
    return a_day(a_route("R1", a_stop(delivery=a_delivery(**changes))))


def with_contact(**contact: Any) -> dict[str, Any]:
    return with_delivery(contact=contact)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ([], "the whole: [] is not an object. Write it in { }."),
        ({}, 'the whole: holds neither brands nor routes. Give "brands", "routes" or both.'),
        ({"brands": {}}, "brands: {} is not a list. Write it in [ ]."),
        ({"brands": [1]}, "brands[0]: 1 is not an object. Write it in { }."),
        ({"routs": [], "brands": [a_brand()]}, 'routs: is not known here. Write "routes".'),
        ({"x": [], "brands": [a_brand()]}, "x: is not known here. Remove it."),
        (a_day(name=""), 'brands[0].name: "" is not a text. Write some words in quotes, or leave it out.'),
        (a_day(name="A" * 65), "brands[0].name: has 65 characters. Shorten it to 64."),
        (a_day(name=7), "brands[0].name: 7 is not a text. Write some words in quotes, or leave it out."),
        (a_day(zone="Mars"), 'brands[0].zone: "Mars" is not a time zone. Write it as America/New_York.'),
        (a_day(zone=3), "brands[0].zone: 3 is not a time zone. Write it as America/New_York."),
        (a_day(language="de"), 'brands[0].language: "de" is not known. Choose en, es, fr.'),
        (a_day(quiet_hours="no"), 'brands[0].quiet_hours: "no" is not quiet hours. Write them as ["21:00", "08:00"].'),
        (
            a_day(quiet_hours=["21:00", "25:00"]),
            'brands[0].quiet_hours: "25:00" is not a time of day. Write it as 21:00.',
        ),
        (a_day(quiet_hours=["21:00", 8]), "brands[0].quiet_hours: 8 is not a time of day. Write it as 21:00."),
        (a_day(options=1), "brands[0].options: 1 is not an object. Write it in { }."),
        (a_day(options={"text": {}}), 'brands[0].options.text: is not known here. Write "texts".'),
        (a_day(options={"texts": {"eta": True}}), "brands[0].options.texts.eta: is not known here. Remove it."),
        (
            a_day(options={"texts": {"delivered": "no"}}),
            'brands[0].options.texts.delivered: "no" is not a switch. Write true or false.',
        ),
        (
            a_day(lines=[{"channel": "email", "address": "+15005550006"}]),
            'brands[0].lines[0].address: "+15005550006" is not a mail address. Write it as ann@mail.example.',
        ),
        (
            a_day(lines=[{"channel": "sms", "address": 15005550006}]),
            "brands[0].lines[0].address: 15005550006 is not a phone number. Write it as +15005550123.",
        ),
        (
            a_day(lines=[{"channel": "fax", "address": "+15005550006"}]),
            'brands[0].lines[0].channel: "fax" is not known. Choose sms, whatsapp, email.',
        ),
        (
            a_day(lines=[{"channel": "email", "address": 7}]),
            "brands[0].lines[0].address: 7 is not a mail address. Write it as ann@mail.example.",
        ),
        (
            a_day(lines=[{"channel": "sms", "address": "+15005550006"}] * 2),
            "brands[0].lines[1].address: is the line of another entry too. Keep one.",
        ),
        (a_day(a_route(date="23.11.2026")), 'routes[0].date: "23.11.2026" is not a date. Write it as 2026-11-23.'),
        (a_day(a_route(date=5)), "routes[0].date: 5 is not a date. Write it as 2026-11-23."),
        (
            a_day(a_route(starts_at="2026-11-23T08:00:00")),
            'routes[0].starts_at: "2026-11-23T08:00:00" is not an instant with its offset. '
            "Write it as 2026-11-23T09:00:00-05:00.",
        ),
        (
            a_day(a_route(starts_at="0001-01-01T00:00:00+14:00")),
            'routes[0].starts_at: "0001-01-01T00:00:00+14:00" is not an instant with its offset. '
            "Write it as 2026-11-23T09:00:00-05:00.",
        ),
        (a_day(a_route(depot=None)), 'routes[0].depot: is missing. Give "depot".'),
        (
            a_day(a_route(depot={"lat": 1, "lon": 2, "floor": 3})),
            "routes[0].depot.floor: is not known here. Remove it.",
        ),
        (a_day(a_route(driver={"ref": "D1"})), 'routes[0].driver.name: is missing. Give "name".'),
        (
            a_day(a_route("R1", a_stop(1), a_stop(1, delivery=a_delivery("AC-2")))),
            "routes[0].stops[1].seq: 1 is taken by another stop. Number them apart.",
        ),
        (a_day(a_route("R1", a_stop(-1))), f"{STOP}.seq: -1 is not a whole number from 0 to 1000000. Mend it."),
        (a_day(a_route("R1", a_stop(True))), f"{STOP}.seq: true is not a whole number from 0 to 1000000. Mend it."),
        (
            a_day(a_route("R1", a_stop(service_s="2"))),
            f'{STOP}.service_s: "2" is not a number from 0 to 86400. Mend it.',
        ),
        (
            a_day(a_route("R1", a_stop(1), a_stop(2))),
            "routes[0].stops[1].delivery.tracking_number: is the tracking number of another entry too. "
            "Keep one; case, spaces, hyphens, O for 0 and I or L for 1 do not tell two numbers apart.",
        ),
        (
            with_delivery(tracking_number="---"),
            f'{PARCEL}.tracking_number: "---" is not a tracking number. Write letters and digits.',
        ),
        (with_delivery(lat=float("nan")), f"{PARCEL}.lat: NaN is not a number from -90 to 90. Mend it."),
        (with_delivery(lon=181), f"{PARCEL}.lon: 181 is not a number from -180 to 180. Mend it."),
        (with_delivery(window="9-13"), f'{PARCEL}.window: "9-13" is not a window. Write its start and its end in [ ].'),
        (with_delivery(contact="Ann"), f'{PARCEL}.contact: "Ann" is not an object. Write it in {{ }}.'),
        (with_contact(mail="x"), f'{PARCEL}.contact.mail: is not known here. Write "email".'),
        (
            with_contact(email="ann@"),
            f'{PARCEL}.contact.email: "ann@" is not a mail address. Write it as ann@mail.example.',
        ),
        (with_contact(phone="555"), f'{PARCEL}.contact.phone: "555" is not a phone number. Write it as +15005550123.'),
        (
            a_day(a_route(), a_route("R1", a_stop(delivery=a_delivery("AC-2")))),
            "routes[1].ref: is the route of another entry too. Keep one.",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(day: object, said: str) -> None:
    assert told(read_day.a_day(day)) == [said]


def test_a_right_day_has_no_problem() -> None:
    day = read_day.a_day(a_day())

    assert day.problems == []
    assert day.brands[0].quiet == QuietHours(time(21), time(8))


def test_two_brands_of_one_name_are_refused() -> None:
    assert "brands[1].ref: is the brand of another entry too. Keep one." in told(
        read_day.a_day({"brands": [a_brand(), a_brand(lines=[])]})
    )


def test_support_may_stand_among_the_options() -> None:
    day = read_day.a_brand(a_brand(options={"support": "0800 1"}, ref="acme"), ref="acme")

    assert (day.problems, day.brands[0].support) == ([], "0800 1")


def test_a_brand_may_text_from_a_short_code() -> None:
    day = read_day.a_brand(a_brand(lines=[{"channel": "sms", "address": "72345"}]), ref="acme")

    assert (day.problems, day.brands[0].lines[0].address) == ([], "72345")


def test_a_reference_that_differs_from_the_address_is_refused() -> None:
    assert told(read_day.a_route(a_route("R1"), ref="R2")) == ['ref: is not "R2", as the address says. Leave it out.']


def test_a_reference_may_be_left_out() -> None:
    route = a_route()
    del route["ref"]

    day = read_day.a_route(route, ref="R7")

    assert (day.problems, day.routes[0].ref) == ([], "R7")


def test_a_long_value_is_shown_shortened() -> None:
    (problem,) = read_day.a_day(with_contact(phone="1" * 99)).problems

    assert problem == Problem(
        f"{PARCEL}.contact.phone", f'"{"1" * 38}… is not a phone number', "Write it as +15005550123"
    )
