"""The same models where dbt asks SHOW for what there is, as it does with datasharing on."""

import json
from pathlib import Path

import pytest
import yaml


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_project_builds(warehouse, target: Path, tmp_path: Path):
    """A second build upon the first, and a catalog of the same relations and columns.

    The staging models are late-binding views: what dbt reads here does not list their columns.
    """
    profile = yaml.safe_load((Path(__file__).parents[2] / "dbt_project/profiles.yml").read_text())
    profile["headwater"]["outputs"]["redshift"]["datasharing"] = True
    (tmp_path / "profiles.yml").write_text(yaml.safe_dump(profile))
    for command in (("build",), ("docs", "generate", "--no-compile")):
        done = warehouse.dbt(tmp_path, *command, profiles=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    expected = _columns(target)
    staging = {name for name in expected if ".stg_" in name}
    assert _columns(tmp_path) == {n: c for n, c in expected.items() if n not in staging}


def _columns(folder: Path) -> dict[str, list[str]]:
    nodes = json.loads((folder / "catalog.json").read_text())["nodes"]
    return {name: sorted(node["columns"]) for name, node in nodes.items()}
