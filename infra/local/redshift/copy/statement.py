"""What a COPY statement says, once parsed."""

from dataclasses import dataclass, field
from typing import Literal

FileFormat = Literal["text", "json", "csv", "parquet"]
Compression = Literal["none", "gzip", "bzip2", "zstd"]


@dataclass(frozen=True)
class CopyOptions:
    """The parameters of a COPY, at Redshift's defaults where the statement is silent."""

    file_format: FileFormat = "text"
    # 'auto', 'auto ignorecase', 'noshred' or the s3:// address of a JSONPaths file.
    json_option: str = "auto"
    # None: a comma in CSV, else a pipe.
    given_delimiter: str | None = None
    quote: str = '"'
    ignore_header: int = 0
    ignore_blank_lines: bool = False
    compression: Compression = "none"
    escape: bool = False
    remove_quotes: bool = False
    fill_record: bool = False
    manifest: bool = False
    region: str | None = None
    credentials: dict[str, str] = field(default_factory=dict)
    time_format: str | None = None
    date_format: str | None = None
    max_error: int = 0
    truncate_columns: bool = False
    trim_blanks: bool = False
    accept_any_date: bool = False
    explicit_ids: bool = False
    serialize_to_json: bool = False
    invalid_character: str | None = None
    null_as: str = "\\N"
    empty_as_null: bool = False
    blanks_as_null: bool = False
    round_decimals: bool = False
    # NOLOAD checks the files and loads nothing.
    check_only: bool = False

    @property
    def delimiter(self) -> str:
        """What stands between fields."""
        return self.given_delimiter or ("," if self.file_format == "csv" else "|")


@dataclass(frozen=True)
class CopyStatement:
    """COPY [schema.]table [(columns)] FROM 's3://…' …"""

    schema: str | None
    table: str
    columns: tuple[str, ...]
    source: str
    options: CopyOptions
    text: str
