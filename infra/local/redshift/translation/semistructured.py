"""SUPER: unnesting in FROM, and subscripts that Redshift counts from 0 and DuckDB from 1.

Source: https://docs.aws.amazon.com/redshift/latest/dg/query-super.html
"""

from dataclasses import dataclass

from sqlglot import exp

from ..errors import RedshiftError, not_supported
from .build import call, cast


@dataclass
class _Item:
    """`FROM path AS name AT index`, or UNPIVOT of an object."""

    path: exp.Expr
    name: str
    index: str | None = None
    is_object: bool = False


def unnest_in_from(tree: exp.Expr) -> None:
    """`FROM t, t.items AS i AT n` as a lateral subquery over the elements."""
    for select in list(tree.find_all(exp.Select)):
        known = _names_around(select)
        unnested: set[str] = set()
        for place in _places(select):
            item = _read(place.this, known, unnested)
            if item is not None:
                if isinstance(place, exp.Join):
                    _check_join(place)
                elif select.args.get("joins"):
                    # https://docs.aws.amazon.com/redshift/latest/dg/limitations-super.html
                    raise not_supported("unnesting beside other tables in a subquery")
                unnested.add(item.name)
                place.set("this", _elements(item, lateral=isinstance(place, exp.Join)))


def _places(select: exp.Select) -> list[exp.Expr]:
    from_ = select.args.get("from_")
    return ([from_] if from_ is not None else []) + (select.args.get("joins") or [])


def _names_around(select: exp.Select) -> set[str]:
    """The names that FROM gives in this SELECT and in those around it."""
    names: set[str] = set()
    scope: exp.Expr | None = select
    while scope is not None:
        if isinstance(scope, exp.Select):
            sources = [place.this for place in _places(scope)]
            names |= {s.alias_or_name for s in sources if not _is_path_alone(s)}
        scope = scope.parent
    return names


def _is_path_alone(source: exp.Expr) -> bool:
    """A path without an alias gives no name by which another could begin."""
    return isinstance(source, exp.Table) and bool(source.db) and not source.alias


def _check_join(join: exp.Join) -> None:
    if join.side in ("RIGHT", "FULL"):
        raise not_supported(f"a {join.side} JOIN with a SUPER value")


def _read(source: exp.Expr, known: set[str], unnested: set[str]) -> _Item | None:
    """The path that is unnested, its alias and the alias of its index; None for a table."""
    if isinstance(source, exp.Pivot):
        item = _read_path(source.this) or _read_aliased(source.this)
        item.is_object = True
        return item
    if isinstance(source, (exp.AtIndex, exp.Alias)):
        return _read_aliased(source)
    if isinstance(source, exp.Unnest):
        columns = source.args["alias"].columns if source.args.get("alias") else []
        path = source.expressions[0]
        return _Item(path, columns[0].name if columns else path.name)
    if not isinstance(source, exp.Table) or not isinstance(source.this, exp.Identifier):
        return None
    begins, depth = source.parts[0].name, len(source.parts)
    if (begins in known and depth > 1) or (begins in unnested and depth == 1):
        return _read_path(source)
    return None


def _read_path(source: exp.Expr) -> _Item | None:
    """A path that sqlglot took for the name of a table."""
    if not isinstance(source, exp.Table):
        return None
    return _Item(_column_of([part.copy() for part in source.parts]), source.alias_or_name)


def _read_aliased(node: exp.Expr) -> _Item:
    index = None
    if isinstance(node, exp.AtIndex):
        index, node = node.expression.name, node.this
    if not isinstance(node, exp.Alias):
        raise RedshiftError("42601", "syntax error: unnesting a SUPER value needs an alias")
    return _Item(node.this, node.alias, index)


def _column_of(parts: list[exp.Expr]) -> exp.Expr:
    places = ("this", "table", "db", "catalog")
    return exp.Column(**dict(zip(places, reversed(parts), strict=False)))


def _elements(item: _Item, *, lateral: bool) -> exp.Expr:
    # By way of JSON: DuckDB takes 85 µs an element to cast a VARIANT to a list, JSON 10 µs.
    value = cast(item.path, "JSON")
    columns = _attributes(value, item) if item.is_object else _positions(value, item)
    subquery = exp.Select(expressions=columns).subquery(copy=False)
    alias = exp.TableAlias(this=exp.to_identifier(item.name, quoted=True))
    if not lateral:
        subquery.set("alias", alias)
        return subquery
    return exp.Lateral(this=subquery, alias=alias)


def _positions(value: exp.Expr, item: _Item) -> list[exp.Expr]:
    items = call("array_of_super", value)
    columns = [_alias(cast(exp.Explode(this=items), "VARIANT"), item.name)]
    if item.index is not None:
        numbers = call("range", call("len", items.copy()))
        columns.append(_alias(exp.Explode(this=numbers), item.index))
    return columns


def _attributes(value: exp.Expr, item: _Item) -> list[exp.Expr]:
    pairs = call("object_of_super", value)
    values = exp.Explode(this=call("map_values", pairs))
    columns = [_alias(cast(values, "VARIANT"), item.name)]
    if item.index is not None:
        columns.append(_alias(exp.Explode(this=call("map_keys", pairs)), item.index))
    return columns


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
