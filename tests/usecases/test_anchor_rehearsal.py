"""The anchor of a rehearsal: all processes agree, a restart goes on, another plan starts anew."""

from datetime import UTC, datetime, timedelta

from bot.usecases.anchor_rehearsal import anchor
from tests.usecases.house import House

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def test_the_first_process_sets_the_anchor_and_all_others_read_it(house: House) -> None:
    database = house.services.database

    assert anchor(database, start=START, rate=60.0, machine_now=NOW) == NOW
    assert anchor(database, start=START, rate=60.0, machine_now=NOW + timedelta(hours=1)) == NOW


def test_another_start_or_rate_begins_anew(house: House) -> None:
    database = house.services.database
    anchor(database, start=START, rate=60.0, machine_now=NOW)
    later = NOW + timedelta(hours=1)

    assert anchor(database, start=START, rate=30.0, machine_now=later) == later
    assert anchor(database, start=START + timedelta(days=1), rate=60.0, machine_now=later) == later
