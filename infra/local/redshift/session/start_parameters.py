"""The parameters with which a client begins its session."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import FatalError, RedshiftError

if TYPE_CHECKING:
    from .session import Session

# libpq's own words for what Redshift's drivers set too.
_TAKEN = ("application_name", "client_encoding", "datestyle", "extra_float_digits", "timezone")
_SWITCH = "-c"


def apply_start_parameters(session: Session, asked: Mapping[str, str]) -> None:
    """Set what a start-up message asks for; raises FatalError for a value that cannot be.

    What drivers tell of themselves (driver_version, os_version, …) is passed over, as Redshift
    does. The message's `options` hold `-c name=value`.
    """
    wanted = {name.lower(): value for name, value in asked.items() if name.lower() in _TAKEN}
    try:
        for name, value in {**wanted, **_read_options(asked.get("options", ""))}.items():
            session.parameters.start(name, value)
    except RedshiftError as error:
        raise FatalError(error.sqlstate, error.message) from error


def _read_options(text: str) -> dict[str, str]:
    try:
        words = shlex.split(text.replace(f"{_SWITCH} ", _SWITCH))
    except ValueError as error:
        raise FatalError("22023", f"invalid command-line options: {text}") from error
    found = {}
    for word in words:
        name, equals, value = word.removeprefix(_SWITCH).removeprefix("--").partition("=")
        if not word.startswith(("-c", "--")) or not equals:
            raise FatalError("22023", f'invalid command-line option "{word}"')
        found[name.lower().replace("-", "_")] = value
    return found
