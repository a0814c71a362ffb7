"""The parameters that may follow COPY's source, in any order."""

import re
from dataclasses import replace

from infra.local.redshift.copy.authorization import AUTHORIZATION
from infra.local.redshift.copy.errors import CopyError, refuse
from infra.local.redshift.copy.option_reader import Change, Reader, flag, read_changes, string
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.token_stream import TokenStream
from infra.local.redshift.errors import SYNTAX_ERROR

MAX_ERROR_LIMIT = 100_000
_OCTAL = re.compile(r"\\[0-7]{3}")

# Documented, not implemented. https://docs.aws.amazon.com/redshift/latest/dg/r_COPY-parameters.html
REFUSED = frozenset(
    {"avro", "orc", "shapefile", "fixedwidth", "lzop", "encrypted", "ssh", "kms_key_id", "job"}
    | {"master_symmetric_key", "readratio", "ignoreallerrors", "auto"}
)
# What cannot be said beside a format: copy-parameters-data-format (JSON, CSV) and
# copy-usage_notes-copy-from-columnar (Parquet, which knows only a few parameters).
_EXCLUDED = {
    "text": ("serialize_to_json",),
    "csv": ("escape", "remove_quotes", "serialize_to_json"),
    "json": (
        "given_delimiter", "escape", "fill_record", "ignore_blank_lines", "null_as",
        "remove_quotes", "serialize_to_json",
    ),
    "parquet": (
        "given_delimiter", "escape", "ignore_blank_lines", "null_as", "remove_quotes",
        "compression", "time_format", "date_format", "max_error", "accept_any_date",
        "ignore_header", "trim_blanks", "truncate_columns", "empty_as_null", "blanks_as_null",
        "round_decimals",
    ),
}  # fmt: skip
_NAMES = {
    "given_delimiter": "DELIMITER", "fill_record": "FILLRECORD", "null_as": "NULL AS",
    "ignore_blank_lines": "IGNOREBLANKLINES", "remove_quotes": "REMOVEQUOTES",
    "serialize_to_json": "SERIALIZETOJSON", "time_format": "TIMEFORMAT",
    "date_format": "DATEFORMAT", "max_error": "MAXERROR", "accept_any_date": "ACCEPTANYDATE",
    "ignore_header": "IGNOREHEADER", "trim_blanks": "TRIMBLANKS", "compression": "Compression",
    "truncate_columns": "TRUNCATECOLUMNS", "empty_as_null": "EMPTYASNULL",
    "blanks_as_null": "BLANKSASNULL", "round_decimals": "ROUNDEC",
}  # fmt: skip


def parse_options(stream: TokenStream) -> CopyOptions:
    """Read every parameter up to the end. Raises CopyError: 42601, or 0A000 naming one."""
    return _check(read_changes(stream, _READERS, REFUSED, "COPY"))


def _check(changes: Change) -> CopyOptions:
    options = replace(CopyOptions(), **changes)
    for name in _EXCLUDED[options.file_format]:
        # MAXERROR 0 is what holds without it.
        if name in changes and changes[name] != 0:
            shown = _NAMES.get(name, name.upper())
            text = f"{shown} argument is not supported for {options.file_format.upper()} based COPY"
            raise CopyError(text, SYNTAX_ERROR)
    if options.max_error > MAX_ERROR_LIMIT:
        raise CopyError(f"MAXERROR must be at most {MAX_ERROR_LIMIT}", SYNTAX_ERROR)
    return options


def _format(stream: TokenStream) -> Change:
    stream.accept_word("as")
    word = stream.take()
    reader = {"json": _json, "csv": _csv, "parquet": _parquet}.get(word.text)
    if reader is None:
        raise refuse(f"COPY FORMAT {word.text.upper()}")
    return reader(stream)


def _json(stream: TokenStream) -> Change:
    stream.accept_word("as")
    option = stream.accept_string() or "auto"
    if not option.startswith("s3://"):
        option = " ".join(option.lower().split())
        if option not in ("auto", "auto ignorecase", "noshred"):
            raise CopyError(f"'{option}' is no s3:// address of a JSONPaths file", SYNTAX_ERROR)
    return {"file_format": "json", "json_option": option}


def _csv(stream: TokenStream) -> Change:
    change: Change = {"file_format": "csv"}
    if stream.accept_word("quote"):
        change["quote"] = _one_character(stream.expect_string())
    return change


def _parquet(stream: TokenStream) -> Change:
    change: Change = {"file_format": "parquet"}
    if stream.accept_word("serializetojson"):
        change["serialize_to_json"] = True
    return change


def _delimiter(stream: TokenStream) -> Change:
    text = stream.expect_string()
    if _OCTAL.fullmatch(text):
        text = chr(int(text[1:], 8))
    return {"given_delimiter": _one_character(text)}


def _null(stream: TokenStream) -> Change:
    text = stream.expect_string()
    return {"null_as": "\0" if text in ("\\0", "\\000") else text}


def _encoding(stream: TokenStream) -> Change:
    stream.accept_word("as")
    encoding = stream.take().text
    if encoding.lower() != "utf8":
        raise refuse(f"COPY ENCODING {encoding.upper()}")
    return {}


def _comprows(stream: TokenStream) -> Change:
    stream.expect_number()
    return {}


def _one_character(text: str) -> str:
    if len(text.encode()) != 1:
        raise CopyError(f"'{text}' must be a single character", SYNTAX_ERROR)
    return text


def _switch(stream: TokenStream) -> Change:
    """COMPUPDATE and STATUPDATE: statistics and encodings that DuckDB keeps by itself."""
    stream.accept_word("on", "off", "true", "false", "preset")
    return {}


def _invalid_character(stream: TokenStream) -> Change:
    stream.accept_word("as")
    return {"invalid_character": _one_character(stream.accept_string() or "?")}


def _max_error(stream: TokenStream) -> Change:
    return {"max_error": stream.expect_number()}


_READERS: dict[str, Reader] = {
    **AUTHORIZATION,
    "with": lambda stream: {},
    "format": _format,
    "json": _json,
    "csv": _csv,
    "parquet": _parquet,
    "region": string("region"),
    "delimiter": _delimiter,
    "encoding": _encoding,
    "comprows": _comprows,
    "ignoreheader": lambda stream: {"ignore_header": stream.expect_number()},
    "ignoreblanklines": flag(ignore_blank_lines=True),
    "gzip": flag(compression="gzip"),
    "bzip2": flag(compression="bzip2"),
    "zstd": flag(compression="zstd"),
    "escape": flag(escape=True),
    "removequotes": flag(remove_quotes=True),
    "fillrecord": flag(fill_record=True),
    "trimblanks": flag(trim_blanks=True),
    "acceptanydate": flag(accept_any_date=True),
    "explicit_ids": flag(explicit_ids=True),
    "manifest": flag(manifest=True),
    "timeformat": string("time_format"),
    "dateformat": string("date_format"),
    "maxerror": _max_error,
    "compupdate": _switch,
    "statupdate": _switch,
    "truncatecolumns": flag(truncate_columns=True),
    "acceptinvchars": _invalid_character,
    "null": _null,
    "emptyasnull": flag(empty_as_null=True),
    "blanksasnull": flag(blanks_as_null=True),
    "roundec": flag(round_decimals=True),
    "noload": flag(check_only=True),
}
