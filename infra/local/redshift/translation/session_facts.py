"""Functions that tell of the session: who, where, which version."""

from sqlglot import exp

from ..errors import not_supported
from .build import Translator, cast
from .context import Context

# As clients parse it: sqlalchemy-redshift and dbt look for the number behind "Redshift".
VERSION = (
    "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 "
    "(Red Hat 3.4.2-6.fc3), Redshift 1.0.100000"
)


def _text(value: str) -> exp.Expr:
    return cast(exp.Literal.string(value), "VARCHAR")


def _user(_: exp.Expr, context: Context) -> exp.Expr:
    return _text(context.user)


def _database(_: exp.Expr, context: Context) -> exp.Expr:
    return _text(context.database)


def _schema(_: exp.Expr, context: Context) -> exp.Expr:
    return _text(context.search_path[0])


def _version(_: exp.Expr, __: Context) -> exp.Expr:
    return _text(VERSION)


def _process_id(_: exp.Expr, context: Context) -> exp.Expr:
    return cast(exp.Literal.number(context.process_id), "INTEGER")


def _last_copy_id(_: exp.Expr, context: Context) -> exp.Expr:
    context.momentary = True
    return cast(exp.Literal.number(context.last_copy_id), "INTEGER")


def _last_copy_count(_: exp.Expr, context: Context) -> exp.Expr:
    context.momentary = True
    return cast(exp.Literal.number(context.last_copy_count), "BIGINT")


def _setting(node: exp.Expr, context: Context) -> exp.Expr:
    (name,) = node.expressions
    if not isinstance(name, exp.Literal) or not name.is_string:
        raise not_supported("current_setting() of anything but a literal")
    context.momentary = True
    return _text(context.setting(name.name.lower()))


def _last_unload_id(_: exp.Expr, context: Context) -> exp.Expr:
    context.momentary = True
    return cast(exp.Literal.number(context.last_unload_id), "INTEGER")


def _last_unload_count(_: exp.Expr, context: Context) -> exp.Expr:
    context.momentary = True
    return cast(exp.Literal.number(context.last_unload_count), "BIGINT")


BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.CurrentUser: _user,
    exp.SessionUser: _user,
    exp.CurrentDatabase: _database,
    exp.CurrentSchema: _schema,
    exp.CurrentVersion: _version,
}
BY_NAME: dict[str, Translator] = {
    "current_user": _user,
    "current_database": _database,
    "current_schema": _schema,
    "current_setting": _setting,
    "version": _version,
    "pg_backend_pid": _process_id,
    "pg_last_copy_id": _last_copy_id,
    "pg_last_copy_count": _last_copy_count,
    "pg_last_unload_id": _last_unload_id,
    "pg_last_unload_count": _last_unload_count,
}
