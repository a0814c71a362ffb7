"""The areas of the conformance suite, in the order in which the README shows them."""

from collections.abc import Mapping

from . import (
    aggregates,
    casts,
    conditions,
    data_types,
    dates,
    formats,
    functions_over_groups,
    hashes,
    json_texts,
    numbers,
    operators,
    patterns,
    semistructured,
    session_functions,
    statements_basic,
    statements_blanks,
    statements_changes,
    statements_copy,
    statements_cursors,
    statements_functions,
    statements_insert,
    statements_joins,
    statements_listings,
    statements_loads,
    statements_materialized_views,
    statements_names,
    statements_pivots,
    statements_prepare,
    statements_privileges,
    statements_queries,
    statements_recursion,
    statements_roles,
    statements_schemas,
    statements_settings,
    statements_super_keys,
    statements_tables,
    statements_types,
    statements_unloads,
    statements_unnesting,
    statements_users,
    super_functions,
    super_typing,
    system_tables,
    texts,
    varbytes,
    window_functions,
)
from .case import Area

AREAS: tuple[Area, ...] = (
    Area("Types", data_types.SUBJECTS + statements_types.SUBJECTS),
    Area("Casts", casts.SUBJECTS),
    Area("Operators", operators.SUBJECTS),
    Area("Conditions", conditions.SUBJECTS),
    Area("Numbers", numbers.SUBJECTS),
    Area("Characters", texts.SUBJECTS),
    Area("Binary values", varbytes.SUBJECTS),
    Area("Patterns", patterns.SUBJECTS),
    Area("Hashes", hashes.SUBJECTS),
    Area("Dates and times", dates.SUBJECTS),
    Area("Formats", formats.SUBJECTS),
    Area(
        "SUPER",
        semistructured.SUBJECTS + super_functions.SUBJECTS + super_typing.SUBJECTS,
    ),
    Area("JSON as text", json_texts.SUBJECTS),
    Area("Aggregates", aggregates.SUBJECTS),
    Area("Window functions", window_functions.SUBJECTS + functions_over_groups.SUBJECTS),
    Area("System information", session_functions.SUBJECTS),
    Area("Basic statements", statements_basic.SUBJECTS),
    Area("Tables", statements_tables.SUBJECTS),
    Area("Schemas, comments, upkeep", statements_schemas.SUBJECTS),
    Area(
        "Queries",
        statements_queries.SUBJECTS
        + statements_joins.SUBJECTS
        + statements_recursion.SUBJECTS
        + statements_pivots.SUBJECTS
        + statements_unnesting.SUBJECTS
        + statements_super_keys.SUBJECTS
        + statements_blanks.SUBJECTS
        + statements_names.SUBJECTS,
    ),
    Area(
        "Cursors and prepared statements", statements_cursors.SUBJECTS + statements_prepare.SUBJECTS
    ),
    Area("Changes of rows", statements_insert.SUBJECTS + statements_changes.SUBJECTS),
    Area(
        "COPY and UNLOAD",
        statements_copy.SUBJECTS + statements_loads.SUBJECTS + statements_unloads.SUBJECTS,
    ),
    Area("System tables", system_tables.SUBJECTS),
    Area("Materialized views", statements_materialized_views.SUBJECTS),
    Area("Functions of users", statements_functions.SUBJECTS),
    Area("Listings", statements_listings.SUBJECTS),
    Area("Settings and notes", statements_settings.SUBJECTS),
    Area("Users and groups", statements_users.SUBJECTS),
    Area("Roles", statements_roles.SUBJECTS),
    Area("Privileges", statements_privileges.SUBJECTS),
)


def count_cases() -> Mapping[str, int]:
    """How many cases each area has, by its title."""
    return {area.title: sum(1 for _ in area.cases()) for area in AREAS}
