"""Translated queries of a session, by their text and by all else that their translation rests on.

A driver describes a query before it executes it, and dashboards ask the same again and again. What
a name means changes with DDL only: `Transaction.meaning` is part of the key.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from ..translation.context import Context, Relation
from ..translation.parse import parse_sql
from ..translation.query import translate_query
from ..translation.scan import StatementText
from ..types.fields import Field
from .named import PreparedSql

_MOST = 200
_LONGEST = 200_000


@dataclass
class Translated:
    """DuckDB SQL, what it reads, and its columns once they were asked for."""

    sql: str
    reads: frozenset[Relation]
    fields: list[Field] | None = None


class Translations:
    """The latest translations; not shared between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Translated] = OrderedDict()
        # By the name that PREPARE gave: each EXECUTE is translated as a query of its own.
        self.prepared: dict[str, PreparedSql] = {}

    def translate(
        self,
        statement: StatementText,
        values: Sequence[exp.Expr],
        context: Context,
        meaning: Hashable | None,
    ) -> Translated:
        """The statement's translation; `meaning` is None where none may be kept."""
        key = None if meaning is None else _key(statement, values, context, meaning)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        sql = translate_query(parse_sql(statement.sql, values), context)
        made = Translated(sql, frozenset(context.reads))
        if key is not None and not context.momentary and len(sql) <= _LONGEST:
            self._kept[key] = made
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return made


def _key(
    statement: StatementText, values: Sequence[exp.Expr], context: Context, meaning: Hashable
) -> Hashable:
    literals = tuple(value.sql() for value in values)
    names = (context.search_path, context.user, context.keeps_case, context.folds_unquoted)
    return statement.sql, literals, names, meaning
