"""CREATE TABLE, with columns, LIKE or AS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import DUPLICATE_TABLE, SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.constraints import read_keys
from ...translation.definition import read_column, require_known_items
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import translate_tree
from ...translation.table_attributes import Attributes, require_columns
from ..descriptions import Column, Layout
from ..locks import Mode, Relation
from ..names import new_relation, require, resolve, sql_name
from ..query_columns import columns_of_query
from ..result import Result
from .handler import Values
from .keys import apply_keys, note_keys, require_one_primary

if TYPE_CHECKING:
    from ..session import Session


def create_table(session: Session, tree: exp.Create, attributes: Attributes) -> Result:
    """Make a table and describe it; `attributes` were taken out of its text."""
    named = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    _refuse_properties(tree)
    relation = new_relation(session, named, _is_temporary(tree))
    session.lock({relation: Mode.EXCLUSIVE})
    session.transaction.begin_work()
    session.access.require_create(relation[0])
    if session.catalog.exists(relation):
        if tree.args.get("exists"):
            notice = f'relation "{relation[1]}" already exists and will be skipped'
            return Result("CREATE TABLE", notices=[notice])
        raise RedshiftError(DUPLICATE_TABLE, f'Relation "{relation[1]}" already exists')
    if tree.expression is not None:
        return _create_as(session, tree, relation, attributes)
    columns = _columns(session, tree, attributes)
    keys = read_keys(tree)
    require_one_primary(relation[1], [key.kind for key in keys])
    apply_keys(columns, keys)
    _apply(attributes, columns)
    make_table(session, relation, columns, attributes.layout)
    note_keys(session, relation, keys)
    return Result("CREATE TABLE")


def _refuse_properties(tree: exp.Create) -> None:
    if tree.args.get("replace"):
        raise RedshiftError(SYNTAX_ERROR, 'syntax error at or near "table"')
    properties = tree.args.get("properties")
    for item in properties.expressions if properties is not None else ():
        if not isinstance(item, exp.TemporaryProperty):
            raise not_supported(f"{item.sql(dialect='redshift')} of a table")


def _apply(attributes: Attributes, columns: list[Column]) -> None:
    """Give the columns their encodings; raises 42703 for a key that is no column."""
    names = [column.name for column in columns]
    require_column_names(names)
    require_columns(attributes.layout, names)
    for column in columns:
        column.encoding = attributes.encodings.get(column.name, column.encoding)


def make_table(
    session: Session,
    relation: Relation,
    columns: list[Column],
    layout: Layout,
    described: str = "table",
) -> None:
    """Make a table of these columns."""
    parts = [_column_sql(session, relation, column) for column in columns]
    kind = "TEMP TABLE" if relation[0].startswith("pg_temp_") else "TABLE"
    session.cursor.execute(f"CREATE {kind} {sql_name(relation)} ({', '.join(parts)})")
    session.catalog.forget()
    session.catalog.may_have_temporary |= kind == "TEMP TABLE"
    session.descriptions.add_relation(relation, described, layout=layout)
    session.descriptions.add_columns(relation, columns)


def _is_temporary(tree: exp.Create) -> bool:
    properties = tree.args.get("properties")
    return properties is not None and properties.find(exp.TemporaryProperty) is not None


def _columns(session: Session, tree: exp.Create, attributes: Attributes) -> list[Column]:
    """The columns in their order, those of LIKE where it stands."""
    if not isinstance(tree.this, exp.Schema):
        raise RedshiftError(SYNTAX_ERROR, "CREATE TABLE without columns")
    require_known_items(tree)
    columns: list[Column] = []
    for item in tree.this.expressions:
        if isinstance(item, exp.ColumnDef):
            columns.append(read_column(item))
        elif isinstance(item, exp.LikeProperty):
            columns += _like(session, item, attributes)
    return columns


def _like(session: Session, like: exp.LikeProperty, attributes: Attributes) -> list[Column]:
    """Columns of another table; its keys of distribution and order come along."""
    source = resolve(session, like.this)
    require(session, source)
    session.access.require(source, "select")
    columns = session.descriptions.columns_of(source)
    if session.descriptions.kind_of(source) != "table":
        raise not_supported(f"LIKE {source[1]}, which is no table of Redshift's")
    if attributes.said:
        said = ", ".join(sorted(attributes.said))
        raise RedshiftError("0A000", f"CREATE TABLE LIKE takes over the other's: {said}")
    attributes.said.add("LIKE")
    attributes.layout = session.descriptions.layout_of(source)
    for column in columns:
        if column.identity is not None:
            column.identity, column.not_null = None, False
        if "INCLUDING DEFAULTS" not in like.sql().upper():
            column.default = None
    return columns


def _column_sql(session: Session, relation: Relation, column: Column) -> str:
    text = f'"{column.name}" {column.type.duckdb}'
    if column.identity is not None:
        text += f" DEFAULT nextval('{_make_sequence(session, relation, column)}')"
    elif column.default is not None:
        text += f" DEFAULT {translate_default(session, column.default)}"
    return text + (" NOT NULL" if column.not_null else "")


def translate_default(session: Session, default: str) -> str:
    """A default's Redshift SQL as DuckDB's."""
    context = session.make_context(lasting=True)
    tree = translate_tree(parse_sql(f"SELECT {default} AS value"), context)
    return generate_sql(tree.expressions[0].this)


def _make_sequence(session: Session, relation: Relation, column: Column) -> str:
    assert column.identity is not None
    seed, step = column.identity
    sequence = sql_name((relation[0], f"{relation[1]}_{column.name}_identity"))
    kind = "TEMP SEQUENCE" if relation[0].startswith("pg_temp_") else "SEQUENCE"
    session.cursor.execute(
        f"CREATE OR REPLACE {kind} {sequence} START WITH {seed} INCREMENT BY {step}"
        + (f" MINVALUE {-(2**63)}" if step < 0 else "")
    )
    return sequence.replace("'", "''")


def _create_as(
    session: Session, tree: exp.Create, relation: Relation, attributes: Attributes
) -> Result:
    context = session.make_context()
    query = tree.expression
    if isinstance(query, exp.Subquery) and not query.alias:
        query = query.this
    sql = generate_sql(translate_tree(query.copy(), context))
    session.lock(dict.fromkeys(context.reads, Mode.READ))
    described = session.cursor.execute(f"DESCRIBE {sql}").fetchall()
    names = _column_names(tree) or [row[0] for row in described]
    if len(names) != len(described):
        raise RedshiftError(SYNTAX_ERROR, "CREATE TABLE AS has other column names than columns")
    columns = columns_of_query(session, query, described)
    for column, name in zip(columns, names, strict=True):
        column.name = name
    _apply(attributes, columns)
    make_table(session, relation, columns, attributes.layout)
    session.recorder.note_write(relation)
    session.cursor.execute(f"INSERT INTO {sql_name(relation)} {sql}")
    return Result("SELECT")


def _column_names(tree: exp.Create) -> list[str]:
    if isinstance(tree.this, exp.Schema):
        return [column.name.lower() for column in tree.this.expressions]
    return []


def require_column_names(names: list[str]) -> None:
    """Raise where two columns have the same name, or one that only its case tells from another."""
    for name in names:
        if name != name.lower():
            raise not_supported(f'capitals in the name of the column "{name}"')
        if names.count(name) > 1:
            raise RedshiftError("42701", f'column "{name}" duplicated')


def values_are_unused(values: Values) -> None:
    """Refuse parameters in a definition."""
    if values:
        raise not_supported("a parameter in CREATE")
