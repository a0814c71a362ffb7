"""generate_series, which Redshift runs on its leader node only: without any table."""

from sqlglot import exp

from ..errors import RedshiftError, not_supported
from .build import call, cast

_NAME = "generate_series"


def replace_series(tree: exp.Expr) -> None:
    """Rewrite every generate_series; refused beside a table, as Redshift refuses it."""
    found = list(tree.find_all(exp.ExplodingGenerateSeries))
    if not found:
        return
    local = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and table.name not in local:
            raise RedshiftError(
                "0A000",
                "Specified types or functions (one per INFO message) not supported on Redshift "
                f"tables: {_NAME}",
            )
    for series in found:
        source = series.parent
        if isinstance(source, exp.Table):
            _replace_table(source, series)
        else:
            series.replace(_numbers(series))


def _replace_table(table: exp.Table, series: exp.Expr) -> None:
    alias = table.args.get("alias")
    given = alias.columns[0].name if alias is not None and alias.columns else ""
    name = given or table.alias or _NAME
    numbers = exp.Alias(this=_numbers(series), alias=exp.to_identifier(name, quoted=True))
    outer = exp.TableAlias(this=exp.to_identifier(table.alias or _NAME, quoted=True))
    replaced = exp.Subquery(this=exp.Select(expressions=[numbers]), alias=outer)
    if table.args.get("joins"):
        replaced.set("joins", table.args["joins"])
    table.replace(replaced)


def _numbers(series: exp.Expr) -> exp.Expr:
    bounds = [series.args.get(part) for part in ("start", "end", "step")]
    given = [bound for bound in bounds if bound is not None]
    for bound in given:
        inner = bound.this if isinstance(bound, exp.Neg) else bound
        if not isinstance(inner, exp.Literal) or not inner.is_int:
            raise not_supported(f"{_NAME}() of other than whole numbers")
    return cast(exp.Explode(this=call(_NAME, *given)), "INTEGER")
