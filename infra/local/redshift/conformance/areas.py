"""The areas of the conformance suite, in the order in which the README shows them."""

from collections.abc import Mapping

from . import (
    aggregates,
    dates,
    numbers,
    refusals,
    semistructured,
    statements_changes,
    statements_insert,
    statements_listings,
    statements_materialized_views,
    statements_settings,
    texts,
)
from .case import Area

AREAS: tuple[Area, ...] = (
    Area("Numbers", numbers.SUBJECTS),
    Area("Characters", texts.SUBJECTS),
    Area("Dates and times", dates.SUBJECTS),
    Area("SUPER and JSON", semistructured.SUBJECTS),
    Area("Aggregates", aggregates.SUBJECTS),
    Area("Changes of rows", statements_insert.SUBJECTS + statements_changes.SUBJECTS),
    Area("Materialized views", statements_materialized_views.SUBJECTS),
    Area("Listings", statements_listings.SUBJECTS),
    Area("Settings and notes", statements_settings.SUBJECTS),
    Area("Refusals", refusals.SUBJECTS),
)


def count_cases() -> Mapping[str, int]:
    """How many cases each area has, by its title."""
    return {area.title: sum(1 for _ in area.cases()) for area in AREAS}
