"""Joins by the columns of a name, where texts may end with blanks: such a text raises 0A000.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
"""

from collections.abc import Iterator

from sqlglot import exp

from ..errors import RedshiftError, not_supported
from .blank_keys import guard
from .context import Context
from .generate import generate_sql
from .set_operations import in_scope

Source = tuple[exp.Expr, dict[str, str]]


def guard_named_joins(holder: exp.Expr, context: Context) -> None:
    """Guard the keys of every join with USING or NATURAL, on both of its sides."""
    for join in list(holder.find_all(exp.Join)):
        if join.args.get("using") or join.text("method"):
            _guard(join, context)


def _guard(join: exp.Expr, context: Context) -> None:
    sources = [_described(source, join, context) for source in _sources_until(join)]
    right = sources[-1][1]
    named = [name.name for name in join.args.get("using") or []]
    if not named:
        named = [n for n in right if any(n in columns for _, columns in sources[:-1])]
    for name in named:
        _require_alike(name, {columns[name] for _, columns in sources if name in columns})
    for source, columns in sources:
        texts = [name for name in named if columns.get(name) == "VARCHAR"]
        if texts:
            _put_guards(source, texts)


def _require_alike(name: str, kinds: set[str]) -> None:
    """Raise 0A000 for a text joined by another type, of which DuckDB would make one."""
    others = kinds - {"VARCHAR", "VARIANT", '"NULL"'}
    if "VARCHAR" in kinds and others:
        raise not_supported(f'a join by the column "{name}", a text and another type,')


def _sources_until(join: exp.Expr) -> Iterator[exp.Expr]:
    """What is joined, in its order, up to the right side of the join."""
    holder = join.parent
    assert holder is not None
    from_ = holder.args.get("from_")
    yield from_.this if from_ is not None else holder
    for other in holder.args["joins"]:
        yield other.this
        if other is join:
            return


def _described(source: exp.Expr, join: exp.Expr, context: Context) -> Source:
    select = exp.Select(expressions=[exp.Star()])
    alone = source.copy()
    alone.set("joins", None)
    select.set("from_", exp.From(this=alone))
    place = join.find_ancestor(exp.Select)
    try:
        asked = in_scope(select, place) if place is not None else select
        return source, dict(context.catalog.columns(generate_sql(asked)))
    except RedshiftError:
        # It depends on what is joined before it: the elements of a SUPER value, not by name.
        return source, {}


def _put_guards(source: exp.Expr, names: list[str]) -> None:
    columns = [exp.column(name, quoted=True) for name in names]
    replaced = [exp.alias_(guard(column), column.name, quoted=True) for column in columns]
    select = exp.Select(expressions=[exp.Star(replace=replaced)])
    inner = source.copy()
    joins = inner.args.pop("joins", None)
    select.set("from_", exp.From(this=inner))
    alias = exp.TableAlias(this=exp.to_identifier(source.alias_or_name, quoted=True))
    made = exp.Subquery(this=select, alias=alias, joins=joins)
    source.replace(made)
