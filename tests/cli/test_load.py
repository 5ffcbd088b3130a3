"""`doorstep load`: all of a file, or with one mistake nothing."""

import json

from sqlalchemy import func, select

from models.brand import Brand
from models.delivery import Delivery
from models.session import Database
from tests.cli.terminal import Terminal
from tests.days import a_day, a_delivery, a_route, a_stop


def _counts(terminal: Terminal) -> tuple[int, int]:
    database = Database(f"sqlite:///{terminal.folder}/var/doorstep.db")
    with database.read() as session:
        brands, deliveries = (session.scalar(select(func.count()).select_from(table)) for table in (Brand, Delivery))
    database.close()
    return brands or 0, deliveries or 0


def test_a_day_is_loaded_into_a_database_that_did_not_exist(terminal: Terminal) -> None:
    (terminal.folder / "day.json").write_text(json.dumps(a_day()), encoding="utf-8")

    result = terminal.run("load", "day.json")

    assert (result.exit_code, result.output) == (0, "Loaded 1 brand, 1 route and 1 delivery.\n")
    assert _counts(terminal) == (1, 1)


def test_loading_the_same_again_changes_nothing(terminal: Terminal) -> None:
    day = json.dumps(a_day(a_route("R1"), a_route("R2", a_stop(delivery=a_delivery("AC-3H5K8P")))))

    results = [terminal.run("load", "-", typed=day).output for _ in range(2)]

    assert results == ["Loaded 1 brand, 2 routes and 2 deliveries.\n"] * 2
    assert _counts(terminal) == (1, 2)


def test_every_mistake_is_told_with_its_line_and_nothing_is_loaded(terminal: Terminal) -> None:
    contact = {"name": "Ann", "phone": "12", "email": None, "language": "en"}
    day = a_day(a_route("R1", a_stop(), a_stop(2, delivery=a_delivery("AC-3H5K8P", contact=contact, lat=99))))
    (terminal.folder / "day.json").write_text(json.dumps(day, indent=2), encoding="utf-8")

    result = terminal.run("load", "day.json")

    lines = (terminal.folder / "day.json").read_text(encoding="utf-8").splitlines()
    told = result.stderr.splitlines()
    numbers = [int(line.split(":")[0].removeprefix("line ")) for line in told[:-1]]
    assert result.exit_code == 1
    assert ["12" in lines[numbers[0] - 1], "99" in lines[numbers[1] - 1]] == [True, True]
    assert "routes[0].stops[1].delivery.contact.phone" in told[0]
    assert told[-1] == "Error: nothing was loaded: 2 problems."
    assert _counts(terminal) == (0, 0)


def test_a_file_that_is_no_json_is_refused(terminal: Terminal) -> None:
    result = terminal.run("load", "-", typed='{"brands": [}')

    assert result.exit_code == 1
    assert "line 1, column 13: is not JSON" in result.stderr
    assert "nothing was loaded: 1 problem." in result.stderr


def test_a_file_that_is_not_there_is_refused(terminal: Terminal) -> None:
    assert terminal.run("load", "nothing.json").exit_code == 2
