"""The names of a query's columns, read from the query itself: only tables are asked about."""

from sqlglot import exp

from ..errors import RedshiftError
from .context import Context
from .generate import generate_sql

_CHANGED_STAR = ("except_", "replace", "rename", "ilike")
_MERGED = ("using", "method")


class ColumnNames:
    """Asks each table once. None stands for names that only the binder knows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._tables: dict[str, list[str] | None] = {}
        self._open: set[int] = set()

    def of_query(self, query: exp.Expr) -> list[str] | None:
        """The names in their order, repeated ones too."""
        while isinstance(query, (exp.SetOperation, exp.Subquery)):
            query = query.this
        if not isinstance(query, exp.Select) or id(query) in self._open:
            return None
        self._open.add(id(query))
        names: list[str] = []
        for item in query.expressions:
            found = self._of_star(query, item) if item.is_star else [item.alias_or_name]
            if not found or "" in found:
                break
            names += found
        else:
            self._open.discard(id(query))
            return names
        self._open.discard(id(query))
        return None

    def _of_star(self, select: exp.Select, item: exp.Expr) -> list[str] | None:
        star = item.this if isinstance(item, exp.Column) else item
        from_, joins = select.args.get("from_"), select.args.get("joins") or []
        if not isinstance(star, exp.Star) or any(star.args.get(part) for part in _CHANGED_STAR):
            return None
        if from_ is None or select.args.get("laterals"):
            return None
        if any(join.args.get(part) for join in joins for part in _MERGED):
            return None
        names: list[str] = []
        for source in (from_.this, *(join.this for join in joins)):
            if item.text("table") not in ("", source.alias_or_name):
                continue
            found = self._of_source(source)
            if found is None:
                return None
            names += found
        return names

    def _of_source(self, source: exp.Expr) -> list[str] | None:
        alias = source.args.get("alias")
        if (isinstance(alias, exp.TableAlias) and alias.columns) or source.args.get("joins"):
            return None
        if isinstance(source, exp.Subquery):
            return self.of_query(source.this)
        if not isinstance(source, exp.Table) or source.args.get("pivots"):
            return None
        cte = None if source.db else _find_cte(source)
        if cte is None:
            return self._of_table(source)
        return None if cte.args["alias"].columns else self.of_query(cte.this)

    def _of_table(self, table: exp.Table) -> list[str] | None:
        alone = exp.Table(**{part: table.args.get(part) for part in ("this", "db", "catalog")})
        text = generate_sql(exp.Select(expressions=[exp.Star()]).from_(alone))
        if text not in self._tables:
            try:
                self._tables[text] = [name for name, _ in self._context.catalog.columns(text)]
            except RedshiftError:
                self._tables[text] = None
        return self._tables[text]


def _find_cte(table: exp.Table) -> exp.CTE | None:
    """The common table expression of the name that a place sees, if there is one."""
    node: exp.Expr | None = table
    while node is not None:
        with_ = node.args.get("with_")
        for cte in with_.expressions if with_ is not None else ():
            if cte.alias == table.name:
                found: exp.CTE = cte
                return found
        node = node.parent
    return None
