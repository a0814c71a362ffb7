"""Runs a cycle over load hours that are loaded already, as somebody may from Dagster's UI."""

import sys
from uuid import uuid4

import dagster as dg

from orchestration.cycle import run_cycle

if __name__ == "__main__":
    with dg.DagsterInstance.get() as instance:
        report = run_cycle(sys.argv[1:], instance, str(uuid4()))
    sys.exit(0 if report.success and report.rows == 0 else str(report))
