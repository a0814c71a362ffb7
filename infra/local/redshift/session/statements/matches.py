"""Rows of a target that several source rows match: an error where DuckDB would take any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import RedshiftError
from ...translation.generate import generate_sql

if TYPE_CHECKING:
    from ..session import Session


def require_single_matches(session: Session, tree: exp.Expr) -> None:
    """Raise where a target row of a translated UPDATE or MERGE has several matches.

    Source: https://docs.aws.amazon.com/redshift/latest/dg/r_error_on_nondeterministic_update.html
    """
    if isinstance(tree, exp.Merge):
        sources, condition = [tree.args["using"]], tree.args["on"]
    else:
        from_, where = tree.args.get("from_"), tree.args.get("where")
        if from_ is None:
            return
        sources, condition = [from_.this], where.this if where is not None else exp.true()
    listed = ", ".join(generate_sql(table) for table in [tree.this, *sources])
    with_ = tree.args.get("with_")
    sql = (
        f"{generate_sql(with_) if with_ is not None else ''} "
        f"SELECT 1 FROM {listed} WHERE {generate_sql(condition)} "
        f'GROUP BY "{tree.this.alias_or_name}".rowid HAVING count(*) > 1 LIMIT 1'
    )
    if session.cursor.execute(sql).fetchone():
        raise RedshiftError("21000", "Found multiple matches to update the same tuple.")
