"""What a `dbt build` sends to the local Redshift, and how long the server takes for each of it."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra.local.bench.warehouse_side import WarehouseSide
from infra.local.settings import PROJECT, child_environment

LONGEST_BUILD_SECONDS = 3600
LONGEST_TEXT = 16_000

# Server's own clock: from the statement's arrival to its last row.
_SENT = """
    select q.query_id, q.transaction_id, q.elapsed_time / 1e6 as seconds, t.text
    from sys_query_history as q
    join (
        select query_id, listagg(text) within group (order by sequence) as text
        from sys_query_text group by query_id
    ) as t on t.query_id = q.query_id
    where q.query_id > %s and q.session_id <> pg_backend_pid()
    order by q.query_id
"""


@dataclass(frozen=True)
class Sent:
    """One statement as the server met it, in the order of the build."""

    text: str
    seconds: float


def build(side: WarehouseSide, target: Path, *arguments: str) -> list[Sent]:
    """`dbt build` with these arguments on one thread; its statements. Raises where it fails."""
    with side.warehouse.connect() as session:
        last = session.value("select max(query_id) from sys_query_history")
        _run_dbt(side, target, arguments)
        rows = session.rows(_SENT, (last,))
    if any(len(text) >= LONGEST_TEXT for *_, text in rows):
        raise RuntimeError(f"a statement is over {LONGEST_TEXT} characters: its text is not kept")
    return [Sent(text, float(seconds)) for _, _, seconds, text in rows]


def _run_dbt(side: WarehouseSide, target: Path, arguments: tuple[str, ...]) -> None:
    project = PROJECT / "dbt_project"
    command = [str(Path(sys.executable).with_name("dbt")), "--quiet", "build", "--threads", "1"]
    command += ["--exclude-resource-type", "unit_test", *arguments]
    command += ["--project-dir", str(project), "--profiles-dir", str(project)]
    command += ["--target-path", str(target), "--log-path", str(target)]
    done = subprocess.run(
        command,
        env=child_environment(side.stack),
        capture_output=True,
        text=True,
        timeout=LONGEST_BUILD_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"dbt build failed: {done.stdout[-4000:]}{done.stderr[-2000:]}")
