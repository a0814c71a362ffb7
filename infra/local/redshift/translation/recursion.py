"""WITH RECURSIVE as Redshift wants it, and CONNECT BY, which becomes one.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_WITH_clause.html
"""

from sqlglot import exp

from ..errors import SYNTAX_ERROR, UNDEFINED_TABLE, RedshiftError, not_supported
from .context import Context

_HIERARCHY, _CHILD, _LEVEL = "redshift_hierarchy", "redshift_child", "level"


def check_with(tree: exp.Expr, context: Context) -> None:
    """Raise for a common table expression that Redshift would not take."""
    for with_ in tree.find_all(exp.With):
        _find_hidden(with_, context)
        seen: set[str] = set()
        for cte in with_.expressions:
            if cte.alias in seen:
                raise RedshiftError("42712", f'WITH query name "{cte.alias}" specified twice')
            seen.add(cte.alias)
            if with_.args.get("recursive") and _reads_itself(cte):
                _check_recursive(cte)


def _reads_itself(cte: exp.CTE) -> bool:
    return any(not t.db and t.name == cte.alias for t in cte.this.find_all(exp.Table))


def _check_recursive(cte: exp.CTE) -> None:
    query = cte.this
    if not cte.args["alias"].columns:
        raise RedshiftError(
            SYNTAX_ERROR, f'recursive CTE "{cte.alias}" must have a list of column names'
        )
    if not isinstance(query, exp.Union) or query.args.get("distinct"):
        raise RedshiftError(SYNTAX_ERROR, f'recursive CTE "{cte.alias}" must be a UNION ALL query')
    if any(query.args.get(part) for part in ("order", "limit", "offset")):
        raise RedshiftError(SYNTAX_ERROR, "a recursive CTE takes no ORDER BY and no LIMIT")


def _find_hidden(with_: exp.With, context: Context) -> None:
    """A name that is not yet a CTE's means a table; DuckDB would take it for a circle."""
    names = [cte.alias for cte in with_.expressions]
    for place, cte in enumerate(with_.expressions):
        hidden = names[place + bool(with_.args.get("recursive")) :]
        for table in cte.this.find_all(exp.Table):
            if table.db or table.name not in hidden or _is_inner_name(table, cte):
                continue
            found = [s for s in context.search_path if context.catalog.exists((s, table.name))]
            if not found:
                raise RedshiftError(UNDEFINED_TABLE, f'relation "{table.name}" does not exist')
            table.set("db", exp.to_identifier(found[0], quoted=True))


def _is_inner_name(table: exp.Table, outer: exp.CTE) -> bool:
    """Whether a WITH inside of the CTE gives the name."""
    inner = [cte.alias for with_ in outer.this.find_all(exp.With) for cte in with_.expressions]
    return table.name in inner


def replace_connect_by(tree: exp.Expr) -> None:
    """Every CONNECT BY as a recursive CTE over its table.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CONNECT_BY_clause.html
    """
    for select in list(tree.find_all(exp.Select)):
        connect = select.args.get("connect")
        if connect is not None:
            _replace_connect(select, connect)


def _replace_connect(select: exp.Select, connect: exp.Expr) -> None:
    from_ = select.args.get("from_")
    if from_ is None or select.args.get("joins") or from_.this.args.get("joins"):
        raise not_supported("CONNECT BY over a join")
    condition = connect.args["connect"]
    if condition.find(exp.Prior) is None:
        raise RedshiftError(SYNTAX_ERROR, "syntax error: CONNECT BY needs a PRIOR")
    source = from_.this
    name = source.alias_or_name
    select.set("connect", None)
    if select.find(exp.Prior) is not None:
        raise not_supported("PRIOR outside of CONNECT BY")
    query = exp.union(
        _roots(source, connect.args.get("start")), _children(source, name, condition),
        distinct=False, copy=False,
    )  # fmt: skip
    _add_cte(select, query)
    alias = exp.TableAlias(this=exp.to_identifier(name, quoted=True))
    table = exp.Table(this=exp.to_identifier(_HIERARCHY, quoted=True), alias=alias)
    select.set("from_", exp.From(this=table))
    for item in select.expressions:
        star = item.this if isinstance(item, exp.Column) else item
        if isinstance(star, exp.Star):
            star.append("except_", exp.column(_LEVEL, quoted=True))


def _roots(source: exp.Expr, start: exp.Expr | None) -> exp.Select:
    level = exp.alias_(exp.Literal.number(1), _LEVEL, quoted=True)
    select = exp.Select(expressions=[exp.Star(), level])
    select.set("from_", exp.From(this=source.copy()))
    if start is not None:
        select.set("where", exp.Where(this=start.copy()))
    return select


def _children(source: exp.Expr, name: str, condition: exp.Expr) -> exp.Select:
    above = exp.column(_LEVEL, table=_HIERARCHY, quoted=True)
    below = exp.Add(this=above, expression=exp.Literal.number(1))
    child = source.copy()
    child.set("alias", exp.TableAlias(this=exp.to_identifier(_CHILD, quoted=True)))
    star = exp.Column(this=exp.Star(), table=exp.to_identifier(_CHILD, quoted=True))
    select = exp.Select(expressions=[star, exp.alias_(below, _LEVEL, quoted=True)])
    select.set("from_", exp.From(this=child))
    parent = exp.Table(this=exp.to_identifier(_HIERARCHY, quoted=True))
    select.set("joins", [exp.Join(this=parent, kind="CROSS")])
    select.set("where", exp.Where(this=_place(condition.copy(), name, below)))
    return select


def _place(condition: exp.Expr, name: str, level: exp.Expr) -> exp.Expr:
    """The condition with PRIOR's columns those of the parent, and the others the child's."""
    holder = exp.Paren(this=condition)
    for column in list(holder.find_all(exp.Column)):
        if column.table and column.table != name:
            raise not_supported(f"{column.table}.{column.name} in CONNECT BY")
        prior = column.find_ancestor(exp.Prior) is not None
        if column.name == _LEVEL and not column.table and not prior:
            column.replace(level.copy())
        else:
            column.set("table", exp.to_identifier(_HIERARCHY if prior else _CHILD, quoted=True))
    for mark in list(holder.find_all(exp.Prior)):
        mark.replace(exp.Paren(this=mark.this))
    return holder


def _add_cte(select: exp.Select, query: exp.Expr) -> None:
    alias = exp.TableAlias(this=exp.to_identifier(_HIERARCHY, quoted=True))
    made = exp.CTE(this=query, alias=alias)
    with_ = select.args.get("with_")
    listed = [*(with_.expressions if with_ is not None else []), made]
    select.set("with_", exp.With(expressions=listed, recursive=True))
