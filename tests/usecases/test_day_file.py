"""A day as a file: what is wrong is told with the number of its line."""

import json

import pytest

from bot.usecases import day_file, read_day
from bot.usecases.load_day import DayRejected
from bot.usecases.plain_data import Problem
from tests.days import a_day, a_delivery, a_route, a_stop


def test_a_file_is_read_with_or_without_a_mark_of_its_encoding() -> None:
    assert day_file.parse(b'\xef\xbb\xbf{"routes": []}') == {"routes": []}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"brands": [\n  {"ref": }\n]}', "line 2, column 11: is not JSON: Expecting value. Mend the file there."),
        (b'{"name": "Caf\xe9"}', "the whole: is not UTF-8. Save the file as UTF-8."),
        (b"[" * 100_000, "the whole: is nested too deep. Write a day as the documentation shows."),
    ],
)
def test_a_file_that_is_no_json_says_where(raw: bytes, said: str) -> None:
    with pytest.raises(DayRejected) as caught:
        day_file.parse(raw)

    assert str(caught.value) == said
    assert day_file.explain(raw, caught.value.errors) == (said,)


def test_every_problem_is_told_with_its_line_in_the_order_of_the_file() -> None:
    wrong = a_delivery(contact={"name": 'A "quoted" \\ name, {with} [marks]', "phone": "12"}, lat=91)
    missing = a_delivery("AC-2")
    del missing["address"]
    raw = json.dumps(a_day(a_route("R1", a_stop(1, delivery=wrong), a_stop(2, delivery=missing))), indent=1).encode()
    lines = raw.decode().splitlines()

    told = day_file.explain(raw, read_day.a_day(day_file.parse(raw)).problems)

    phone = 1 + next(n for n, line in enumerate(lines) if '"12"' in line)
    lat = 1 + next(n for n, line in enumerate(lines) if '"lat": 91' in line)
    second = 1 + [n for n, line in enumerate(lines) if '"delivery": {' in line][1]
    assert told == (
        f'line {phone}: routes[0].stops[0].delivery.contact.phone: "12" is not a phone number. '
        "Write it as +15005550123.",
        f"line {lat}: routes[0].stops[0].delivery.lat: 91 is not a number from -90 to 90. Mend it.",
        f'line {second}: routes[0].stops[1].delivery.address: is missing. Give "address".',
    )


def test_a_problem_of_the_whole_has_no_line() -> None:
    assert day_file.explain(b"{}", [Problem("", "is empty", "Fill it")]) == ("the whole: is empty. Fill it.",)


def test_a_problem_of_a_missing_top_key_stands_at_no_line() -> None:
    assert day_file.explain(b"\n{}", [Problem("brand", "is missing", 'Give "brand"')]) == (
        'brand: is missing. Give "brand".',
    )
