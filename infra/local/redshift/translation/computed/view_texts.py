"""A view's text after what it reads was renamed: it names the relations as they are called now."""

from sqlglot import exp


def follow_renames(definition: str, renames: list[list[str]]) -> str:
    """Redshift SQL; each rename is a schema and a name of when the view was made, and those of now.

    What was renamed keeps its old name as its alias, so that columns are found by it.
    """
    # The parser reads the formats of dates with what is computed beside this.
    from ..parse import parse_sql

    now = {(old, name): (schema, new) for old, name, schema, new in renames}
    tree = parse_sql(definition)
    local = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        found = _find(table, now) if table.db or table.name.lower() not in local else None
        if found is not None:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name.lower())))
            table.set("db", exp.to_identifier(found[0]))
            table.set("this", exp.to_identifier(found[1]))
    return tree.sql(dialect="redshift")


def _find(table: exp.Table, now: dict[tuple[str, str], tuple[str, str]]) -> tuple[str, str] | None:
    schema, name = table.db.lower(), table.name.lower()
    return next((new for old, new in now.items() if old == (schema or old[0], name)), None)


COMPUTED = (("follow_renames", follow_renames, ("VARCHAR", "VARCHAR[][]"), "VARCHAR"),)
