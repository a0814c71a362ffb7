"""The base currency and its rates: those that the collector converts events by."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from ingest_lambdas.exchange.conversion import Exchange


class RatesUndeclared(ValueError):
    """The enrichments file does not tell of the base currency: says why."""


def read_exchange(enrichments: Path | None) -> tuple[Exchange, Path]:
    """(exchange, folder of its rates) of an enrichments file, the defaults where none is given.

    Raises RatesUndeclared. The file as a whole is checked by `headwater enrichments`.
    """
    if enrichments is None:
        return Exchange(), Path()
    try:
        table: Any = tomllib.loads(enrichments.read_text()).get("currency", {})
    except (OSError, ValueError) as error:
        raise RatesUndeclared(f"{enrichments.name}: {error}") from error
    known: Mapping[str, Any] = {each.name: each.type for each in fields(Exchange)}
    given = {name: value for name, value in table.items() if name in known}
    for name, value in given.items():
        if type(value) is not known[name]:
            raise RatesUndeclared(f"{enrichments.name}: currency: {name} cannot be {value!r}")
    return Exchange(**given), enrichments.parent
