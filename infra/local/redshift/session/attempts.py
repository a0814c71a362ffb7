"""A statement that commits alone and meets a conflict is tried again: nobody has seen any of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import SERIALIZATION_FAILURE, RedshiftError
from .accesses import OutdatedSnapshot
from .result import Result

if TYPE_CHECKING:
    from .session import Session

_MOST = 6


def attempt(session: Session, run: Callable[[bool], Result]) -> Result:
    """The result of `run`, which is told whether the statement commits alone."""
    number = 1
    while True:
        autocommit = session.status == "I"
        try:
            return run(autocommit)
        except RedshiftError as error:
            session.transaction.fail()
            if not autocommit or not _may_differ(error) or number == _MOST:
                raise
        session.clock.pause(random.uniform(0, 0.02 * 2**number))
        number += 1


def _may_differ(error: RedshiftError) -> bool:
    """Whether a later snapshot may do: an outdated one was taken before a lock was waited for."""
    return error.sqlstate == SERIALIZATION_FAILURE or isinstance(error, OutdatedSnapshot)
