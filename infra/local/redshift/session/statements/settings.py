"""SET, RESET and SHOW of configuration parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.scan import StatementText
from ...types.fields import VARCHAR, Field
from ..result import Result, rows_result
from .control import read_modes
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_SET = re.compile(
    r"SET\s+(?:SESSION\s+|(?P<local>LOCAL)\s+)?(?P<name>[\w.]+)\s*(?:=|\s+TO\s+)\s*(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_TIME_ZONE = re.compile(r"SET\s+TIME\s+ZONE\s+(?P<value>.+)", re.IGNORECASE)
_ISOLATION = re.compile(r"SET\s+(SESSION\s+CHARACTERISTICS\s+AS\s+)?TRANSACTION\b", re.IGNORECASE)
_SHOW_ISOLATION = re.compile(r"SHOW\s+TRANSACTION\s+ISOLATION\s+LEVEL\s*$", re.IGNORECASE)
_SHOW = re.compile(r"SHOW\s+(?P<name>[\w.]+)\s*$", re.IGNORECASE)


class Set(Handler):
    """SET name TO value."""

    writes = False

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Change the parameter."""
        zone = _TIME_ZONE.match(statement.text)
        if zone:
            session.parameters.set("timezone", _unquote(zone.group("value")))
        elif _ISOLATION.match(statement.text):
            if read_modes(_ISOLATION.sub("", statement.text, count=1)):
                raise not_supported("READ ONLY but in BEGIN")
        else:
            match = _SET.match(statement.text)
            if match is None:
                raise RedshiftError(SYNTAX_ERROR, "syntax error in SET")
            if match.group("local"):
                # It would end with the transaction: r_SET.
                raise not_supported("SET LOCAL")
            name = match.group("name").lower()
            session.parameters.set(name, _unquote(match.group("value")))
        return Result("SET")


class Reset(Handler):
    """RESET name or RESET ALL."""

    writes = False

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Back to the default."""
        session.parameters.reset(statement.text.split()[-1].lower())
        return Result("RESET")


class Show(Handler):
    """SHOW name or SHOW ALL."""

    writes = False

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """One column by the parameter's name, two for ALL."""
        name = _name(statement)
        if name == "all":
            return [Field("name", VARCHAR), Field("setting", VARCHAR)]
        return [Field(name, VARCHAR)]

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """The value."""
        name = _name(statement)
        fields = self.describe(session, statement, values) or []
        if name == "all":
            return rows_result("SHOW", fields, list(session.parameters.everything()))
        return rows_result("SHOW", fields, [(session.parameters.show(name),)])


def _name(statement: StatementText) -> str:
    if _SHOW_ISOLATION.match(statement.text):
        return "transaction_isolation"
    match = _SHOW.match(statement.text)
    if match is None:
        raise not_supported(f"statement {statement.text}")
    return match.group("name").lower()


def _unquote(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == "'" else value
