"""A statement that was parsed by the client's wish and waits for its values."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from ..errors import FEATURE_NOT_SUPPORTED, SYNTAX_ERROR, RedshiftError
from ..translation.scan import StatementText, split_statements
from ..types.fields import Field
from ..types.parameters import make_literal, typed_null

VARCHAR_OID = 1043
# https://docs.aws.amazon.com/redshift/latest/dg/c_redshift-sql.html
LARGEST_STATEMENT = 16 * 1024 * 1024


@dataclass
class Prepared:
    """`statement` is None for an empty one; `described` holds the columns told to the client."""

    statement: StatementText | None
    oids: tuple[int, ...] = ()
    described: list[Field] | None = field(default=None)

    def literals(
        self, values: Sequence[bytes | None], formats: Sequence[int]
    ) -> tuple[exp.Expr, ...]:
        """The values as literals; raises 08P01 where their number is wrong."""
        if len(values) != len(self.oids):
            raise RedshiftError(
                "08P01", f"{len(values)} values for {len(self.oids)} parameters of the statement"
            )
        return tuple(map(make_literal, self.oids, formats, values))

    def require_same_columns(self, found: list[Field] | None) -> None:
        """Raise 0A000 where a statement answers otherwise than the client was told."""
        told = self.described
        if told is None or found is None or told == found:
            return
        if list(map(_shape, told)) != list(map(_shape, found)):
            raise RedshiftError(
                FEATURE_NOT_SUPPORTED,
                "cached plan must not change result type: prepare the statement again",
            )

    def nulls(self) -> tuple[exp.Expr, ...]:
        """Typed NULLs in the place of values that are not known yet."""
        return tuple(map(typed_null, self.oids))


def _shape(field: Field) -> tuple[str, int]:
    """What a client relies on: a column's name, and its size where it is read in binary."""
    return field.name, max(field.type.size, -1)


def read_script(script: str) -> list[StatementText]:
    """The statements of a simple query; raises 54001 for more text than Redshift takes."""
    size = len(script.encode())
    if size > LARGEST_STATEMENT:
        text = f"Statement is too large. Statement Size: {size} bytes. "
        raise RedshiftError("54001", f"{text}Maximum Allowed: {LARGEST_STATEMENT} bytes")
    return split_statements(script)


def prepare_statement(sql: str, oids: tuple[int, ...]) -> Prepared:
    """One statement with the types of its parameters; raises 42601 where there are several."""
    statements = read_script(sql)
    if not statements:
        return Prepared(None, oids)
    if len(statements) > 1:
        text = "cannot insert multiple commands into a prepared statement"
        raise RedshiftError(SYNTAX_ERROR, text)
    return Prepared(statements[0], declare_oids(statements[0], oids))


def declare_oids(statement: StatementText, declared: tuple[int, ...]) -> tuple[int, ...]:
    """An oid for each parameter: text where the client left it open."""
    missing = max(0, statement.parameters - len(declared))
    return tuple(oid or VARCHAR_OID for oid in declared) + (VARCHAR_OID,) * missing
