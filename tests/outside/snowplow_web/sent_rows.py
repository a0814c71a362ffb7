"""The published web events as rows of raw.events: every one, through tracker and collector.

Of 31 the files lack the payload, and of 21 of these no registry has the schema: stand-ins of both
let them through, so that sessions hold what they held for Snowplow.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.outside.conftest import REFERENCE
from tests.outside.deployed import collect, deployed_handlers, rejected_lines, track
from tests.outside.snowplow_web.rebuilt import Row, app_ids, payload_of, request_of

CENTRAL = REFERENCE / "iglu_central" / "schemas"
META = "http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#"
_ABSENT = {
    ("com.snowplowanalytics.snowplow-website", "snplow_cookies"),
    ("com.snowplowanalytics.console", "data_structures_workflow"),
    ("com.snowplowanalytics.console", "object_click"),
}
_STAND_INS = {"link_click": {"targetUrl": "https://www.example.com/"}}


def raw_rows(rows: list[Row], folder: Path) -> list[dict[str, Any]]:
    """One row of raw.events for each event, in the order of sending."""
    sources = f'[[source]]\nname = "web"\nkind = "web"\napp_ids = {json.dumps(app_ids(rows))}\n'
    registries = f"package,file:{CENTRAL},file:{_absent_schemas(folder / 'schemas', rows)}"
    with (
        pytest.MonkeyPatch.context() as patch,
        deployed_handlers(patch, folder, sources, HEADWATER_REGISTRIES=registries),
    ):
        for row in rows:
            assert track(request_of(row, _payload(row)))["statusCode"] == 200
        lines = collect()
        assert rejected_lines() == []
    return [{**line, "load_id": "load-1", "load_hour": line["received_at"][:10]} for line in lines]


def _payload(row: Row) -> dict[str, Any] | None:
    if row["event"] != "unstruct":
        return None
    return payload_of(row) or _STAND_INS.get(row["event_name"], {})


def _absent_schemas(folder: Path, rows: list[Row]) -> Path:
    """Schemas that take anything, in a registry's layout."""
    absent = {(row["event_vendor"], row["event_name"], row["event_version"]) for row in rows}
    for vendor, name, version in absent:
        if (vendor, name) in _ABSENT:
            file = folder / vendor / name / "jsonschema" / version
            file.parent.mkdir(parents=True, exist_ok=True)
            this = {"vendor": vendor, "name": name, "format": "jsonschema", "version": version}
            file.write_text(json.dumps({"$schema": META, "self": this, "type": "object"}))
    return folder
