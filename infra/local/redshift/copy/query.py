"""The SQL of a load: whole files in, checked values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from infra.local.redshift.copy.conversions import CHARACTER_TYPES, convert
from infra.local.redshift.copy.doubts import find_doubt
from infra.local.redshift.copy.json_source import (
    JsonMapping,
    read_fields,
    read_numbered_fields,
)
from infra.local.redshift.copy.load_log import LoadField
from infra.local.redshift.copy.problems import Conversion, Field
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.target import Target, TargetColumn

REFUSED = "COPY refused a value"
_NUL = "\0"
_ESCAPED_NULLS = (_NUL, "\\N")
_BLANKS = "concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13))"


@dataclass(frozen=True)
class LoadQuery:
    """Builds the statements of one COPY."""

    target: Target
    mapping: JsonMapping
    options: CopyOptions
    # Where given, this function is called for each row that holds a doubtful value: see `doubts`.
    doubt_counter: str | None = None
    # Whether the files may hold a null byte or NULL AS in its default form: see `Unpacker`.
    with_escapes: bool = True

    def insert(self, files: list[Path]) -> str:
        """INSERT of these files' rows; it fails as a whole on the first refused value."""
        names = ", ".join(f'"{column.name}"' for column in self.target.columns)
        return f"INSERT INTO {self.target.reference} ({names}) {self.checked_rows(files)}"

    def checked_rows(self, files: list[Path]) -> str:
        """SELECT of the converted rows; an error on the first refused value."""
        # One look at a whole row costs a fraction of one at each of its values.
        values = ", ".join(
            f"{f'v{i}' if i else self._guarded('v0')} AS c{i}" for i in range(len(self._pairs))
        )
        fields = read_fields(self.mapping, self.target.columns, _list(files))
        return f"SELECT {values} FROM ({self._converted(self._prepared(fields))})"

    def find_refused(self, numbered: Path) -> str:
        """SELECT of (line, refusal, texts of all columns) for each refused line of a file."""
        refusals = [_refusal(i, conversion) for i, (_, conversion) in enumerate(self._pairs)]
        texts = ", ".join(f"CAST(t{i} AS VARCHAR)" for i in range(len(refusals)))
        fields = read_numbered_fields(self.mapping, self.target.columns, _list([numbered]))
        prepared = self._prepared(fields, "line, ")
        return (
            f"SELECT line, refusal, texts FROM (SELECT line, [{texts}] AS texts, "
            f"coalesce({', '.join(refusals)}) AS refusal "
            f"FROM ({self._converted(prepared, 'line, ')})) WHERE refusal IS NOT NULL"
        )

    def describe_fields(self, texts: Sequence[str | None]) -> tuple[LoadField, ...]:
        """The first columns with their texts, as the load log shows them."""
        return tuple(
            LoadField(column.name, conversion.shown_type, column.shown_length, text)
            for text, (column, conversion) in zip(texts, self._pairs, strict=False)
        )

    @cached_property
    def _pairs(self) -> list[tuple[TargetColumn, Conversion]]:
        return [
            (column, convert(column, Field(f"t{i}", f"f{i}", f"v{i}"), self.options))
            for i, column in enumerate(self.target.columns)
        ]

    def _prepared(self, fields: str, first: str = "") -> str:
        """The fields with NULL where COPY's parameters ask for it."""
        texts = ", ".join(
            f"f{i}, {self._nulled(column, i)} AS t{i}"
            for i, column in enumerate(self.target.columns)
        )
        return f"SELECT {first}{texts} FROM ({fields})"

    def _converted(self, prepared: str, first: str = "") -> str:
        """The values beside the fields, so that no check computes one again."""
        values = ", ".join(
            f"t{i}, {conversion.value} AS v{i}" for i, (_, conversion) in enumerate(self._pairs)
        )
        return f"SELECT {first}{values} FROM ({prepared})"

    def _guarded(self, value: str) -> str:
        """The value, where nothing in the row is refused; a row in doubt is counted."""
        refused = [
            problem.condition
            for _, conversion in self._pairs
            for problem in conversion.problems
            if self.with_escapes or not problem.is_escaped
        ]
        cases = f"WHEN {_any(refused)} THEN error('{REFUSED}') " if refused else ""
        if self.doubt_counter:
            found = (find_doubt(column, f"t{i}") for i, (column, _) in enumerate(self._pairs))
            if doubts := list(filter(None, found)):
                counted = f"CASE WHEN {self.doubt_counter}(t0 IS NULL) THEN {value} END"
                cases += f"WHEN {_any(doubts)} THEN {counted} "
        return f"CASE {cases}ELSE {value} END" if cases else value

    def _nulled(self, column: TargetColumn, i: int) -> str:
        if column.type == "super":
            return f"CAST(f{i} AS VARCHAR)"
        null = self.options.null_as
        text = f"nullif(f{i}, {'chr(0)' if null == _NUL else _literal(null)})"
        if null in _ESCAPED_NULLS and not self.with_escapes:
            text = f"f{i}"
        if column.type not in CHARACTER_TYPES:
            # Blank fields of other types are always NULL, say BLANKSASNULL and EMPTYASNULL.
            # What begins with more than a blank is told at a fraction of the cost.
            return f"CASE WHEN {text} >= '!' OR ltrim({text}) <> '' THEN {text} END"
        if self.options.trim_blanks and column.type == "character varying":
            text = f"rtrim({text}, {_BLANKS})"
        if self.options.empty_as_null:
            text = f"nullif({text}, '')"
        if self.options.blanks_as_null:
            text = f"CASE WHEN NOT regexp_full_match({text}, '\\s+') THEN {text} END"
        return text


def _any(conditions: list[str]) -> str:
    return " OR ".join(f"({condition})" for condition in conditions)


def _refusal(i: int, conversion: Conversion) -> str:
    cases = " ".join(
        f"WHEN {problem.condition} THEN {{'column': {i}, 'position': {problem.position}, "
        f"'code': {problem.code}, 'reason': {_literal(problem.reason)}}}"
        for problem in conversion.problems
    )
    return f"CASE {cases} END" if cases else "NULL"


def _list(files: list[Path]) -> str:
    return "[" + ", ".join(_literal(str(file)) for file in files) + "]"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
