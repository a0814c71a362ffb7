"""The ledger before and after a demo: what lies between is the demo's own."""

from collections.abc import Callable

from redshift_connector.error import ProgrammingError

from infra.local.demo.remembered import Remembered
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.conservation.law import Balance
from orchestration.conservation.ledger import measure_conservation

FIGURES = (
    "arrivals",
    "good",
    "rejected",
    "consent_dropped",
    "lake_rows",
    "warehouse_rows",
    "rejected_rows",
    "events",
    "transport_duplicates",
    "resent_duplicates",
)


def figures_before(
    lake: Lake, warehouse: Warehouse, remembered: Remembered, settle: Callable[[], None]
) -> dict[str, int]:
    """Every figure of the installation as it stands, at rest.

    Remembered where nothing has landed or been loaded since they were measured. What came
    earlier and is not loaded yet would count as the demo's: then `settle` is called first.
    """
    if next(iter(lake.files("received")), None) is None:
        return dict.fromkeys(FIGURES, 0)
    if (known := remembered.recall(lake, warehouse)) is not None:
        return known
    balance = _measure(lake, warehouse)
    if balance is None or not balance.balanced:
        settle()
        balance = measure_conservation(lake, warehouse)
    return figures_of(balance)


def figures_of(balance: Balance) -> dict[str, int]:
    """The figures of a balance."""
    return {name: int(getattr(balance, name)) for name in FIGURES}


def own_figures(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """What came in between."""
    return {name: after[name] - before[name] for name in FIGURES}


def _measure(lake: Lake, warehouse: Warehouse) -> Balance | None:
    """The balance; None where the warehouse lacks tables, because no cycle ever ran."""
    try:
        return measure_conservation(lake, warehouse)
    except ProgrammingError:
        return None
