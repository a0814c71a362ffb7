"""COPY: parses Redshift's statement and loads objects from S3 into a table, by Redshift's rules.

`parse_copy` and `run_copy` are the way in; `install_load_log` makes the tables behind
stl_load_errors, stl_load_commits, sys_load_error_detail and sys_load_detail.
"""

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.load import run_copy
from infra.local.redshift.copy.load_log import LoadLog, QueryIds, install_load_log
from infra.local.redshift.copy.parser import parse_copy
from infra.local.redshift.copy.statement import CopyStatement

__all__ = [
    "CopyError",
    "CopyStatement",
    "LoadLog",
    "QueryIds",
    "install_load_log",
    "parse_copy",
    "run_copy",
]
