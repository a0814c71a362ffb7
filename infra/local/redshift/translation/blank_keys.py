"""Keys by which a query groups, partitions and sorts, where texts may end with blanks.

To group by what is left of each text would take half as long again, and to partition by it twice
as long. So a text that ends with a blank raises 0A000 there: asked once for each group, and for
each row of a window. A sort takes texts without their blanks.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
"""

from collections.abc import Iterator

from sqlglot import exp

from .arithmetic import Types, known_type
from .build import call
from .context import Context
from .generate import generate_sql
from .set_operations import in_scope

_BESIDE, _BESIDE_NUMBER = "without_blanks_beside", "beside_number"
_STRIP, _GUARD, _CHECK = "without_blanks", "no_blank_at_end", "ends_without_blank"
_STRIPPING = (_STRIP, _BESIDE, _BESIDE_NUMBER)
# What they answer is no text.
_NO_TEXT = (
    exp.Count, exp.Sum, exp.Avg, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.CumeDist,
    exp.PercentRank, exp.Null, exp.Boolean, exp.Predicate, exp.Connector, exp.Not, exp.Add, exp.Sub,
    exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg,
)  # fmt: skip
_AGGREGATES = (
    "arg_max",
    "arg_min",
    "string_agg",
    "array_to_string",
    "quantile_cont",
    "quantile_disc",
)


def strip(value: exp.Expr) -> exp.Expr:
    """The value as it is compared: a text without the blanks at its end."""
    if isinstance(value, exp.Literal) and value.is_string:
        return exp.Literal.string(value.name.rstrip(" "))
    return call(_STRIP, value) if may_be_text(value) else value.copy()


def strip_beside(value: exp.Expr, other: exp.Expr) -> exp.Expr:
    """The value without the blanks at its end; raises 0A000 for a text beside another type."""
    number = other.this if isinstance(other, exp.Neg) else other
    if isinstance(number, exp.Literal) and not number.is_string:
        return call(_BESIDE_NUMBER, value)
    return call(_BESIDE, value, other)


def strip_operand(made: exp.Expr) -> exp.Expr | None:
    """The value that was stripped, None where none was."""
    is_made = isinstance(made, exp.Anonymous) and made.name in _STRIPPING
    return made.expressions[0] if is_made else None


def guard(value: exp.Expr) -> exp.Expr:
    """The value itself; raises 0A000 for a text that ends with a blank."""
    settled = isinstance(value, exp.Literal) and not value.name.endswith(" ")
    return call(_GUARD, value) if may_be_text(value) and not settled else value.copy()


def extreme(node: exp.Min | exp.Max, value: exp.Expr, types: Types) -> exp.Expr:
    """MIN or MAX of texts, which are told apart without their blanks; of others as it is."""
    if known_type(value, types) != "VARCHAR":
        return node
    return call("arg_min" if isinstance(node, exp.Min) else "arg_max", value, strip(value))


def may_be_text(value: exp.Expr) -> bool:
    """Whether the value's form leaves it open that it is a text."""
    inner = value.unnest()
    while isinstance(inner, (exp.Window, exp.Filter)):
        inner = inner.this
    if isinstance(inner, exp.Cast):
        return inner.to.this in (exp.DType.VARCHAR, exp.DType.TEXT)
    if isinstance(inner, exp.Literal):
        return inner.is_string
    return not isinstance(inner, _NO_TEXT)


def guard_keys(holder: exp.Expr, context: Context) -> None:
    """Guard the keys of every GROUP BY and PARTITION BY, and sort texts without blanks."""
    for select in list(holder.find_all(exp.Select)):
        _spell_all(select)
        grouped = list(_grouped(select, context))
        _require(select, "having", grouped)
        _guard_partitions(select, {key.sql() for key in grouped})
        order = select.args.get("order")
        # The rows of SELECT DISTINCT are sorted by what stands for them.
        if order is not None and not select.args.get("distinct"):
            _sort(select, order, context)
    for ordered in list(holder.find_all(exp.Ordered)):
        if not isinstance(ordered.find_ancestor(exp.Order).parent, exp.Query):  # type: ignore[union-attr]
            ordered.this.replace(strip(ordered.this))


def _grouped(select: exp.Select, context: Context) -> Iterator[exp.Expr]:
    """The expressions by which a query groups, positions spelled out."""
    group = select.args.get("group")
    for key in _flat(group.expressions) if group is not None else ():
        yield expression_at(select, key, context)


