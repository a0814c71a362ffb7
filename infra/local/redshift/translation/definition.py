"""What a CREATE TABLE says of its columns, keys, distribution and order."""

from sqlglot import exp

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported
from ..session.descriptions import Column, Layout
from ..types.declared import declare_type

Constraint = tuple[str, str, list[str], str | None, str | None, list[str] | None]

# DISTKEY and SORTKEY of a column are read with the table's own.
_NOTED = (
    exp.UniqueColumnConstraint,
    exp.Reference,
    exp.DistKeyProperty,
    exp.SortKeyProperty,
)
_KEPT_KEYS = (exp.PrimaryKey, exp.ForeignKey, exp.UniqueColumnConstraint, exp.Constraint)


def read_columns(tree: exp.Create) -> list[Column]:
    """The columns in their order."""
    items = tree.this.expressions
    for item in items:
        if not isinstance(item, (exp.ColumnDef, exp.LikeProperty, *_KEPT_KEYS)):
            raise not_supported(f"{item.sql(dialect='redshift')} in CREATE TABLE")
    return [read_column(item) for item in items if isinstance(item, exp.ColumnDef)]


def read_column(definition: exp.ColumnDef) -> Column:
    """One column definition; raises 0A000 for an attribute that is not known."""
    if definition.kind is None:
        raise RedshiftError(SYNTAX_ERROR, f"column {definition.name} has no type")
    column = Column(definition.name.lower(), declare_type(definition.kind))
    for constraint in definition.constraints:
        _apply(column, constraint.kind)
    return column


def _apply(column: Column, kind: exp.Expr) -> None:
    if isinstance(kind, exp.NotNullColumnConstraint):
        column.not_null = not kind.args.get("allow_null")
    elif isinstance(kind, exp.DefaultColumnConstraint):
        null = isinstance(kind.this, exp.Null)
        column.default = None if null else kind.this.sql(dialect="redshift")
    elif isinstance(kind, exp.EncodeColumnConstraint):
        column.encoding = kind.name.lower()
    elif isinstance(kind, exp.GeneratedAsIdentityColumnConstraint):
        seed, step = kind.args.get("start"), kind.args.get("increment")
        column.identity = _number(seed), _number(step)
        column.not_null = True
    elif isinstance(kind, exp.PrimaryKeyColumnConstraint):
        column.not_null = True
    elif not isinstance(kind, _NOTED):
        raise not_supported(f"{kind.sql(dialect='redshift')} of a column")


def _number(node: exp.Expr | None) -> int:
    return int(node.sql()) if node is not None else 1


def read_layout(tree: exp.Create) -> Layout:
    """DISTSTYLE, DISTKEY and SORTKEY; Redshift chooses itself (AUTO) where they are missing."""
    layout = Layout()
    properties = tree.args.get("properties")
    for item in properties.expressions if properties else []:
        if isinstance(item, exp.DistStyleProperty):
            layout.dist_style = item.name.upper()
        elif isinstance(item, exp.DistKeyProperty):
            layout.dist_key = item.name.lower()
            layout.dist_style = "KEY"
        elif isinstance(item, exp.SortKeyProperty):
            layout.sort_keys = [key.name.lower() for key in item.this]
            layout.sort_style = "COMPOUND"
        elif not isinstance(item, (exp.TemporaryProperty, exp.BackupProperty)):
            raise not_supported(f"{item.sql(dialect='redshift')} of a table")
    return layout


def read_constraints(tree: exp.Create) -> list[Constraint]:
    """Keys, which Redshift notes and never enforces: name, kind, columns, what they refer to."""
    found: list[Constraint] = []
    table = tree.this.this.name.lower()
    for item in tree.this.expressions:
        if isinstance(item, exp.ColumnDef):
            kinds = {type(c.kind) for c in item.constraints}
            if exp.PrimaryKeyColumnConstraint in kinds:
                found.append((f"{table}_pkey", "p", [item.name.lower()], None, None, None))
            if exp.UniqueColumnConstraint in kinds:
                name = f"{table}_{item.name.lower()}_key"
                found.append((name, "u", [item.name.lower()], None, None, None))
        elif isinstance(item, exp.PrimaryKey):
            columns = [column.name.lower() for column in item.expressions]
            found.append((f"{table}_pkey", "p", columns, None, None, None))
    return found
