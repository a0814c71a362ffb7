"""Reads NDJSON files as one column per target column, the way FORMAT JSON maps them.

Each relation made here has, per column i, `f<i>`: the field's text (a string without its quotes,
anything else as JSON), or its JSON where the column is SUPER. NULL stands for a JSON null too.
"""

import json
from dataclasses import dataclass

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.json_path import OUT_OF_RANGE, JsonPath, read_path
from infra.local.redshift.copy.target import TargetColumn
from infra.local.redshift.errors import SYNTAX_ERROR

# Source: https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html
MAXIMUM_LINE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class JsonMapping:
    """Where each column's value is found: `mode` is COPY's JSON option, `paths` of a file."""

    mode: str
    paths: tuple[JsonPath, ...] = ()


def parse_jsonpaths(text: bytes, columns: tuple[TargetColumn, ...]) -> JsonMapping:
    """The mapping of a JSONPaths file. Raises CopyError where it is malformed or too short."""
    try:
        document = json.loads(text)
        if "jsonpaths" not in document:
            # copy-usage_notes-copy-from-json: with any other name COPY goes on as 'auto'.
            return JsonMapping("auto")
        paths = tuple(read_path(expression) for expression in document["jsonpaths"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CopyError(f"Invalid JSONPath format: {error}") from error
    if len(paths) != len(columns):
        raise CopyError(
            "Number of jsonpaths and the number of columns should match. "
            f"JSONPath size: {len(paths)}, Number of columns in table or column list: "
            f"{len(columns)}"
        )
    return JsonMapping("jsonpaths", paths)


def read_fields(mapping: JsonMapping, columns: tuple[TargetColumn, ...], files: str) -> str:
    """SELECT of the fields over `files`, a DuckDB list of paths."""
    if mapping.mode == "auto":
        # Texts come from the parser at once: to extract them from JSON values parses all again.
        shape = ", ".join(f"{_literal(c.name)}: '{_read_as(c)}'" for c in columns)
        source = _reader("read_json", files, f", records='true', columns={{{shape}}}")
        return _select([f'"{column.name}"' for column in columns], source)
    source = _reader("read_ndjson_objects", files, "")
    document = f"CASE WHEN {_lacks_element(mapping)} THEN error('{OUT_OF_RANGE}') ELSE json END"
    return _select_documents(mapping, columns, f"(SELECT {document} AS document FROM {source})")


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


def _lacks_element(mapping: JsonMapping) -> str:
    """SQL, true where a path goes into an array that is none or too short."""
    arrays = dict.fromkeys(array for path in mapping.paths for array in path.arrays)
    lacks = [
        f"coalesce(json_array_length(json, {_literal(text)}), 0) <= {index}"
        for text, index in arrays
    ]
    return " OR ".join(lacks) or "false"


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
    return [_not_null(f"document -> {_literal(path.text)}") for path in mapping.paths]


def _any_case(name: str) -> str:
    keys = f"list_filter(json_keys(document), lambda key: lower(key) = {_literal(name)})"
    return f"('$.\"' || ({keys})[1] || '\"')"


def _not_null(field: str) -> str:
    return f"CASE WHEN json_type({field}) <> 'NULL' THEN {field} END"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