def _flat(keys: list[exp.Expr]) -> Iterator[exp.Expr]:
    """The single keys of what may be ROLLUP, CUBE or GROUPING SETS."""
    for key in keys:
        if isinstance(key, (exp.Rollup, exp.Cube, exp.GroupingSets, exp.Tuple)):
            yield from _flat(key.expressions)
        else:
            yield key.unnest()


def expression_at(select: exp.Select, key: exp.Expr, context: Context) -> exp.Expr:
    """What a position stands for; any other key as it is."""
    if not (isinstance(key, exp.Literal) and key.is_int):
        return key
    place = int(key.name) - 1
    if any(item.is_star for item in select.expressions[: place + 1]):
        columns = context.catalog.columns(generate_sql(in_scope(select, select)))
        return exp.column(columns[place][0], quoted=True) if place < len(columns) else key
    found = select.expressions[place : place + 1]
    return found[0].unalias() if found else key


def _is_aggregate(value: exp.Expr) -> bool:
    if value.find(exp.AggFunc, exp.Window) is not None:
        return True
    return any(node.name in _AGGREGATES for node in value.find_all(exp.Anonymous))


def _require(select: exp.Select, part: str, keys: list[exp.Expr]) -> None:
    """Let no key end with a blank, before the clause's own condition is asked."""
    checks = [call(_CHECK, key) for key in keys if _is_open(key)]
    if not checks:
        return
    condition = exp.and_(*checks, copy=False)
    clause = select.args.get(part)
    if part == "where":
        # The rows that it leaves are those that are told apart.
        condition = exp.and_(*([clause.this] if clause else []), condition, copy=False)
        select.set(part, exp.Where(this=condition))
        return
    if clause is not None:
        condition = exp.Case(ifs=[exp.If(this=condition, true=clause.this)])
    select.set(part, exp.Having(this=condition))


def _is_open(key: exp.Expr) -> bool:
    return may_be_text(key) and not isinstance(key, exp.Literal)


def _guard_partitions(select: exp.Select, grouped: set[str]) -> None:
    keys: dict[str, exp.Expr] = {}
    for window in select.find_all(exp.Window):
        if window.find_ancestor(exp.Select) is select:
            keys |= {key.sql(): key for key in window.args.get("partition_by") or []}
    known = grouped | _guarded_below(select)
    asked = [key for text, key in keys.items() if text not in known]
    late = [k for k in asked if select.args.get("group") or k.find(exp.AggFunc)]
    _require(select, "having", late)
    _require(select, "where", [key for key in asked if key not in late])


def _guarded_below(select: exp.Select) -> set[str]:
    """Columns that the only table of a query, itself a query, has partitioned or grouped by."""
    from_ = select.args.get("from_")
    source = from_.this if from_ is not None and not select.args.get("joins") else None
    if not isinstance(source, exp.Subquery) or source.args.get("joins"):
        return set()
    inner = source.this
    if not isinstance(inner, exp.Select):
        return set()
    windows = [w for w in inner.find_all(exp.Window) if w.find_ancestor(exp.Select) is inner]
    keys = [key for window in windows for key in window.args.get("partition_by") or []]
    group = inner.args.get("group")
    keys += group.expressions if group is not None else []
    guarded = {key.sql() for key in keys if isinstance(key, exp.Column)} | _guarded_below(inner)
    return {item.sql() for item in inner.expressions if isinstance(item, exp.Column)} & guarded


def _spell_all(select: exp.Select) -> None:
    """GROUP BY ALL as the columns that are no aggregates; those of a star are guarded at once."""
    group = select.args.get("group")
    if group is None or not group.args.get("all"):
        return
    stars = [item for item in select.expressions if item.is_star]
    for star in stars:
        star.replace(call(_GUARD, exp.Columns(this=star.copy())))
    values = [item.unalias() for item in select.expressions]
    keys = [v.copy() for v in values if not isinstance(v, exp.Literal) and not _is_aggregate(v)]
    if keys and not stars:
        select.set("group", exp.Group(expressions=keys))


def _sort(select: exp.Select, order: exp.Expr, context: Context) -> None:
    for ordered in order.expressions:
        key = expression_at(select, ordered.this, context)
        if isinstance(key, exp.Column) and not key.table:
            named = (i for i in select.expressions if isinstance(i, exp.Alias))
            key = next((i.this for i in named if i.alias == key.name), key)
        if _is_open(key):
            ordered.this.replace(strip(key))
