"""`doorstep forget` and `doorstep verify-custody`."""

import pytest
from sqlalchemy import select, text

from models.people import Contact
from models.session import Database
from tests.cli.terminal import Terminal


def _database(terminal: Terminal) -> Database:
    return Database(f"sqlite:///{terminal.folder}/var/doorstep.db")


def _names(terminal: Terminal) -> list[str | None]:
    database = _database(terminal)
    with database.read() as session:
        names = list(session.scalars(select(Contact.name)))
    database.close()
    return names


@pytest.mark.parametrize("address", ["+1 500 555 0201", "ANN@mail.example"])
def test_a_person_is_forgotten_by_any_of_their_addresses(address: str, loaded: Terminal) -> None:
    result = loaded.run("forget", address, "--yes")

    assert result.exit_code == 0
    assert "Erased: the names and addresses of 1 contact," in result.output
    assert "Stays:" in result.output
    assert _names(loaded) == [None]


def test_nobody_is_forgotten_without_a_yes(loaded: Terminal) -> None:
    refused = [loaded.run("forget", "+15005550201", typed=typed).exit_code for typed in ("n\n", "")]

    assert (refused, _names(loaded)) == ([1, 1], ["Ann"])


def test_a_yes_is_enough(loaded: Terminal) -> None:
    assert loaded.run("forget", "+15005550201", typed="y\n").exit_code == 0
    assert _names(loaded) == [None]


def test_a_stranger_is_not_known(loaded: Terminal) -> None:
    assert loaded.run("forget", "+15005550299", "--yes").output == "Nothing is known of +15005550299.\n"


def test_what_is_no_address_is_refused(loaded: Terminal) -> None:
    result = loaded.run("forget", "Ann", "--yes")

    assert result.exit_code == 2
    assert "is neither" in result.stderr


def test_whole_chains_are_counted(loaded: Terminal) -> None:
    result = loaded.run("verify-custody")

    assert (result.exit_code, result.output) == (0, "1 chains with 1 records were read: 0 are broken.\n")


def test_a_broken_chain_is_named_with_its_record(loaded: Terminal) -> None:
    database = _database(loaded)
    with database.write() as session:
        session.execute(text("UPDATE custody_events SET by = 'somebody else'"))
    database.close()

    result = loaded.run("verify-custody")

    assert result.exit_code == 1
    assert "AC-7F3K9Q: the chain breaks at record 1." in result.output
