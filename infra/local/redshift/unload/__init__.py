"""UNLOAD: parses Redshift's statement and writes a query's rows to S3, by Redshift's rules.

`parse_unload` and `run_unload` are the way in. It writes the table behind stl_unload_log,
sys_unload_history and sys_unload_detail, which the load log installs.
"""

from infra.local.redshift.unload.parser import parse_unload
from infra.local.redshift.unload.run import run_unload
from infra.local.redshift.unload.statement import UnloadStatement

__all__ = ["UnloadStatement", "parse_unload", "run_unload"]
