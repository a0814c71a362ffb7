from pathlib import Path

import pytest

from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from tests.orchestration.replaying.pipeline import Pipeline


@pytest.fixture
def pipeline(lake: Lake, warehouse: Warehouse, tmp_path: Path) -> Pipeline:
    """An installation with nothing in it."""
    return Pipeline(lake, warehouse, tmp_path)
