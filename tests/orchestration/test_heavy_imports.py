"""What is imported for good is not searched for garbage, everything else is."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from orchestration.heavy_imports import imported_for_good


class Thing:
    """Something that garbage can be made of."""

    me: "Thing"


def in_a_circle() -> Thing:
    thing = Thing()
    thing.me = thing
    return thing


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_garbage_of_the_block_stays_and_later_garbage_goes() -> None:
    with imported_for_good():
        kept = weakref.ref(in_a_circle())
    later = weakref.ref(in_a_circle())
    gc.collect()
    assert kept() is not None
    assert later() is None


def test_a_failed_import_leaves_the_collector_on() -> None:
    with pytest.raises(ImportError), imported_for_good():
        raise ImportError
    assert gc.isenabled()
