"""Calls of user-defined functions, pointed at the macros that they are."""

from sqlglot import exp

from ..errors import UNDEFINED_FUNCTION, RedshiftError
from .build import FORMS, cast
from .context import Context, Signature


def translate_call(node: exp.Anonymous, context: Context) -> exp.Expr | None:
    """The call of a user-defined function; None where there is none of the name."""
    name = node.name.lower()
    known = find_functions(node, context)
    if not known:
        return None
    fitting = [one for one in known if len(one.types) == len(node.expressions)]
    if not fitting:
        raise RedshiftError(UNDEFINED_FUNCTION, f"no function {name} takes these arguments")
    for one in fitting:
        context.calls.add((one.schema, one.text))
        if context.reader is not None:
            context.catalog.require_executable((one.schema, one.text), context.reader)
    arguments = list(node.expressions)
    if len(fitting) == 1:
        arguments = [
            cast(given, kind) if _is_untyped(given) else given
            for given, kind in zip(arguments, fitting[0].types, strict=True)
        ]
    called = exp.Anonymous(
        this=exp.to_identifier(name, quoted=True).sql("duckdb"), expressions=arguments
    )
    called.meta[FORMS] = len(fitting) > 1
    if _schema_of(node) is not None:
        return called
    return exp.Dot(this=exp.to_identifier(fitting[0].schema, quoted=True), expression=called)


def find_functions(node: exp.Anonymous, context: Context) -> list[Signature]:
    """The user-defined functions of the name that is called; none where it is built in."""
    schema = _schema_of(node)
    schemas = context.search_path if schema is None else (schema,)
    return context.catalog.user_functions(node.name.lower(), schemas)


def _schema_of(node: exp.Anonymous) -> str | None:
    outer = node.parent
    qualified = isinstance(outer, exp.Dot) and outer.expression is node
    return outer.this.name.lower() if qualified and outer else None


def _is_untyped(value: exp.Expr) -> bool:
    """A text in quotes, or NULL, takes the type that is asked for."""
    return isinstance(value, exp.Null) or (isinstance(value, exp.Literal) and value.is_string)
