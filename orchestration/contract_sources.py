"""What dbt knows of the tables that it reads, derived from their definitions and checked in.

`python -m orchestration.contract_sources write` rewrites what is stale; `check` changes nothing and
exits 1 where something is.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ingest_lambdas.contract.ad_spend import AD_SPEND
from ingest_lambdas.contract.columns import RAW_TABLES, Column, Table
from ingest_lambdas.contract.registry import packaged
from orchestration.settings import DBT_PROJECT
from orchestration.sql.ops_tables import (
    DAY_CLOSINGS,
    LOAD_LEDGER,
    MODEL_BUILDS,
    OPS_SCHEMA,
    RAW_SCHEMA,
    REPLAY_OUTCOMES,
    TOUCHED_VISITOR_DAYS,
)

OPS_SOURCES = (LOAD_LEDGER, REPLAY_OUTCOMES, TOUCHED_VISITOR_DAYS, MODEL_BUILDS, DAY_CLOSINGS)
RAW = (*RAW_TABLES, AD_SPEND)
MODELLED_TABLES = (*RAW, *OPS_SOURCES)
_NOTICE = (
    "Written by `make contract` from ingest_lambdas/contract/columns.py and "
    "orchestration/sql/ops_tables.py."
)
_NOTICE_OF_NAMES = "Written by `make contract` from the schemas of ingest_lambdas/contract."


def render_sources(tables: tuple[Table, ...] = RAW) -> str:
    """The tables as dbt sources: descriptions, types, and the tests that these imply."""
    loaded = (
        "What COPY brought in from the lake: written by the loader, and by the import of spend."
    )
    known = "What the pipeline knows about its own work."
    sources = [_source(RAW_SCHEMA, loaded, tables), _source(OPS_SCHEMA, known, OPS_SOURCES)]
    document = {"version": 2, "sources": sources}
    body = yaml.safe_dump(document, sort_keys=False, width=100, allow_unicode=True)
    return f"# {_NOTICE}\n{body}"


def render_descriptions(tables: tuple[Table, ...] = MODELLED_TABLES) -> str:
    """The columns' descriptions as dbt doc blocks TABLE__COLUMN, so that models repeat none."""
    blocks = [
        f"{{% docs {table.name}__{column.name} %}}\n{column.description}\n{{% enddocs %}}\n"
        for table in tables
        for column in table.all_columns
    ]
    return f"<!-- {_NOTICE} -->\n\n" + "\n".join(blocks)


def render_event_names() -> str:
    """A macro that gives the names of the tracking plan's track calls."""
    planned = packaged().plan()
    names = sorted({p.event.name for p in planned if p.event.type == "track" and p.event.name})
    listed = "".join(f"    {json.dumps(name)},\n" for name in names)
    return (
        f"{{#- {_NOTICE_OF_NAMES} -#}}\n"
        "{% macro planned_event_names() -%}\n"
        f"{{{{- return([\n{listed}]) -}}}}\n"
        "{%- endmacro %}\n"
    )


def stale_files(project: Path = DBT_PROJECT) -> Iterator[tuple[Path, str]]:
    """(file, text as it should be) of each derived file that is not as the contract has it."""
    staging = project / "models" / "staging"
    derived = {
        staging / "raw_sources.yml": render_sources(),
        staging / "raw_columns.md": render_descriptions(),
        project / "macros" / "planned_event_names.sql": render_event_names(),
    }
    for path, text in derived.items():
        if not path.exists() or path.read_text() != text:
            yield path, text


def _source(schema: str, description: str, tables: tuple[Table, ...]) -> dict[str, Any]:
    listed = [_table(table) for table in tables]
    return {"name": schema, "schema": schema, "description": description, "tables": listed}


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "description": table.description,
        "columns": [_column(column) for column in table.all_columns],
    }


def _column(column: Column) -> dict[str, Any]:
    described = {
        "name": column.name,
        "description": column.description,
        "data_type": column.redshift_type.lower(),
    }
    tests: list[Any] = [] if column.nullable else ["not_null"]
    if column.accepted:
        tests.append({"accepted_values": {"arguments": {"values": list(column.accepted)}}})
    return {**described, "data_tests": tests} if tests else described


def main(arguments: list[str]) -> int:
    """Rewrites what is stale, or only names it with `check`; 2 for any other argument."""
    if arguments not in (["write"], ["check"]):
        print("usage: python -m orchestration.contract_sources write|check", file=sys.stderr)
        return 2
    check = arguments == ["check"]
    stale = list(stale_files())
    for path, text in stale:
        print(f"{'stale' if check else 'written'}: {path.relative_to(DBT_PROJECT.parent)}")
        if not check:
            path.write_text(text)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
