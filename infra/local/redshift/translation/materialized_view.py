"""What a CREATE MATERIALIZED VIEW says, and how its query may be refreshed.

Source: https://docs.aws.amazon.com/redshift/latest/dg/materialized-view-create-sql-command.html
"""

import re
from dataclasses import dataclass, field

from sqlglot import exp

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported
from ..session.descriptions import Layout
from .parse import parse_sql

NAME = r'(?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+)){0,2}'
_HEAD = re.compile(rf"CREATE\s+MATERIALIZED\s+VIEW\s+(?P<name>{NAME})\s*", re.IGNORECASE)
_OPTION = re.compile(
    r"(?:BACKUP\s+(?:YES|NO)|AUTO\s+REFRESH\s+(?P<auto>YES|NO)|DISTSTYLE\s+(?P<style>\w+)"
    r"|DISTKEY\s*\(\s*(?P<key>[^)]+?)\s*\)|(?:COMPOUND\s+)?SORTKEY\s*\((?P<sort>[^)]+)\))\s*",
    re.IGNORECASE,
)
_AS = re.compile(r"AS\b\s*", re.IGNORECASE)

_INCREMENTAL_AGGREGATES = (exp.Sum, exp.Count, exp.Min, exp.Max, exp.Avg)
_MUTABLE = (exp.CurrentTimestamp, exp.CurrentDate, exp.Rand, exp.CurrentUser, exp.SessionUser)
_MUTABLE_NAMES = {"getdate", "sysdate", "random", "timeofday", "now"}
_NEVER_INCREMENTAL = (exp.SetOperation, exp.Distinct, exp.Window, exp.Exists, exp.Pivot)


@dataclass
class Definition:
    """The parts of the statement; `query` without parentheses around it."""

    table: exp.Table
    query: exp.Query
    layout: Layout
    auto_refresh: bool


def read_definition(sql: str) -> Definition:
    """The parts of a CREATE MATERIALIZED VIEW; raises 42601 or 0A000."""
    head = _HEAD.match(sql)
    if head is None:
        raise RedshiftError(SYNTAX_ERROR, "syntax error in CREATE MATERIALIZED VIEW")
    options = _Options()
    place = head.end()
    while found := _OPTION.match(sql, place):
        options.take(found)
        place = found.end()
    begin = _AS.match(sql, place)
    if begin is None:
        raise not_supported(f"{sql[place : place + 40]!r} in CREATE MATERIALIZED VIEW")
    query = parse_sql(sql[begin.end() :])
    while isinstance(query, exp.Subquery) and not query.alias:
        query = query.this
    if not isinstance(query, exp.Query):
        raise RedshiftError(SYNTAX_ERROR, "a materialized view is made of a SELECT")
    table = exp.to_table(head["name"], dialect="redshift")
    return Definition(table, query, options.layout, options.auto_refresh)


@dataclass
class _Options:
    # Even is what the documentation gives a materialized view without DISTSTYLE.
    layout: Layout = field(default_factory=lambda: Layout(dist_style="EVEN"))
    auto_refresh: bool = False

    def take(self, found: re.Match[str]) -> None:
        if found["auto"]:
            self.auto_refresh = found["auto"].upper() == "YES"
        if found["style"]:
            self.layout.dist_style = found["style"].upper()
        if found["key"]:
            self.layout.dist_style, self.layout.dist_key = "KEY", _column(found["key"])
        if found["sort"]:
            self.layout.sort_style = "COMPOUND"
            self.layout.sort_keys = [_column(name) for name in found["sort"].split(",")]


def _column(name: str) -> str:
    return name.strip().strip('"').lower()


def is_mutable(query: exp.Query) -> bool:
    """Whether the same tables may give another answer tomorrow: then the view is always stale."""
    if query.find(*_MUTABLE) is not None:
        return True
    return any(call.name.lower() in _MUTABLE_NAMES for call in query.find_all(exp.Anonymous))


def is_incremental(query: exp.Query) -> bool:
    """Whether Redshift would refresh it by its bases' changes, not from scratch.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/materialized-view-refresh-sql-command.html
    """
    if query.find(*_NEVER_INCREMENTAL) is not None or is_mutable(query):
        return False
    if any(join.side for join in query.find_all(exp.Join)):
        return False
    if any(not isinstance(s.parent, (exp.From, exp.Join)) for s in query.find_all(exp.Subquery)):
        return False
    return all(isinstance(a, _INCREMENTAL_AGGREGATES) for a in query.find_all(exp.AggFunc))


def refuse_forbidden(query: exp.Query) -> None:
    """Raise 0A000 for clauses that the documentation forbids in a materialized view."""
    for clause in (exp.Order, exp.Limit, exp.Offset):
        if any(isinstance(c.parent, exp.Query) for c in query.find_all(clause)):
            name = clause.__name__.upper().replace("ORDER", "ORDER BY")
            raise RedshiftError("0A000", f"{name} is not supported in a materialized view")
