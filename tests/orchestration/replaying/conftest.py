from pathlib import Path

import pytest

from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from tests.orchestration.replaying.pipeline import Pipeline, batches
from tests.orchestration.replaying.steps import FIRST, pass_through


@pytest.fixture
def pipeline(lake: Lake, warehouse: Warehouse, tmp_path: Path) -> Pipeline:
    """An installation with nothing in it."""
    return Pipeline(lake, warehouse, tmp_path)


@pytest.fixture
def broken(pipeline: Pipeline) -> Pipeline:
    """Twenty events in the quarantine, and the schema mended."""
    pipeline.break_schema()
    for batch in batches(range(20)):
        pipeline.send(batch)
    pass_through(pipeline, FIRST)
    pipeline.mend_schema()
    return pipeline
