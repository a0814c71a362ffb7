"""Cycles on demand, for tests that need several: Dagster, dbt and the checks are imported once.

Each line on stdin names the load hours to materialise, all that wait where it is empty; each
answer on stdout is one line, the report as JSON behind MARK.
"""

import json
import sys
from dataclasses import asdict
from uuid import uuid4

import dagster as dg

from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.cycle import hours_to_load, run_cycle
from orchestration.settings import read_settings

MARK = "report "

if __name__ == "__main__":
    settings = read_settings()
    with dg.DagsterInstance.get() as instance:
        for line in sys.stdin:
            hours = line.split() or hours_to_load(warehouse_of(settings), lake_of(settings))
            report = run_cycle(hours, instance, str(uuid4()))
            print(f"\n{MARK}{json.dumps(asdict(report))}", flush=True)
