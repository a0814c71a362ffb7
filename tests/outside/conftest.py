"""Real data from elsewhere. It lies beside the clone and is not part of it.

A clone without it skips these tests and says why; `.ci/run` does not begin without it.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Any]:
    """Reads a JSON file of the reference data by its path."""

    def read(path: str) -> Any:
        file = REFERENCE / path
        if not file.exists():
            pytest.skip(f"the reference data is not beside this clone: {file} is missing")
        return json.loads(file.read_text())

    return read
