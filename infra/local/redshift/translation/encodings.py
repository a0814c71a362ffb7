"""Compression encodings: noted for those who ask, DuckDB has its own.

Source: https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html
"""

from ..errors import SYNTAX_ERROR, RedshiftError

_ENCODINGS = frozenset(
    {"az64", "bytedict", "delta", "delta32k", "lzo", "mostly8", "mostly16", "mostly32", "raw"}
    | {"runlength", "text255", "text32k", "zstd"}
)


def read_encoding(name: str) -> str:
    """As the catalog shows it; raises 42601 for what is no encoding."""
    if name.lower() not in _ENCODINGS:
        raise RedshiftError(SYNTAX_ERROR, f'"{name}" is no compression encoding')
    return "none" if name.lower() == "raw" else name.lower()
