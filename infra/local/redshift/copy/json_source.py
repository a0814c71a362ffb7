"""Reads NDJSON files as one column per target column, the way FORMAT JSON maps them.

Each relation made here has, per column i, `f<i>`: the field's text (a string without its quotes,
anything else as JSON), or its JSON where the column is SUPER. NULL stands for a JSON null too.
"""

import json
import re
from dataclasses import dataclass

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.target import TargetColumn
from infra.local.redshift.errors import SYNTAX_ERROR

# Source: https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html
MAXIMUM_LINE_BYTES = 4 * 1024 * 1024
_PATH_STEP = re.compile(r"\.([A-Za-z_][\w]*)|\[(\d+)\]|\[\s*['\"](.+?)['\"]\s*\]")


@dataclass(frozen=True)
class JsonMapping:
    """Where each column's value is found: `mode` is COPY's JSON option, `paths` of a file."""

    mode: str
    paths: tuple[str, ...] = ()


def parse_jsonpaths(text: bytes, columns: tuple[TargetColumn, ...]) -> JsonMapping:
    """The mapping of a JSONPaths file. Raises CopyError where it is malformed or too short."""
    try:
        expressions = json.loads(text)["jsonpaths"]
        paths = tuple(_path(expression) for expression in expressions)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CopyError(f"Invalid JSONPath format: {error}") from error
    if len(paths) != len(columns):
        raise CopyError(
            "Number of jsonpaths and the number of columns should match. "
            f"JSONPath size: {len(paths)}, Number of columns in table or column list: "
            f"{len(columns)}"
        )
    return JsonMapping("jsonpaths", paths)


def _path(expression: str) -> str:
    """A JSONPath of Redshift's two notations as DuckDB writes it."""
    steps = expression.removeprefix("$")
    found = list(_PATH_STEP.finditer(steps))
    if not expression.startswith("$") or "".join(m.group() for m in found) != steps:
        raise CopyError(
            "Invalid JSONPath format: Supported notations are 'dot-notation' and "
            f"'bracket-notation': {expression}"
        )
    return "$" + "".join(_step(match) for match in found)


def _step(match: re.Match[str]) -> str:
    name = match[1] or match[3]
    return f'."{name}"' if name else f"[{match[2]}]"


def read_fields(mapping: JsonMapping, columns: tuple[TargetColumn, ...], files: str) -> str:
    """SELECT of the fields over `files`, a DuckDB list of paths."""
    if mapping.mode == "auto":
        # Texts come from the parser at once: to extract them from JSON values parses all again.
        shape = ", ".join(f"{_literal(c.name)}: '{_read_as(c)}'" for c in columns)
        source = _reader("read_json", files, f", records='true', columns={{{shape}}}")
        return _select([f'"{column.name}"' for column in columns], source)
    source = _reader("read_ndjson_objects", files, "")
    return _select_documents(mapping, columns, f"(SELECT json AS document FROM {source})")


def read_numbered_fields(
    mapping: JsonMapping, columns: tuple[TargetColumn, ...], files: str
) -> str:
    """The same over lines of {"line": n, "row": …}, with the line's number as `line`."""
    if mapping.mode == "auto":
        names = ", ".join(f'"{column.name}" {_read_as(column)}' for column in columns)
        shape = f"{{'line': 'BIGINT', 'row': 'STRUCT({names})'}}"
        source = _reader("read_json", files, f", records='true', columns={shape}")
        return _select([f'"row"."{column.name}"' for column in columns], source, "line, ")
    shape = "{'line': 'BIGINT', 'document': 'JSON'}"
    source = _reader("read_json", files, f", records='true', columns={shape}")
    return _select_documents(mapping, columns, source, "line, ")


def _read_as(column: TargetColumn) -> str:
    return "JSON" if column.type == "super" else "VARCHAR"


def _reader(function: str, files: str, more: str) -> str:
    # The wrapped lines of a diagnosis are a little longer than those of the file.
    size = MAXIMUM_LINE_BYTES + 1024
    return (
        f"{function}({files}, format='newline_delimited', compression='none', "
        f"maximum_object_size={size}{more})"
    )


def _select(fields: list[str], source: str, first: str = "") -> str:
    listed = ", ".join(f"{field} AS f{i}" for i, field in enumerate(fields))
    return f"SELECT {first}{listed} FROM {source}"


def _select_documents(
    mapping: JsonMapping, columns: tuple[TargetColumn, ...], source: str, first: str = ""
) -> str:
    fields = _document_fields(mapping, columns)
    jsons = _select(fields, source, first)
    texts = [f"f{i} ->> '$'" if c.type != "super" else f"f{i}" for i, c in enumerate(columns)]
    return _select(texts, f"({jsons})", first)


def _document_fields(mapping: JsonMapping, columns: tuple[TargetColumn, ...]) -> list[str]:
    if mapping.mode == "noshred":
        if [column.type for column in columns] != ["super"]:
            raise CopyError("COPY JSON 'noshred' needs exactly one SUPER column", SYNTAX_ERROR)
        return ["document"]
    if mapping.mode == "auto ignorecase":
        return [_not_null(f"document -> {_any_case(column.name)}") for column in columns]
    return [_not_null(f"document -> {_literal(path)}") for path in mapping.paths]


def _any_case(name: str) -> str:
    keys = f"list_filter(json_keys(document), lambda key: lower(key) = {_literal(name)})"
    return f"('$.\"' || ({keys})[1] || '\"')"


def _not_null(field: str) -> str:
    return f"CASE WHEN json_type({field}) <> 'NULL' THEN {field} END"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
