"""Typed values out of SUPER, whatever a client wrote there."""

import json
from pathlib import Path
from typing import Any

SENT: dict[str, Any] = {
    "fits": 12.345,
    "text": "12",
    "large": 1e300,
    "small": -1e300,
    "nothing": None,
    "listed": [1],
}


def test_what_a_type_has_no_room_for_is_null(warehouse: Any, tmp_path: Path) -> None:
    columns = [
        f"{{{{ {macro}('sent.{name}') }}}} as {macro}_{name}"
        for macro in ("super_money", "super_count")
        for name in SENT
    ]
    source = f"(select json_parse('{json.dumps(SENT)}') as sent)"
    inline = f"select {', '.join(columns)} from {source} as given"
    shown = warehouse.dbt(tmp_path, "--quiet", "show", "--output", "json", "--inline", inline)
    assert shown.returncode == 0, shown.stdout
    [row] = json.loads(shown.stdout)["show"]
    kept = {name: value for name, value in row.items() if value is not None}
    assert kept == {"super_money_fits": 12.35, "super_count_fits": 12}
