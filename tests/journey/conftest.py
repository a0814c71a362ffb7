"""One stack for all journeys, on free ports, with a home of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.settings import open_stack
from infra.local.stack import lifecycle
from tests.journey.installation import Installation


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A stack that runs for all journeys, because bringing one up and importing dbt costs most."""
    home: Path = tmp_path_factory.mktemp("headwater")
    stack = open_stack(home, free_ports=True)
    ours = Installation(stack)
    ours.up()
    yield ours
    ours.close()
    lifecycle.down(stack)
