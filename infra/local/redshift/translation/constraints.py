"""Keys as CREATE and ALTER TABLE declare them: noted for those who ask, never enforced.

Source: https://docs.aws.amazon.com/redshift/latest/dg/t_Defining_constraints.html
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from ..errors import not_supported

_KINDS: dict[type[exp.Expr], str] = {
    exp.PrimaryKey: "p",
    exp.PrimaryKeyColumnConstraint: "p",
    exp.UniqueColumnConstraint: "u",
    exp.ForeignKey: "f",
    exp.Reference: "f",
}


@dataclass(frozen=True)
class Key:
    """`kind` is p, u or f; a foreign key's columns are empty where it names none."""

    name: str
    kind: str
    columns: list[str]
    foreign_table: exp.Table | None = None
    foreign_columns: list[str] | None = None


def read_keys(tree: exp.Create) -> list[Key]:
    """The keys of columns and of the table, in their order."""
    return list(_keys(tree))


def read_table_keys(table: str, item: exp.Expr) -> list[Key]:
    """The keys that an item of a table declares, by a name of their own or without."""
    if not isinstance(item, exp.Constraint):
        return [_key(table, "", item, _columns(item))]
    return [_key(table, item.name, kind, _columns(kind)) for kind in item.expressions]


def _keys(tree: exp.Create) -> Iterator[Key]:
    table = tree.this.this.name.lower()
    for item in tree.this.expressions:
        if isinstance(item, exp.ColumnDef):
            for constraint in item.constraints:
                if type(constraint.kind) in _KINDS:
                    columns = [item.name.lower()]
                    yield _key(table, constraint.name, constraint.kind, columns)
        elif not isinstance(item, exp.LikeProperty):
            yield from read_table_keys(table, item)


def _key(table: str, name: str, item: exp.Expr, columns: list[str]) -> Key:
    if type(item) not in _KINDS:
        raise not_supported(f"{item.sql(dialect='redshift')} of a table")
    kind = _KINDS[type(item)]
    endings = {"p": "pkey", "u": "_".join([*columns, "key"]), "f": f"{columns[0]}_fkey"}
    name = name.lower() or f"{table}_{endings[kind]}"
    if kind != "f":
        return Key(name, kind, columns)
    reference = item.args["reference"] if isinstance(item, exp.ForeignKey) else item
    target = reference.this
    if isinstance(target, exp.Schema):
        return Key(name, kind, columns, target.this, _names(target.expressions))
    return Key(name, kind, columns, target, [])


def _columns(item: exp.Expr) -> list[str]:
    listed = item.this.expressions if isinstance(item.this, exp.Schema) else item.expressions
    return _names(listed)


def _names(identifiers: list[exp.Expr]) -> list[str]:
    return [identifier.name.lower() for identifier in identifiers]
