"""The one gate: every static check, side by side, with what to do where one fails."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """A command of the gate, and what mends it."""

    name: str
    command: tuple[str, ...]
    mend: str


CHECKS = (
    Check("types", ("mypy",), "mend the types that mypy names"),
    Check("definitions", ("dg", "check", "defs"), "mend the definition that dg names"),
    Check("models", ("dbt", "parse", "--project-dir", "dbt_project", "--profiles-dir",
          "dbt_project", "--target-path", "{scratch}", "--log-path", "{scratch}",
          "--warn-error"), "mend what dbt names"),
    Check("sql style", ("sqlfluff", "lint", "--nocolor", "dbt_project/models"),
          "run sqlfluff fix dbt_project/models"),
    Check("descriptions", ("python", "-m", "infra.model_descriptions"),
          "describe what it names in the YAML beside the model"),
    Check("import rules", ("lint-imports", "--no-cache"), "move the code, not the rule"),
    Check("format", ("ruff", "format", "--check", "."), "run make format"),
    Check("lint", ("ruff", "check", "."), "run make format, mend the rest by hand"),
    Check("contract", ("python", "-m", "orchestration.contract_sources", "check"),
          "run make contract"),
    Check("shared schemas", ("python", "-m", "ingest_lambdas.contract.definitions", "--check"),
          "run make contract"),
    Check("schemas", ("python", "-m", "ingest_lambdas.contract.schema_lint"),
          "mend the schema that it names; headwater schema diff tells the version to give it"),
    Check("tracking plan", ("python", "-m", "ingest_lambdas.contract.plan_page", "--check"),
          "run make contract"),
    Check("conformance", ("python", "-m", "infra.local.redshift.conformance.page", "check"),
          "write the cases that it names, then run make contract"),
    Check("locks", ("python", "-m", "infra.dependency_locks", "check"), "run make lock"),
    Check("house rules", ("python", "-m", "infra.house_rules"), "mend the file that it names"),
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    check: Check
    passed: bool
    seconds: float
    output: str


def run(check: Check, scratch: str) -> Outcome:
    """Run one check to its end and keep what it printed."""
    command = [str(BIN / check.command[0]), *check.command[1:]]
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
                   "DAGSTER_HOME": scratch, "DAGSTER_DISABLE_TELEMETRY": "yes",
                   "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}  # fmt: skip
    started = time.monotonic()
    finished = subprocess.run(
        [part.format(scratch=scratch) for part in command],
        cwd=PROJECT, env=environment, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    seconds = time.monotonic() - started
    return Outcome(check, finished.returncode == 0, seconds, finished.stdout)


def report(outcome: Outcome) -> Outcome:
    """Print one line for a check, and all that it said where it failed."""
    mark = "ok  " if outcome.passed else "FAIL"
    print(f"{mark} {outcome.check.name:<14} {outcome.seconds:6.1f} s", flush=True)
    if not outcome.passed:
        print(f"{outcome.output}\n→ {outcome.check.mend}\n", flush=True)
    return outcome


def main() -> int:
    """Run all checks, as many at once as there are cores; 0 when every one passed."""
    workers = min(os.cpu_count() or 1, 4)
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(workers) as pool:
        outcomes = list(pool.map(lambda check: report(run(check, scratch)), CHECKS))
    failed = [outcome.check.name for outcome in outcomes if not outcome.passed]
    print(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
