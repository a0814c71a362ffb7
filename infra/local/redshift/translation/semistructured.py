"""SUPER: unnesting in FROM, and subscripts that Redshift counts from 0 and DuckDB from 1.

Source: https://docs.aws.amazon.com/redshift/latest/dg/query-super.html
"""

from sqlglot import exp

from ..errors import RedshiftError, not_supported
from .build import call, cast


def unnest_in_from(tree: exp.Expr) -> None:
    """`FROM t, t.items AS i AT n` as a lateral subquery over the elements."""
    for select in list(tree.find_all(exp.Select)):
        known = _source_names(select)
        for join in select.args.get("joins") or []:
            path, name, index = _read_join(join.this, known)
            if path is not None:
                known.add(name)
                join.set("this", _elements(path, name, index))


def _source_names(select: exp.Select) -> set[str]:
    from_ = select.args.get("from_")
    sources = [from_.this] if from_ else []
    sources += [join.this for join in select.args.get("joins") or []]
    return {source.alias_or_name for source in sources if isinstance(source, exp.Expr)}


def _read_join(source: exp.Expr, known: set[str]) -> tuple[exp.Expr | None, str, str | None]:
    """The path that is unnested, its alias and the alias of its index; None for a plain join."""
    if isinstance(source, exp.AtIndex):
        inner = source.this
        return inner.this, inner.alias, source.expression.name
    if isinstance(source, exp.Unnest):
        columns = source.args["alias"].columns if source.args.get("alias") else []
        path = source.expressions[0]
        return path, (columns[0].name if columns else path.name), None
    if isinstance(source, exp.Table) and source.parts[0].name in known and len(source.parts) > 1:
        path = _column_of([part.copy() for part in source.parts])
        return path, source.alias_or_name, None
    return None, "", None


def _column_of(parts: list[exp.Expr]) -> exp.Expr:
    places = ("this", "table", "db", "catalog")
    return exp.Column(**dict(zip(places, reversed(parts), strict=False)))


def _elements(path: exp.Expr, name: str, index: str | None) -> exp.Expr:
    # By way of JSON: DuckDB takes 85 µs an element to cast a VARIANT to a list, JSON 10 µs.
    items = cast(cast(path, "JSON"), "JSON[]")
    columns: list[exp.Expr] = [_alias(cast(exp.Explode(this=items), "VARIANT"), name)]
    if index is not None:
        numbers = call("range", call("len", items))
        columns.append(_alias(exp.Explode(this=numbers), index))
    subquery = exp.Select(expressions=columns).subquery(copy=False)
    alias = exp.TableAlias(this=exp.to_identifier(name, quoted=True))
    return exp.Lateral(this=subquery, alias=alias)


def _alias(node: exp.Expr, name: str) -> exp.Expr:
    return exp.Alias(this=node, alias=exp.to_identifier(name, quoted=True))


def shift_subscripts(tree: exp.Expr) -> None:
    """Count array elements from 1, as DuckDB does."""
    for bracket in list(tree.find_all(exp.Bracket)):
        if len(bracket.expressions) != 1:
            raise not_supported("a slice of a SUPER value")
        index = bracket.expressions[0]
        if isinstance(index, exp.Literal) and index.is_string:
            continue
        if isinstance(index, exp.Neg):
            raise not_supported("a negative subscript of a SUPER value")
        if isinstance(index, exp.Literal) and index.is_int:
            shifted: exp.Expr = exp.Literal.number(int(index.name) + 1)
        elif isinstance(index, exp.Literal):
            raise RedshiftError("42804", "a subscript must be a whole number")
        else:
            shifted = exp.paren(index.copy() + 1)
        bracket.set("expressions", [shifted])
        bracket.set("offset", 1)
