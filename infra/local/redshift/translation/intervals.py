"""Intervals in results: DuckDB's client makes 30 days of a month, so months are asked for apart."""

from collections.abc import Sequence


def select_interval_parts(sql: str, are_intervals: Sequence[bool]) -> str:
    """The query with each interval as [months, microseconds], days being 24 hours."""
    names = [f"c{number}" for number in range(len(are_intervals))]
    columns = [
        _parts(name) if is_interval else name
        for name, is_interval in zip(names, are_intervals, strict=True)
    ]
    return f"SELECT {', '.join(columns)} FROM ({sql}) AS q({', '.join(names)})"


def _parts(name: str) -> str:
    # DuckDB's year is of 12 months, and its microseconds are those of the minute.
    months = f"year({name}) * 12 + month({name})"
    minutes = f"(day({name}) * 24 + hour({name})) * 60 + minute({name})"
    parts = f"[{months}, ({minutes}) * 60000000 + microsecond({name})]"
    return f"CASE WHEN {name} IS NOT NULL THEN {parts} END"
