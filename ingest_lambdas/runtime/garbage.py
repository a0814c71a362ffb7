"""Python's garbage collector in a function that lives long and makes many short-lived objects."""

import gc

_NEW_OBJECTS = 20_000


def settle() -> None:
    """To be called when all that stays is there: the collector need not walk through it any more.

    It then runs every _NEW_OBJECTS, not every 700: an event's objects are nearly all freed without
    it, and what it would walk through are the batch's finished ones.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
