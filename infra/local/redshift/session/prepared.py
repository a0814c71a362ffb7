"""A statement that was parsed by the client's wish and waits for its values."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from ..errors import RedshiftError
from ..translation.scan import StatementText
from ..types.fields import Field
from ..types.parameters import make_literal, typed_null

VARCHAR_OID = 1043


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

    def nulls(self) -> tuple[exp.Expr, ...]:
        """Typed NULLs in the place of values that are not known yet."""
        return tuple(map(typed_null, self.oids))


def declare_oids(statement: StatementText, declared: tuple[int, ...]) -> tuple[int, ...]:
    """An oid for each parameter: text where the client left it open."""
    missing = max(0, statement.parameters - len(declared))
    return tuple(oid or VARCHAR_OID for oid in declared) + (VARCHAR_OID,) * missing
