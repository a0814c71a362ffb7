"""Schemas of branches: their names, which there are, and their end."""

import re
from dataclasses import dataclass

from orchestration.clients.warehouse import Session

PREFIX = "branch_"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BranchRefused(ValueError):
    """A branch must not, or cannot, be what was asked for; the message says why."""


@dataclass(frozen=True)
class Branch:
    """One branch's schema: how many tables and views it holds."""

    name: str
    tables: int
    views: int


def schema_of(name: str) -> str:
    """The schema of a branch. Raises BranchRefused for what is no name.

    The prefix is what keeps a branch off production: no schema of ours begins with it.
    """
    if not _NAME.fullmatch(name):
        raise BranchRefused(
            f"{name!r} is no name for a branch: a letter, then letters, digits and _, all small, "
            "at most 40"
        )
    return f"{PREFIX}{name}"


def branches(session: Session) -> list[Branch]:
    """Every branch of the warehouse, whoever made it, by name."""
    schemas = [str(row[0]) for row in session.rows("select nspname from pg_namespace order by 1")]
    tables, views = _counted(session, "pg_tables"), _counted(session, "pg_views")
    return [
        Branch(schema.removeprefix(PREFIX), tables.get(schema, 0), views.get(schema, 0))
        for schema in schemas
        if schema.startswith(PREFIX)
    ]


def drop(session: Session, name: str) -> None:
    """Drop a branch with all that it holds. Raises BranchRefused where there is none."""
    schema = schema_of(name)
    if name not in {branch.name for branch in branches(session)}:
        raise BranchRefused(f"there is no branch {name}; `headwater branch` lists them")
    session.execute(f"drop schema {schema} cascade")


def _counted(session: Session, catalog: str) -> dict[str, int]:
    rows = session.rows(f"select schemaname, count(*) from {catalog} group by schemaname")
    return {str(schema): int(count) for schema, count in rows}
