"""The walls of the house stand: import contracts, empty package markers, one reader of time."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ["bot", "conversations", "delivery", "models", "scheduler", "simulator"]
BIN = Path(sys.executable).parent


@pytest.mark.slow
def test_the_import_contracts_are_kept() -> None:
    done = subprocess.run([BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_package_markers_are_empty() -> None:
    markers = [path for package in [*PACKAGES, "tests"] for path in (ROOT / package).rglob("__init__.py")]

    assert len(markers) > len(PACKAGES)
    assert [str(path.relative_to(ROOT)) for path in markers if path.read_text(encoding="utf-8").strip()] == []


@pytest.mark.parametrize("package", ["bot/usecases", "conversations", "delivery", "models", "scheduler"])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from datetime import UTC, datetime\n\nnow = datetime.now(UTC)\n", "TID251"),
        ("from datetime import date\n\ntoday = date.today()\n", "TID251"),
        ("import time\n\nnow = time.time()\n", "TID251"),
        ("from time import monotonic\n\nnow = monotonic()\n", "TID251"),
        ("import time\n\ntime.sleep(1)\n", "TID251"),
        ("import random\n\nrandom.random()\n", "TID251"),
        ('print("hello")\n', "T201"),
    ],
)
def test_nothing_but_the_clock_reads_time_chance_stays_out_and_nothing_prints(
    package: str, code: str, expected: str
) -> None:
    command = [str(BIN / "ruff"), "check", "--output-format=concise", "--stdin-filename", f"{package}/sample.py", "-"]
    done = subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True, check=False)

    assert expected in done.stdout
