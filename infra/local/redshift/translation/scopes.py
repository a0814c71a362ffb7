"""What a name without a table means: a column of FROM, of an outer query, or an alias.

DuckDB finds an alias in WHERE, in HAVING and in subqueries, where Redshift and PostgreSQL find a
column of an outer query or none: Redshift's lateral aliases are of one list of columns. That it
finds one in QUALIFY, or within an expression of ORDER BY, no page says.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_list.html
and https://docs.aws.amazon.com/redshift/latest/dg/r_ORDER_BY_clause.html
"""

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from ..errors import UNDEFINED_COLUMN, RedshiftError, not_supported
from .context import Context
from .correlation import blocks_around, check_correlation, check_grouped_item
from .generate import generate_sql
from .set_operations import in_scope

_NO_ALIASES = ("where", "having")
_UNTOLD = {"qualify": "QUALIFY", "order": "an expression of ORDER BY"}


def check_scopes(tree: exp.Expr, context: Context) -> None:
    """Raise for a name without a table that DuckDB would find elsewhere than Redshift."""
    if any(table.db == CATALOG_SCHEMA for table in tree.find_all(exp.Table)):
        return
    scopes = _Scopes(context)
    for column in list(tree.find_all(exp.Column)):
        if not column.table and isinstance(column.this, exp.Identifier):
            _check(column, scopes)


class _Scopes:
    """The columns of what each query reads, asked once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[int, frozenset[str] | None] = {}

    def has(self, block: exp.Expr, name: str) -> bool:
        """Whether FROM has a column of the name; where that cannot be told, it has."""
        if id(block) not in self._known:
            self._known[id(block)] = self._ask(block)
        columns = self._known[id(block)]
        return columns is None or name in columns

    def _ask(self, block: exp.Expr) -> frozenset[str] | None:
        if not _reads(block):
            return frozenset()
        probe = exp.Select(expressions=[exp.Star()])
        for part, value in _sources(block).items():
            probe.set(part, value)
        place = block if isinstance(block, exp.Select) else probe
        try:
            found = self._context.catalog.columns(generate_sql(in_scope(probe, place)))
        except RedshiftError:
            return None
        return frozenset(name for name, _ in found)


def _reads(block: exp.Expr) -> bool:
    return not isinstance(block, exp.Select) or block.args.get("from_") is not None


def _sources(block: exp.Expr) -> dict[str, object]:
    """FROM and the joins of a query, or of a change with its target first."""
    from_, joins = block.args.get("from_"), block.args.get("joins") or []
    if isinstance(block, exp.Select):
        assert from_ is not None
        return {"from_": from_.copy(), "joins": [join.copy() for join in joins]}
    others = [*(block.args.get("using") or []), *([from_.this] if from_ is not None else [])]
    crossed = [exp.Join(this=other.copy(), kind="CROSS") for other in others]
    return {"from_": exp.From(this=block.this.copy()), "joins": crossed}


def _check(column: exp.Column, scopes: _Scopes) -> None:
    blocks = list(blocks_around(column))
    if not blocks or not _is_open(column, blocks):
        return
    name = column.name
    for depth, block in enumerate(blocks):
        if scopes.has(block, name):
            if depth > 0:
                check_correlation(blocks, depth)
                check_grouped_item(block, blocks[depth - 1])
            return
        aliased = isinstance(block, exp.Select) and name in _aliases(block)
        if aliased:
            raise _refusal(name, _part(column, block) if depth == 0 else "")


def _refusal(name: str, part: str) -> RedshiftError:
    if part in _UNTOLD:
        return not_supported(f"the alias {name} in {_UNTOLD[part]}")
    return RedshiftError(UNDEFINED_COLUMN, f'column "{name}" does not exist')


def _is_open(column: exp.Column, blocks: list[exp.Expr]) -> bool:
    """Whether the name may be another thing than a column of the innermost query's FROM."""
    inner = blocks[0]
    if len(blocks) > 1 and not _is_apart(inner):
        # What unnests a SUPER value refers to the table before it, as it should.
        return _reads(inner) or inner.find(exp.Explode) is None
    if not isinstance(inner, exp.Select) or column.name not in _aliases(inner):
        return False
    part = _part(column, inner)
    # ORDER BY may name an alias itself.
    return part in _NO_ALIASES or part in _UNTOLD and not isinstance(column.parent, exp.Ordered)


def _is_apart(select: exp.Expr) -> bool:
    """Whether a query is a common table expression, or the first or only table of another."""
    parent = select.parent
    while isinstance(parent, (exp.Subquery, exp.SetOperation)):
        parent = parent.parent
    return isinstance(parent, (exp.CTE, exp.From)) or parent is None


def _part(column: exp.Expr, block: exp.Expr) -> str:
    """Which part of a query a node is in."""
    node: exp.Expr = column
    while node.parent is not None and node.parent is not block:
        node = node.parent
    return str(node.arg_key)


def _aliases(select: exp.Select) -> set[str]:
    return {item.alias for item in select.expressions if isinstance(item, exp.Alias)}
