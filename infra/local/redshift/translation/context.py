"""What a translation asks of the session that it serves."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlglot import exp

Relation = tuple[str, str]


@dataclass(frozen=True)
class Signature:
    """A function's schema, its name with its argument types, and these types as DuckDB's."""

    schema: str
    text: str
    types: tuple[str, ...]


class Catalog(Protocol):
    """Questions to the database, answered inside the session's transaction."""

    def late_binding_views(self, names: Iterable[str]) -> dict[Relation, tuple[str, str]]:
        """Definitions, in Redshift SQL, and owners of the late-binding views of these names."""

    def user_functions(self, name: str, schemas: Sequence[str]) -> list[Signature]:
        """The functions of a name in the first of the schemas that has any."""

    def require_executable(self, function: Relation, reader: str) -> None:
        """Raise 42501 unless a user may call the function of this schema and signature."""

    def readable_columns(self, relation: Relation, reader: str) -> frozenset[str] | None:
        """The columns that a user may read, None for all; raises 42501 where there are none."""

    def plan(self, sql: str) -> dict[str, Any]:
        """DuckDB's bound logical plan of a query, or its error, as json_serialize_plan tells it."""

    def constant_type(self, sql: str) -> str:
        """DuckDB's type of an expression without columns."""

    def super_columns(self) -> frozenset[str]:
        """Names of the columns of type SUPER, of any table."""

    def columns(self, sql: str) -> list[tuple[str, str]]:
        """Names and DuckDB's types of a query's columns."""

    def column_types(self, sql: str) -> list[str]:
        """DuckDB's types of a query's columns."""

    def has_catalog_function(self, name: str) -> bool:
        """Whether the emulated system catalog has a function of this name."""

    def rewrite_names(self, tree: exp.Expr) -> exp.Expr:
        """The tree with the names of the system catalog pointing at its emulation."""

    def exists(self, relation: Relation) -> bool:
        """Whether a table or view of this schema and name exists."""

    def is_temporary(self, name: str) -> bool:
        """Whether the session has a temporary table of this name."""


@dataclass
class Context:
    """One statement's circumstances."""

    catalog: Catalog
    database: str
    user: str
    # Whose rights to read are checked; nobody's where it is None.
    reader: str | None
    process_id: int
    search_path: tuple[str, ...]
    now: datetime.datetime
    transaction_start: datetime.datetime
    # The value of a configuration parameter; raises 42704 for an unknown one.
    setting: Callable[[str], str]
    last_copy_id: int = -1
    last_copy_count: int = 0
    last_unload_id: int = -1
    last_unload_count: int = 0
    keeps_case: bool = False
    folds_unquoted: bool = True
    # A view's text must stay true tomorrow: its GETDATE() is not this statement's.
    lasting: bool = False
    # Set by a translation that holds for this statement alone: of the time, or of what is stored.
    momentary: bool = False
    reads: set[Relation] = field(default_factory=set)
    # User-defined functions that are called, by schema and signature.
    calls: set[Relation] = field(default_factory=set)
    # Of these relations only some columns may be read.
    limited: dict[Relation, frozenset[str]] = field(default_factory=dict)
