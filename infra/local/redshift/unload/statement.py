"""What an UNLOAD statement says, once parsed."""

from dataclasses import dataclass, field
from typing import Literal

FileFormat = Literal["text", "csv", "json", "parquet"]
Compression = Literal["none", "gzip", "bzip2", "zstd"]

MEGABYTE = 1024 * 1024
# Source: https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html, MAXFILESIZE
LARGEST_FILE = int(6.2 * 1024 * MEGABYTE)
SMALLEST_LIMIT = 5 * MEGABYTE


@dataclass(frozen=True)
class UnloadOptions:
    """The parameters of an UNLOAD, at Redshift's defaults where the statement is silent."""

    file_format: FileFormat = "text"
    delimiter: str | None = None
    header: bool = False
    add_quotes: bool = False
    escape: bool = False
    null_as: str = ""
    compression: Compression = "none"
    extension: str | None = None
    manifest: bool = False
    manifest_verbose: bool = False
    allow_overwrite: bool = False
    clean_path: bool = False
    parallel: bool = True
    max_file_bytes: int = LARGEST_FILE
    row_group_bytes: int = 32 * MEGABYTE
    partition_by: tuple[str, ...] = ()
    include_partitions: bool = False
    region: str | None = None
    credentials: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class UnloadStatement:
    """UNLOAD ('query') TO 's3://…' …; `query` is unquoted."""

    query: str
    target: str
    options: UnloadOptions
