"""Figures of a balanced ledger, kept until anything lands or is loaded.

Measuring reads every object and every id; landed objects never change, so where the same objects
lie in the lake and the tables hold as many rows, it would measure the same again.
"""

import hashlib
import json
from pathlib import Path

from redshift_connector.error import ProgrammingError

from ingest_lambdas.contract.lake_layout import KINDS
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse

COUNTED = ("raw.events", "raw.rejected_events", "marts.fct_events")


class Remembered:
    """The figures last measured, in a file of the installation."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def remember(self, lake: Lake, warehouse: Warehouse, figures: dict[str, int]) -> None:
        """Keep the figures of the installation as it stands."""
        kept = {"state": state_of(lake, warehouse), "figures": figures}
        self._file.write_text(json.dumps(kept))

    def recall(self, lake: Lake, warehouse: Warehouse) -> dict[str, int] | None:
        """The figures, if the installation stands as it did; None otherwise."""
        try:
            kept = json.loads(self._file.read_text())
            figures: dict[str, int] = kept["figures"]
            return figures if kept["state"] == state_of(lake, warehouse) else None
        except (OSError, ValueError, KeyError, ProgrammingError):
            return None


def state_of(lake: Lake, warehouse: Warehouse) -> str:
    """Changes whenever an object lands anywhere in the lake or rows come into a counted table."""
    seen = hashlib.sha256()
    for kind in KINDS:
        for file in lake.files(kind):
            seen.update(f"{file.key} {file.etag}\n".encode())
    with warehouse.connect() as session:
        for relation in COUNTED:
            seen.update(f"{relation} {session.value(f'select count(*) from {relation}')}".encode())
    return seen.hexdigest()
