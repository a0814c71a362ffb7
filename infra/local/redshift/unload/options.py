"""The parameters that may follow UNLOAD's target, in any order."""

from dataclasses import replace

from infra.local.redshift.copy.authorization import AUTHORIZATION
from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.option_reader import Change, Reader, flag, read_changes, string
from infra.local.redshift.copy.token_stream import TokenStream
from infra.local.redshift.errors import SYNTAX_ERROR
from infra.local.redshift.unload.sizes import read_file_size, read_row_group_size
from infra.local.redshift.unload.statement import UnloadOptions

# Documented, not implemented. https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
REFUSED = frozenset({"fixedwidth", "encrypted", "kms_key_id", "master_symmetric_key"})
# What cannot be said beside a format, by the same page.
_TEXT_ONLY = ("delimiter", "header", "add_quotes", "escape", "null_as")
_EXCLUDED = {
    "parquet": (*_TEXT_ONLY, "compression"),
    "json": _TEXT_ONLY,
    "csv": ("add_quotes", "escape"),
    "text": (),
}
_NAMES = {"add_quotes": "ADDQUOTES", "null_as": "NULL AS", "compression": "compression"}


def parse_options(stream: TokenStream) -> UnloadOptions:
    """Read every parameter up to the end. Raises CopyError: 42601, or 0A000 naming one."""
    return _check(read_changes(stream, _READERS, REFUSED, "UNLOAD"))


def _check(changes: Change) -> UnloadOptions:
    options = replace(UnloadOptions(), **changes)
    for name in _EXCLUDED[options.file_format]:
        if name in changes:
            shown = _NAMES.get(name, name.upper())
            text = f"{shown} is not supported for UNLOAD to {options.file_format.upper()}"
            raise CopyError(text, SYNTAX_ERROR)
    if options.clean_path and options.allow_overwrite:
        raise CopyError("CLEANPATH and ALLOWOVERWRITE exclude each other", SYNTAX_ERROR)
    if "row_group_bytes" in changes and options.file_format != "parquet":
        raise CopyError("ROWGROUPSIZE is only supported for UNLOAD to PARQUET", SYNTAX_ERROR)
    return options


def _format(stream: TokenStream) -> Change:
    stream.accept_word("as")
    word = stream.take()
    if word.text not in ("csv", "parquet", "json"):
        raise stream.error()
    return {"file_format": word.text}


def _partition(stream: TokenStream) -> Change:
    stream.expect_word("by")
    stream.expect_symbol("(")
    columns = [stream.expect_identifier()]
    while stream.accept_symbol(","):
        columns.append(stream.expect_identifier())
    stream.expect_symbol(")")
    return {"partition_by": tuple(columns), "include_partitions": stream.accept_word("include")}


def _delimiter(stream: TokenStream) -> Change:
    text = stream.expect_string()
    if len(text) != 1 or not text.isascii() or text in "\r\n":
        raise CopyError("DELIMITER must be a single ASCII character", SYNTAX_ERROR)
    return {"delimiter": text}


def _manifest(stream: TokenStream) -> Change:
    return {"manifest": True, "manifest_verbose": stream.accept_word("verbose")}


def _parallel(stream: TokenStream) -> Change:
    if stream.accept_word("off", "false"):
        return {"parallel": False}
    stream.accept_word("on", "true")
    return {"parallel": True}


_READERS: dict[str, Reader] = {
    **AUTHORIZATION,
    "with": lambda stream: {},
    "format": _format,
    "csv": flag(file_format="csv"),
    "json": flag(file_format="json"),
    "parquet": flag(file_format="parquet"),
    "partition": _partition,
    "manifest": _manifest,
    "header": flag(header=True),
    "delimiter": _delimiter,
    "gzip": flag(compression="gzip"),
    "bzip2": flag(compression="bzip2"),
    "zstd": flag(compression="zstd"),
    "addquotes": flag(add_quotes=True),
    "null": string("null_as"),
    "escape": flag(escape=True),
    "allowoverwrite": flag(allow_overwrite=True),
    "cleanpath": flag(clean_path=True),
    "parallel": _parallel,
    "maxfilesize": lambda stream: {"max_file_bytes": read_file_size(stream)},
    "rowgroupsize": lambda stream: {"row_group_bytes": read_row_group_size(stream)},
    "region": string("region"),
    "extension": string("extension"),
}
