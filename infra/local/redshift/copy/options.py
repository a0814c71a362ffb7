"""The parameters that may follow COPY's source, in any order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from infra.local.redshift.copy.errors import CopyError, refuse
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.token_stream import END, TokenStream
from infra.local.redshift.errors import SYNTAX_ERROR

Change = dict[str, Any]
MAX_ERROR_LIMIT = 100_000

# Documented, not implemented. https://docs.aws.amazon.com/redshift/latest/dg/r_COPY-parameters.html
REFUSED = frozenset(
    {"avro", "orc", "shapefile", "fixedwidth", "bzip2", "lzop", "zstd", "encrypted", "ssh"}
    | {"master_symmetric_key", "readratio", "acceptanydate", "explicit_ids", "escape", "job"}
    | {"fillrecord", "removequotes", "trimblanks", "encoding", "comprows", "access_key_id"}
    | {"secret_access_key", "session_token", "ignoreallerrors", "auto", "kms_key_id"}
)


def parse_options(stream: TokenStream) -> CopyOptions:
    """Read every parameter up to the end. Raises CopyError: 42601, or 0A000 naming one."""
    changes: Change = {}
    while stream.peek() is not END and stream.peek().text != ";":
        word = stream.peek()
        reader = _READERS.get(word.text) if word.kind == "word" else None
        if reader is None:
            raise refuse(f"COPY {word.text.upper()}") if word.text in REFUSED else stream.error()
        stream.take()
        change = reader(stream)
        if clash := changes.keys() & change.keys():
            name = sorted(clash)[0]
            raise CopyError(f"conflicting or redundant COPY options: {name}", SYNTAX_ERROR)
        changes.update(change)
    return _check(changes)


def _check(changes: Change) -> CopyOptions:
    if "file_format" not in changes:
        # Without a format Redshift reads pipe-delimited text with escapes, which is not built.
        raise refuse("COPY of delimited text (say FORMAT JSON, CSV or PARQUET)")
    options = replace(CopyOptions(), **changes)
    if options.file_format == "parquet" and options.compression != "none":
        raise CopyError("GZIP argument is not supported for PARQUET based COPY", SYNTAX_ERROR)
    if options.file_format == "parquet" and (options.time_format or options.date_format):
        raise CopyError("TIMEFORMAT is not supported for PARQUET based COPY", SYNTAX_ERROR)
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
    if stream.peek().is_word("serializetojson"):
        raise refuse("COPY SERIALIZETOJSON")
    return {"file_format": "parquet"}


def _one_character(text: str) -> str:
    if len(text.encode()) != 1:
        raise CopyError(f"'{text}' must be a single character", SYNTAX_ERROR)
    return text


def _role(stream: TokenStream) -> Change:
    if stream.accept_word("default"):
        return {"credentials": {"aws_iam_role": "default"}}
    return {"credentials": {"aws_iam_role": stream.expect_string()}}


def _credentials(stream: TokenStream) -> Change:
    stream.accept_word("with")
    pairs = [pair.partition("=") for pair in stream.expect_string().split(";") if pair]
    found = {name.strip(): value.strip() for name, _, value in pairs}
    known = {"aws_iam_role", "aws_access_key_id", "aws_secret_access_key", "token"}
    if not found or not found.keys() <= known:
        raise refuse("COPY CREDENTIALS with " + (", ".join(sorted(found.keys() - known)) or "none"))
    return {"credentials": found}


def _switch(stream: TokenStream) -> Change:
    """COMPUPDATE and STATUPDATE: statistics and encodings that DuckDB keeps by itself."""
    stream.accept_word("on", "off", "true", "false", "preset")
    return {}


def _invalid_character(stream: TokenStream) -> Change:
    stream.accept_word("as")
    return {"invalid_character": _one_character(stream.accept_string() or "?")}


def _max_error(stream: TokenStream) -> Change:
    return {"max_error": stream.expect_number()}


def _flag(**change: Any) -> Callable[[TokenStream], Change]:
    return lambda _: dict(change)


def _text(name: str) -> Callable[[TokenStream], Change]:
    return lambda stream: {name: stream.expect_string()}


_READERS: dict[str, Callable[[TokenStream], Change]] = {
    "with": lambda stream: {},
    "format": _format,
    "json": _json,
    "csv": _csv,
    "parquet": _parquet,
    "iam_role": _role,
    "credentials": _credentials,
    "region": _text("region"),
    "delimiter": lambda stream: {"delimiter": _one_character(stream.expect_string())},
    "ignoreheader": lambda stream: {"ignore_header": stream.expect_number()},
    "ignoreblanklines": _flag(ignore_blank_lines=True),
    "gzip": _flag(compression="gzip"),
    "manifest": _flag(manifest=True),
    "timeformat": _text("time_format"),
    "dateformat": _text("date_format"),
    "maxerror": _max_error,
    "compupdate": _switch,
    "statupdate": _switch,
    "truncatecolumns": _flag(truncate_columns=True),
    "acceptinvchars": _invalid_character,
    "null": _text("null_as"),
    "emptyasnull": _flag(empty_as_null=True),
    "blanksasnull": _flag(blanks_as_null=True),
    "roundec": _flag(round_decimals=True),
    "noload": _flag(check_only=True),
}
