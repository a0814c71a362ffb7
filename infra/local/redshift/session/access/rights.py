"""All that one user may do, read at once: asked again only after the catalog has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

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
    if rights.is_superuser:
        return rights
    held = _identities(run, user)
    rows = run(
        "SELECT grantee_kind, grantee, object_kind, schema_name, relation_name, column_name, "
        "privilege, grantable FROM {}.privileges",
        [],
    )
    for grantee_kind, grantee, kind, schema, name, column, privilege, grantable in rows:
        if (grantee_kind, grantee) not in held:
            continue
        if kind == "column":
            rights.columns[str(schema), str(name), str(privilege)].add(str(column))
            continue
        place = (str(kind), str(schema), None if name is None else str(name))
        rights.granted[place].add(str(privilege))
        if grantable:
            rights.grantable[place].add(str(privilege))
    return rights


def _identities(run: Run, user: str) -> set[tuple[object, object]]:
    """Kind and name of all that a user is: itself, everybody, its groups, its roles and theirs."""
    groups = run("SELECT group_name FROM {}.group_members WHERE user_name = ?", [user])
    granted = run("SELECT grantee_kind, grantee, role_name FROM {}.role_grants", [])
    held: set[tuple[object, object]] = {("user", user), ("public", "public")}
    held |= {("group", row[0]) for row in groups}
    found = -1
    while found != len(held):
        found = len(held)
        held |= {("role", role) for kind, name, role in granted if (kind, name) in held}
    return held
