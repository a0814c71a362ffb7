"""The files of an installation: written once, and never over what somebody has declared."""

from pathlib import Path

import pytest

from infra.local.settings import Stack, open_stack
from infra.local.stack.installation_files import write_installation_files
from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.runtime.source_declarations import read_sources
from ingest_lambdas.runtime.sources import Sources


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return open_stack(tmp_path, free_ports=True)


def test_every_write_key_and_its_name_as_app_id_belong_to_a_source(stack: Stack) -> None:
    write_installation_files(stack)
    sources = Sources(stack.file("sources.toml"))
    for name, key in stack.write_keys.items():
        found = sources.by_write_key(key)
        assert found is not None
        assert found.name == name
        assert sources.by_app_id(name) == found


def test_what_somebody_has_declared_stays(stack: Stack) -> None:
    write_installation_files(stack)
    file = stack.file("sources.toml")
    own = file.read_text() + '\n[[source]]\nname = "own"\nkind = "app"\napp_ids = ["own"]\n'
    file.write_text(own)
    write_installation_files(stack)
    assert file.read_text() == own


def test_enrichments_are_the_defaults_until_somebody_declares_others(stack: Stack) -> None:
    write_installation_files(stack)
    file = stack.file("enrichments.toml")
    assert file.read_text() == DEFAULTS.read_text()
    file.write_text("[bots]\nenabled = false\n")
    write_installation_files(stack)
    assert "enabled = false" in file.read_text()
    file.write_text("[bots]\nenable = false\n")
    write_installation_files(stack)
    assert file.read_text() == DEFAULTS.read_text()
    assert "enable = false" in stack.file("enrichments.toml.unreadable").read_text()


def test_what_cannot_be_read_is_put_aside(stack: Stack) -> None:
    file = stack.file("sources.toml")
    file.write_text('[[source]]\nname = "old"\nwrite_key = "of an older form"\n')
    write_installation_files(stack)
    assert read_sources(file.read_text())
    assert "older form" in stack.file("sources.toml.unreadable").read_text()
    assert file.stat().st_mode & 0o777 == 0o600
