"""Published samples to measure against; they are not part of this repository."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("DOORSTEP_SAMPLES", Path(__file__).parents[4] / "shared" / "data"))


def published(name: str) -> str:
    """Read a file of samples, or skip the test where it is absent."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the published samples {name} are not here; DOORSTEP_SAMPLES names their folder")
    return path.read_text()
