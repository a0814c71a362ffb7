"""The server's settings: from the command line, and its password from the environment."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

PASSWORD_VARIABLE = "HEADWATER_REDSHIFT_PASSWORD"
_TEMPORARY_LIMIT = "20GB"
# https://docs.aws.amazon.com/redshift/latest/mgmt/amazon-redshift-limits.html
_SIX_HOURS_MS = 6 * 60 * 60 * 1000


@dataclass(frozen=True)
class Settings:
    """Where to listen, what to serve and how much of the machine to use."""

    host: str
    port: int
    file: Path
    user: str
    database: str
    password: str
    memory_limit: str
    threads: int
    max_connections: int
    statement_timeout_ms: int
    temporary_limit: str = _TEMPORARY_LIMIT
    idle_in_transaction_timeout_ms: int = _SIX_HOURS_MS
    tls: bool = False
    tls_certificate: Path | None = None
    tls_key: Path | None = None


def read_settings(arguments: list[str] | None = None) -> Settings:
    """Settings from the arguments; exits with a message where the password is not set."""
    parser = _make_parser()
    values = vars(parser.parse_args(arguments))
    if (values["tls_certificate"] is None) != (values["tls_key"] is None):
        parser.error("--tls-certificate and --tls-key belong together")
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password:
        parser.error(f"the environment variable {PASSWORD_VARIABLE} must hold the password")
    return Settings(password=password, **values)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local.redshift", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5439)
    parser.add_argument("--file", type=Path, required=True, help="the DuckDB file, made if missing")
    parser.add_argument("--user", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--memory-limit", default="4GB")
    parser.add_argument(
        "--temporary-limit",
        default=_TEMPORARY_LIMIT,
        help="of the disk, for what queries need beyond the memory",
    )
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--max-connections", type=int, default=200)
    parser.add_argument(
        "--statement-timeout-ms", type=int, default=0, help="0 for none; SET changes it"
    )
    parser.add_argument(
        "--idle-in-transaction-timeout-ms",
        type=int,
        default=_SIX_HOURS_MS,
        help="after which an open transaction without statements ends; 0 for never",
    )
    _add_encryption(parser)
    return parser


def _add_encryption(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tls",
        action="store_true",
        help="encrypt for clients that ask; without the two below a certificate is made and kept "
        "beside the file",
    )
    parser.add_argument("--tls-certificate", type=Path, help="PEM, with --tls-key")
    parser.add_argument("--tls-key", type=Path, help="PEM, without a passphrase")
