"""Writes the tracking plan as a page to read: `python -m ingest_lambdas.contract.plan_page`.

With --check it changes nothing and exits 1 where the page is stale.
"""

import sys
from pathlib import Path

from ingest_lambdas.contract.registry import Registry, packaged
from ingest_lambdas.contract.schema import PlannedEvent

PAGE = Path(__file__).parent / "TRACKING_PLAN.md"
_HEAD = """\
# Tracking plan

Written from the schemas by `python -m ingest_lambdas.contract.plan_page`; do not edit.

| Call | Event | Meaning | Needs | Schema |
|---|---|---|---|---|
"""


def render(registry: Registry) -> str:
    """The page: one row for each schema."""
    return _HEAD + "".join(f"{_row(planned)}\n" for planned in registry.plan())


def _row(planned: PlannedEvent) -> str:
    needed = ", ".join(f"`{name}`" for name in planned.schema.get("required", []))
    schema = f"[{planned.ref.name} {planned.ref.version}](schemas/{planned.ref.path})"
    cells = (planned.event.type, planned.title, planned.description, needed, schema)
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Rewrites a stale page, or only says so with --check."""
    page = render(packaged())
    if PAGE.exists() and PAGE.read_text() == page:
        return 0
    if "--check" in arguments:
        print(f"stale: {PAGE.name}")
        return 1
    PAGE.write_text(page)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
