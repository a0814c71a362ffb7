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
    return lambda path: json.loads(_find(path).read_text())


@pytest.fixture(scope="session")
def reference_folder() -> Callable[[str], Path]:
    """Finds a folder of the reference data by its path."""
    return _find


def _find(path: str) -> Path:
    found = REFERENCE / path
    if not found.exists():
        pytest.skip(f"the reference data is not beside this clone: {found} is missing")
    return found
