"""How often a text asks the database: each statement is a round trip, and round trips are what a text costs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, update

from models.delivery import Delivery
from models.route import Route
from tests.usecases.house import ANN, BOB, BOBS, MAIN, House, a_text

TAKEN_IN = ["from lines", "into threads", "from several", "into messages"]
_INNERMOST = re.compile(r"\([^()]*\)")
_VERB_AND_TABLE = re.compile(r"\b(FROM|INTO|UPDATE) (\w+)")


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Gather what is asked meanwhile: where each statement begins to read or write, in order."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        while (plain := _INNERMOST.sub("several", statement)) != statement:
            statement = plain
        # Another thread tells the workers, once for any number of commits.
        if (found := _VERB_AND_TABLE.search(statement)) and not statement.startswith(("BEGIN", "NOTIFY")):
            asked.append(f"{found[1].lower()} {found[2]}")

    engine = house.services.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("words", ["where is my parcel?", "hello"])
def test_a_text_asks_the_database_no_more_than_it_must(house: House, words: str) -> None:
    house.text(ANN, MAIN, words)
    with statements(house) as asked:
        house.text(ANN, MAIN, words)

    assert asked == [*TAKEN_IN, "into payloads", "from deliveries", "from stops", "into messages"]


def test_a_repeated_text_goes_no_further_than_its_number(house: House) -> None:
    text = a_text(ANN, MAIN, "where is my parcel?", number=900)
    house.receive(text)
    with statements(house) as asked:
        house.receive(text)

    assert asked == TAKEN_IN


def test_many_deliveries_are_read_by_one_statement_and_one_for_each_route(house: House) -> None:
    with house.services.database.write() as session:
        session.execute(update(Delivery).values(contact_id=house.delivery(BOBS).contact_id))
    with statements(house) as asked:
        house.text(BOB, MAIN, "where are my parcels?")

    assert asked.count("from deliveries") == 1
    assert asked.count("from stops") == len(house.all(select(Route)))
