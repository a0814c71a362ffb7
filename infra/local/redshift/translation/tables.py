"""Tables of a query: where they are looked for, and late-binding views in their place."""

import re
from collections.abc import Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA, MOMENTARY
from ..errors import RedshiftError, not_supported
from .context import Context, Relation
from .parse import parse_sql

_DEPTH = 16
# On the tables of a late-binding view: whose rights read them.
_READER = "redshift_reader"
_NO_TABLE = re.compile(r"[./\\:*?]")


def expand_late_binding_views(tree: exp.Expr, context: Context, depth: int = 0) -> None:
    """Put the text of each late-binding view where its name stands; that text is bound now.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
    """
    if depth > _DEPTH:
        raise RedshiftError("42P17", "late-binding views refer to each other in a circle")
    tables = [t for t in tree.find_all(exp.Table) if isinstance(t.this, exp.Identifier)]
    if not tables:
        return
    views = context.catalog.late_binding_views({t.name.lower() for t in tables})
    for table in tables:
        found = _find(views, table, context)
        if found is not None and not _is_local_name(table):
            definition, owner = views[found]
            _check(table, found, context)
            inner = parse_sql(definition)
            for below in inner.find_all(exp.Table):
                below.meta[_READER] = owner
            expand_late_binding_views(inner, context, depth + 1)
            _replace(table, inner)


def _check(table: exp.Table, relation: Relation, context: Context) -> None:
    """Whoever reads must be allowed to; below a late-binding view, that is the view's owner."""
    if context.reader is None:
        return
    reader = table.meta.get(_READER, context.reader) if table._meta else context.reader
    columns = context.catalog.readable_columns(relation, reader)
    if columns is not None:
        context.limited[relation] = columns


def _find(
    views: dict[Relation, tuple[str, str]], table: exp.Table, context: Context
) -> Relation | None:
    name = table.name.lower()
    if not table.db and context.catalog.is_temporary(name):
        return None
    schemas = (table.db.lower(),) if table.db else context.search_path
    if not any((schema, name) in views for schema in schemas):
        return None
    found = next(s for s in schemas if (s, name) in views or context.catalog.exists((s, name)))
    return (found, name) if (found, name) in views else None


def _replace(table: exp.Table, inner: exp.Expr) -> None:
    alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name))
    if not alias.this:
        alias.set("this", exp.to_identifier(table.name))
    subquery = exp.Subquery(this=inner, alias=alias.copy())
    for key in ("joins", "pivots", "laterals"):
        if table.args.get(key):
            subquery.set(key, table.args[key])
    table.replace(subquery)


def _is_local_name(table: exp.Table) -> bool:
    """Whether the name is a common table expression's."""
    if table.db:
        return False
    node: exp.Expr | None = table
    while node is not None:
        with_ = node.args.get("with_")
        if with_ and any(c.alias.lower() == table.name.lower() for c in with_.expressions):
            return True
        node = node.parent
    return False


def refuse_table_functions(tree: exp.Expr, context: Context) -> None:
    """Refuse what is no table's name in FROM; DuckDB would read files and its own internals."""
    for table in list(tree.find_all(exp.Table)):
        if table.this.name.lower() in MOMENTARY:
            _note_moment(table.this.name.lower(), context)
        if _is_current_database(table.this):
            # As redshift_connector asks for its catalogs: a function is a table of one row.
            name = table.alias or "current_database"
            row = exp.select(exp.alias_(table.this.copy(), "current_database"))
            table.replace(row.subquery(name))
        elif isinstance(table.this, exp.Anonymous):
            if not context.catalog.has_catalog_function(table.this.name.lower()):
                raise not_supported(f"{table.this.name}() in FROM")
        elif not isinstance(table.this, exp.Identifier):
            raise not_supported(f"{table.this.sql()} in FROM")
        elif _NO_TABLE.search(table.name):
            raise RedshiftError("42P01", f'relation "{table.name}" does not exist')


def _is_current_database(node: exp.Expr) -> bool:
    return isinstance(node, exp.CurrentDatabase) or (
        isinstance(node, exp.Anonymous) and node.name.lower() == "current_database"
    )


def _note_moment(name: str, context: Context) -> None:
    """What is read is of now: the text of a view would keep it for good."""
    if context.lasting:
        raise not_supported(f"a view of {name} (one WITH NO SCHEMA BINDING is)")
    context.momentary = True


def note_tables(tree: exp.Expr, context: Context) -> None:
    """Drop the database's name of each table and note which are read; another is refused."""
    for table in tree.find_all(exp.Table):
        if table.catalog:
            if table.catalog.lower() != context.database.lower():
                raise not_supported(f"the other database {table.catalog}")
            table.set("catalog", None)
    for table, relation in _stored(tree, context):
        context.reads.add(relation)
        _check(table, relation, context)


def read_bindings(tree: exp.Expr, context: Context, bindings: dict[Relation, Relation]) -> None:
    """Let a translated query read each relation through its binding, under its own name."""
    for table, relation in list(_stored(tree, context)):
        schema, name = bindings[relation]
        alias = table.args.get("alias") or exp.TableAlias()
        if not alias.this:
            alias.set("this", exp.to_identifier(table.name, quoted=True))
        table.set("alias", alias)
        table.set("db", exp.to_identifier(schema, quoted=True))
        table.set("this", exp.to_identifier(name, quoted=True))


def _stored(tree: exp.Expr, context: Context) -> Iterator[tuple[exp.Table, Relation]]:
    """The tables of a query that are neither its own nor temporary nor the system's."""
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier) or table.db == CATALOG_SCHEMA:
            continue
        if not _is_local_name(table) and not context.catalog.is_temporary(table.name):
            yield table, _resolve(table, context)


def _resolve(table: exp.Table, context: Context) -> Relation:
    if table.db or len(context.search_path) == 1:
        return table.db or context.search_path[0], table.name
    candidates = [(schema, table.name) for schema in context.search_path]
    return next((c for c in candidates if context.catalog.exists(c)), candidates[0])
