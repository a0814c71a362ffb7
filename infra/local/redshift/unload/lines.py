"""The SQL of a file's lines: each row becomes one text, its line break included.

Source of the rules of quotes and escapes: r_UNLOAD (FORMAT, ADDQUOTES, ESCAPE, NULL AS, HEADER).
"""

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.unload.columns import UnloadColumn, json_of, text_of
from infra.local.redshift.unload.statement import UnloadOptions

_DELIMITERS = {"csv": ",", "text": "|"}


def line_sql(columns: list[UnloadColumn], options: UnloadOptions) -> str:
    """SQL of one row's line. Raises CopyError where JSON names would not be unique."""
    if options.file_format == "json":
        return _json_line(columns)
    null = _literal(options.null_as)
    fields = [
        f"coalesce({_field(text_of(column), column.is_text, options)}, {null})"
        for column in columns
    ]
    return f"concat({_joined(fields, _literal(_delimiter(options)))}, chr(10))"


def header_line(columns: list[UnloadColumn], options: UnloadOptions) -> bytes:
    """The line of HEADER; empty without it."""
    if not options.header:
        return b""
    delimiter = _delimiter(options)
    return (delimiter.join(_name(c.name, options) for c in columns) + "\n").encode()


def _delimiter(options: UnloadOptions) -> str:
    return options.delimiter or _DELIMITERS[options.file_format]


def _field(text: str, is_text: bool, options: UnloadOptions) -> str:
    if options.file_format == "csv":
        special = f'[{_in_class(_delimiter(options))}"\\n\\r]'
        quoted = f"""concat('"', replace({text}, '"', '""'), '"')"""
        return f"CASE WHEN regexp_matches({text}, '{special}') THEN {quoted} ELSE {text} END"
    if options.escape and is_text:
        quotes = "\"''" if options.add_quotes else ""
        special = f"[\\\\\\n\\r{_in_class(_delimiter(options))}{quotes}]"
        text = f"regexp_replace({text}, '({special})', '\\\\\\1', 'g')"
    if options.add_quotes:
        # Without a value there is nothing to put between quotation marks.
        return f"""CASE WHEN {text} IS NOT NULL THEN concat('"', {text}, '"') END"""
    return text


def _name(name: str, options: UnloadOptions) -> str:
    if options.file_format == "csv":
        special = any(c in name for c in (_delimiter(options), '"', "\n", "\r"))
        return '"' + name.replace('"', '""') + '"' if special else name
    if options.escape:
        special_characters = ("\\", "\n", "\r", _delimiter(options))
        name = "".join("\\" + c if c in special_characters else c for c in name)
    return f'"{name}"' if options.add_quotes else name


def _json_line(columns: list[UnloadColumn]) -> str:
    names = [column.name for column in columns]
    if len(set(names)) < len(names):
        raise CopyError("UNLOAD to JSON needs a unique name for each column of the query")
    fields = [f"concat({_literal(_json_name(c.name) + ':')}, {json_of(c)})" for c in columns]
    return f"concat('{{', {_joined(fields, _literal(','))}, '}}', chr(10))"


def _json_name(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _joined(fields: list[str], delimiter: str) -> str:
    return f", {delimiter}, ".join(fields)


def _in_class(character: str) -> str:
    """A character inside a regular expression's brackets, inside a SQL literal."""
    if character == "'":
        return "''"
    return f"\\{character}" if character in "\\]^-[" else character


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
