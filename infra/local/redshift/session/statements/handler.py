"""What a kind of statement must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import not_supported
from ...translation.scan import StatementText, leading_words
from ...types.fields import Field
from ..result import Result

if TYPE_CHECKING:
    from ..session import Session

Values = Sequence[exp.Expr]


class Handler:
    """By default a statement answers no columns, ends no transaction and leaves names alone."""

    ends_transaction = False
    # Whether what a name means may be another afterwards: translations of before are then dropped.
    changes_catalog = False

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """The columns that `run` will answer with."""
        return None

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Do it."""
        raise NotImplementedError


class Refuse(Handler):
    """For statements that are not known."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Raise 0A000 with the statement's first words."""
        raise not_supported("statement " + " ".join(leading_words(statement.text, 2)))
