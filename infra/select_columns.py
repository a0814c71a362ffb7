"""The columns that a model's SQL yields, told from its text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import sqlglot
from sqlfluff.core import FluffConfig, Linter
from sqlglot import exp
from sqlglot.errors import SqlglotError

DBT_PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
Known = Mapping[str, Sequence[str]]
Visible = Mapping[str, Callable[[], Iterable[str]]]


class UnknownColumns(ValueError):
    """The text does not tell the columns; the message says where."""


def columns_of(file: Path, known: Known) -> list[str]:
    """Names of the columns of a model's file, in order.

    `known` has the columns of other models, for a star over one. Raises UnknownColumns.
    """
    try:
        query = sqlglot.parse_one(_rendered(file), dialect="redshift")
    except SqlglotError as error:
        raise UnknownColumns(f"its SQL cannot be read: {error}") from error
    if not isinstance(query, exp.Query):
        raise UnknownColumns("its SQL is no query")
    visible = {name: partial(iter, columns) for name, columns in known.items()}
    return list(_columns(query, visible))


def _rendered(file: Path) -> str:
    """The SQL without Jinja; other models appear under their own names."""
    linter = Linter(config=_config())
    rendered = linter.render_string(file.read_text(), str(file), linter.config, "utf-8")
    if not rendered.templated_variants:
        raise UnknownColumns(f"its Jinja cannot be rendered: {rendered.templater_violations}")
    return str(rendered.templated_variants[0].templated_str)


@cache
def _config() -> FluffConfig:
    return FluffConfig.from_path(str(DBT_PROJECT / "models"))


def _columns(query: exp.Query, visible: Visible) -> Iterator[str]:
    """`visible` has what the query may select from: other models, and queries named before it."""
    for cte in query.ctes:
        visible = {**visible, cte.alias: partial(_columns, cte.this, visible)}
    if isinstance(query, exp.SetOperation | exp.Subquery):
        yield from _columns(query.this, visible)
        return
    for selected in query.selects:
        if selected.is_star:
            yield from _star(selected, query, visible)
        elif selected.output_name:
            yield selected.output_name.lower()
        else:
            raise UnknownColumns(f"{selected.sql(dialect='redshift')} needs a name")


def _star(star: exp.Expr, select: exp.Query, visible: Visible) -> Iterator[str]:
    wanted = star.table if isinstance(star, exp.Column) else ""
    for table in _tables(select):
        if wanted and table.alias_or_name != wanted:
            continue
        if isinstance(table, exp.Subquery):
            yield from _columns(table.this, visible)
        elif table.name in visible:
            yield from visible[table.name]()
        else:
            raise UnknownColumns(f"list the columns instead of a star over {table.name}")


def _tables(select: exp.Query) -> Iterator[exp.Expression]:
    if source := select.args.get("from_"):
        yield source.this
    for join in select.args.get("joins") or ():
        yield join.this
