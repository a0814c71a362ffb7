"""Whether types that the binder told before a rewriting still hold after it.

A rewriting changes a type where the rewritten expression stands, in what is computed of it, and
wherever the name of its column is read. Where none of these was asked for, nobody need ask again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from .arithmetic import Types
from .type_oracle import MARK

# They pass on columns by their position.
_BY_POSITION = (exp.SetOperation, exp.Pivot, exp.Explode, exp.Unnest, exp.Lateral)
_TABLES = (exp.From, exp.Join, exp.CTE)
Operands = tuple[str | None, ...]


@dataclass
class Rewriting:
    """What became of a tree's expressions, by their places in it.

    `operands` are the types that each rewritten one was rewritten by; `told` are the places of
    those whose type is told by what they are now. `types` are the marks' types afterwards.
    """

    types: Types
    operands: dict[int, Operands] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def note(self, place: int, asked: Operands, operands: Operands, made: exp.Expr) -> None:
        """An expression of operands that were of the types `asked` has become another."""
        self.operands[place] = operands
        # A division of whole numbers has the type that it had, where they have theirs.
        divides = isinstance(made, exp.Paren) and isinstance(made.this, exp.IntDiv)
        if isinstance(made, exp.Cast) or divides and asked == operands:
            self.told.add(place)


def has_type_of_first(node: exp.Expr | None, operand: exp.Expr) -> bool:
    """Whether the type of a node is that of this operand, whatever it has beside it."""
    return isinstance(node, (exp.Paren, exp.Nullif)) and operand is node.this


def is_settled(tree: exp.Expr, before: Rewriting, after: Rewriting) -> bool:
    """Whether the types asked for behind the first rewriting hold behind the second one too."""
    places = before.operands.keys() | after.operands.keys()
    changed = [p for p in places if before.operands.get(p) != after.operands.get(p)]
    if not changed:
        return True
    nodes = list(tree.walk())
    told = {id(nodes[place]) for place in after.told}
    names: set[str] = set()
    for place in changed:
        column = _column_of(nodes[place], told)
        if column is None:
            return False
        names.add(column)
    names.discard("")
    return not names or not _is_asked_for(tree, nodes, names)


def _column_of(node: exp.Expr, told: set[int]) -> str | None:
    """The name under which others read it, "" where none can; None where its type is asked for."""
    child, parent = node, node.parent
    while True:
        if child._meta and MARK in child.meta and id(child) not in told:
            return None
        if isinstance(parent, exp.Select):
            break
        if parent is None or isinstance(child, exp.Query):
            return None
        if has_type_of_first(parent, child) and id(child) in told:
            told.add(id(parent))
        child, parent = parent, parent.parent
    if parent.parent is not None and not isinstance(_holder(parent), _TABLES):
        return None
    if child.arg_key != "expressions":
        return ""
    return child.alias_or_name or None


def _holder(query: exp.Expr) -> exp.Expr | None:
    """What holds a query, the parentheses around it aside."""
    holder = query.parent
    while isinstance(holder, exp.Subquery):
        holder = holder.parent
    return holder


def _is_asked_for(tree: exp.Expr, nodes: list[exp.Expr], names: set[str]) -> bool:
    """Whether a marked expression reads one of the names, or what another column made of it."""
    if any(isinstance(node, _BY_POSITION) for node in nodes):
        return True
    if any(isinstance(node, exp.TableAlias) and node.columns for node in nodes):
        return True
    tables = {n.alias_or_name for n in nodes if isinstance(n, (exp.Table, exp.Subquery, exp.CTE))}
    aliases = [node for node in nodes if isinstance(node, exp.Alias)]
    count = -1
    while count != len(names):
        count = len(names)
        names |= {a.alias for a in aliases if _reads(a.this, names, tables)}
    return any(_reads(node, names, tables) for node in _marked(nodes))


def _marked(nodes: list[exp.Expr]) -> Iterator[exp.Expr]:
    return (node for node in nodes if node._meta and MARK in node.meta)


def _reads(value: exp.Expr, names: set[str], tables: set[str]) -> bool:
    return any(
        not names.isdisjoint(_column_names(column, tables)) for column in value.find_all(exp.Column)
    )


def _column_names(column: exp.Column, tables: set[str]) -> tuple[str, ...]:
    """What may be the column's own name: the fields of a SUPER value are written like columns."""
    if column.db:
        return column.name, column.table
    is_path = column.table and column.table not in tables
    return (column.table if is_path else column.name,)
