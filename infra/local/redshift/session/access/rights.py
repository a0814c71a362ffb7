"""All that one user may do, read at once: asked again only after the catalog has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ...catalog import CATALOG_SCHEMA

Run = Callable[[str, list[object]], list[tuple[object, ...]]]
# Kind, schema, and the relation or function; the schema's own name has no third part.
ObjectKey = tuple[str, str, str | None]


@dataclass
class Rights:
    """`granted` holds privileges by place, `columns` the columns by relation and privilege."""

    user: str
    is_superuser: bool
    granted: dict[ObjectKey, set[str]] = field(default_factory=lambda: defaultdict(set))
    grantable: dict[ObjectKey, set[str]] = field(default_factory=lambda: defaultdict(set))
    columns: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def has(self, place: ObjectKey, privilege: str) -> bool:
        """Whether the privilege is granted to the user, a group, a role or everybody."""
        return privilege in self.granted.get(place, ())

    def columns_for(self, relation: tuple[str, str], privilege: str) -> frozenset[str]:
        """The columns of a relation for which alone the privilege is granted."""
        return frozenset(self.columns.get((*relation, privilege), ()))


def read_rights(run: Run, user: str) -> Rights:
    """The rights of a user, as the session's transaction sees them."""
    known = run("SELECT is_superuser FROM {}.users WHERE user_name = ?", [user])
    rights = Rights(user, bool(known and known[0][0]))
    rows = run(
        "SELECT p.object_kind, p.schema_name, p.relation_name, p.column_name, p.privilege, "
        f"p.grantable FROM {{}}.privileges p JOIN {CATALOG_SCHEMA}.memberships m "
        "ON m.grantee_kind = p.grantee_kind AND m.grantee = p.grantee WHERE m.user_name = ?",
        [user],
    )
    for kind, schema, name, column, privilege, grantable in rows:
        if kind == "column":
            rights.columns[str(schema), str(name), str(privilege)].add(str(column))
            continue
        place = (str(kind), str(schema), None if name is None else str(name))
        rights.granted[place].add(str(privilege))
        if grantable:
            rights.grantable[place].add(str(privilege))
    return rights
