"""The processes as they are started: complete, on the installation's ports, on 127.0.0.1 alone."""

from pathlib import Path

import pytest

from infra.local.settings import Stack, open_stack
from infra.local.stack import object_store, processes
from infra.local.stack.process_spec import ProcessSpec


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return open_stack(tmp_path, free_ports=True)


def by_name(stack: Stack) -> dict[str, ProcessSpec]:
    return {spec.name: spec for spec in processes.every_process(stack)}


def test_every_port_of_the_installation_has_its_process(stack: Stack) -> None:
    served = {port for spec in processes.every_process(stack) for port in spec.ports}
    assert served == set(stack.ports.values())


def test_no_secret_stands_on_a_command_line(stack: Stack) -> None:
    secrets = (stack.secret_key, stack.redshift_password, stack.pseudonym_key)
    lines = [" ".join(spec.argv) for spec in processes.every_process(stack)]
    assert not any(secret in line for secret in secrets for line in lines)
    assert not any(stack.secret_key in repr(spec) for spec in processes.every_process(stack))


def test_all_are_clients_of_the_same_installation(stack: Stack) -> None:
    homes = {spec.environment["HEADWATER_HOME"] for spec in processes.every_process(stack)}
    assert homes == {str(stack.home)}


def test_the_object_store_keeps_its_own_ports_between_starts(stack: Stack) -> None:
    first = object_store.internal_ports(stack)
    assert object_store.internal_ports(stack) == first
    assert len(set(first.values())) == len(first)
    assert set(first.values()).isdisjoint(stack.ports.values())


def test_the_object_store_signs_what_lies_behind_s3(stack: Stack) -> None:
    object_store.prepare(stack)
    security = stack.file("s3") / "security.toml"
    keys = security.read_text()
    assert keys.count("key = ") == 4
    assert security.stat().st_mode & 0o777 == 0o600
    object_store.prepare(stack)
    assert security.read_text() == keys
    assert "-ip.bind=127.0.0.1" in by_name(stack)["s3"].argv
