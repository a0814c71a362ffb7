"""The dbt project as Dagster sees it: where it is, its manifest, how its nodes become assets."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject

from orchestration.settings import DBT_PROJECT, Settings, read_settings

SOURCES = ("*.sql", "*.yml", "*.yaml", "*.csv", "*.md")
PARSE_SECONDS = 120
PARSE_CACHE = "partial_parse.msgpack"


def dbt_project(settings: Settings) -> DbtProject:
    """The project, with this installation's target folder."""
    return DbtProject(
        project_dir=DBT_PROJECT, profiles_dir=DBT_PROJECT, target_path=settings.dbt_target
    )


def dbt_executable() -> str:
    """The dbt that is installed beside this interpreter, whatever PATH says."""
    return str(Path(sys.executable).with_name("dbt"))


def dbt_command() -> str:
    """The same by way of the dbt that was started ahead, for a run's one command."""
    return str(Path(sys.executable).with_name("headwater-dbt"))


def prepare_manifest(project: DbtProject, settings: Settings) -> None:
    """Parse the project unless its manifest was made from exactly these files and this profile.

    Parsing costs seconds in each process that loads the definitions, and its cache serves every
    later dbt command. Of several processes that start at once, one parses and the others wait.
    """
    target = settings.dbt_target
    target.mkdir(parents=True, exist_ok=True)
    with (target / "manifest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = target / "manifest.stamp"
        current = fingerprint(project.project_dir, settings)
        made = stamp.read_text() if stamp.exists() and project.manifest_path.exists() else ""
        if made != current:
            _parse(project)
            shutil.copy(target / PARSE_CACHE, build_folder(settings) / PARSE_CACHE)
            stamp.write_text(current)


def build_folder(settings: Settings) -> Path:
    """Where builds write their artifacts: beside the manifest, which others read meanwhile."""
    folder = settings.dbt_target / "build"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _parse(project: DbtProject) -> None:
    command = [dbt_executable(), "--quiet", "parse", "--project-dir", str(project.project_dir)]
    command += ["--profiles-dir", str(project.profiles_dir)]
    command += ["--target-path", str(project.target_path), "--log-path", str(project.target_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PARSE_SECONDS)
    if done.returncode:
        raise ManifestNotMade(done.stdout + done.stderr)


class ManifestNotMade(RuntimeError):
    """dbt could not parse the project; the message is dbt's own."""


def fingerprint(folder: Path, settings: Settings) -> str:
    """Changes whenever a source file or what the profile is filled from changes."""
    seen = hashlib.sha256(
        f"{settings.redshift_host}:{settings.redshift_port}/{settings.redshift_database}"
        f"@{settings.redshift_user}".encode()
    )
    for path in sorted(_sources(folder)):
        status = path.stat()
        seen.update(f"{path.relative_to(folder)} {status.st_mtime_ns} {status.st_size}".encode())
    return seen.hexdigest()


def _sources(folder: Path) -> Iterable[Path]:
    for pattern in SOURCES:
        for path in folder.rglob(pattern):
            if not {"target", "logs", "dbt_packages"} & set(path.relative_to(folder).parts):
                yield path


class Translator(DagsterDbtTranslator):
    """Groups assets by the layer of their folder and leaves the keys as dbt names them."""

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """The node's asset; sources keep raw/<table>, which the loader's assets bear."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        layer = layer_of(unique_id, manifest)
        return spec.replace_attributes(group_name=layer) if layer else spec


def layer_of(unique_id: str, manifest: Mapping[str, Any]) -> str | None:
    """staging, intermediate, marts or exports; None for what is no model."""
    node = manifest.get("nodes", {}).get(unique_id)
    if node is None or node["resource_type"] != "model":
        return None
    folders = node["fqn"][1:-1]
    return str(folders[0]) if folders else None


def counts_by_outcome(results: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """{pass, error} over the nodes of run_results.json; warnings pass, skipped ones are neither."""
    statuses = [str(result["status"]) for result in results]
    return {
        "pass": sum(status in ("success", "pass", "warn") for status in statuses),
        "error": sum(status in ("error", "fail", "runtime error") for status in statuses),
    }


# Tests of sources stay out: an operation that checks an asset is exempt from the blocking checks of
# that asset, so the models would run on raw rows that the expectations refuse.
TRANSLATOR = Translator(settings=DagsterDbtTranslatorSettings(enable_asset_checks=True))
PROJECT = dbt_project(read_settings())
