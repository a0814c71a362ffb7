"""The files that an installation's processes read: declarations, schemas, Dagster's home."""

import json
import shutil
from pathlib import Path

from infra.local.settings import PROJECT, Stack
from ingest_lambdas.collector.enrich.declarations import read_enrichments
from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.runtime.source_declarations import SourcesUnreadable, read_sources

SOURCE_KINDS = {"web-shop": "web", "app": "app", "server": "server", "crm": "crm"}
DAGSTER_INSTANCE = PROJECT / "orchestration" / "dagster.yaml"


def write_installation_files(stack: Stack) -> None:
    """Write what the processes read as they start. What somebody has declared stays."""
    _write_sources(stack)
    _write_enrichments(stack)
    stack.file("schemas").mkdir(parents=True, exist_ok=True)
    dagster_home = stack.file("dagster")
    dagster_home.mkdir(parents=True, exist_ok=True)
    if DAGSTER_INSTANCE.exists():
        shutil.copyfile(DAGSTER_INSTANCE, dagster_home / "dagster.yaml")


def _write_sources(stack: Stack) -> None:
    """Write the sources the first time. A file that no one can read is put aside, not lost."""
    file = stack.file("sources.toml")
    try:
        read_sources(file.read_text())
    except FileNotFoundError:
        pass
    except (SourcesUnreadable, ValueError):
        file.replace(file.with_suffix(".toml.unreadable"))
    else:
        return
    _write_secretly(file, _sources(stack))


def _write_enrichments(stack: Stack) -> None:
    """The defaults, the first time. A file with faults is put aside, not lost."""
    file = stack.file("enrichments.toml")
    try:
        read_enrichments(file.read_text(), file.parent)
    except FileNotFoundError:
        pass
    except ValueError:
        file.replace(file.with_suffix(".toml.unreadable"))
    else:
        return
    shutil.copyfile(DEFAULTS, file)


def _sources(stack: Stack) -> str:
    """Each with its write key for Segment's SDKs, and its name as the app id for Snowplow's."""
    tables = (
        f"[[source]]\nname = {json.dumps(name)}\n"
        f"kind = {json.dumps(SOURCE_KINDS.get(name, 'web'))}\n"
        f"write_keys = [{json.dumps(key)}]\n"
        f"app_ids = [{json.dumps(name)}]\n"
        for name, key in stack.write_keys.items()
    )
    return "\n".join(tables)


def _write_secretly(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".tmp")
    partial.touch(mode=0o600)
    partial.write_text(text)
    partial.replace(path)
