"""GRANT and REVOKE of privileges on objects.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import RedshiftError
from ...translation.scan import StatementText
from ..access.access import DENIED
from ..access.grants import Grant, Grantee, read_grant
from ..access.identities import require_known
from ..access.privileges import Place, add, objects_of, revoke
from ..access.words import Words
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session


class GrantOrRevoke(Handler):
    """Privileges on relations, columns, schemas, functions and the database."""

    changes_catalog = True

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Note or forget the privileges, in the session's transaction."""
        grant = read_grant(Words(statement.text))
        session.transaction.begin_work()
        for kind, name, _ in grant.grantees:
            if kind != "public":
                require_known(session, kind, name)
        for place in objects_of(session, grant):
            for kind, privilege, column in grant.expanded():
                one = Place(kind, place.schema, place.name, column, privilege)
                grantor = _grantor(session, one)
                for grantee in grant.grantees:
                    _change(session, grant, one, grantor, grantee)
        return Result("GRANT" if grant.grants else "REVOKE")


def _grantor(session: Session, place: Place) -> str:
    """In whose name it is granted: the owner's, where the user is a superuser."""
    owner = place.owner(session)
    if owner == session.user or session.access.is_superuser():
        return owner
    rights = session.access.rights(session.user)
    kind = "relation" if place.kind == "column" else place.kind
    if place.privilege in rights.grantable.get((kind, place.schema, place.name), ()):
        return session.user
    raise RedshiftError(DENIED, f"permission denied for {place.spoken}")


def _change(session: Session, grant: Grant, place: Place, grantor: str, grantee: Grantee) -> None:
    kind, name, option = grantee
    if grant.grants:
        add(session, place, (kind, name), grantor, option)
    else:
        own_only = None if grantor == place.owner(session) else grantor
        revoke(session, place, (kind, name), own_only, grant.option_only, grant.cascade)
