import contextlib
import socket
from pathlib import Path

from infra.local.settings import client_environment, open_stack


def test_an_installation_is_made_once_and_found_again(tmp_path: Path) -> None:
    made = open_stack(tmp_path / "home", free_ports=True)
    assert open_stack(tmp_path / "home") == made
    assert len(set(made.ports.values())) == len(made.ports)


def test_secrets_are_readable_by_the_owner_alone(tmp_path: Path) -> None:
    open_stack(tmp_path, free_ports=True)
    assert (tmp_path / "stack.json").stat().st_mode & 0o077 == 0


def test_a_taken_port_is_avoided(tmp_path: Path) -> None:
    taken = socket.socket()
    with contextlib.suppress(OSError):  # taken by somebody else, which serves as well
        taken.bind(("127.0.0.1", 8780))
    with taken:
        assert open_stack(tmp_path).ports["gateway"] != 8780


def test_two_installations_share_no_credentials(tmp_path: Path) -> None:
    one, other = (
        client_environment(open_stack(tmp_path / name, free_ports=True)) for name in ("a", "b")
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "HEADWATER_REDSHIFT_PASSWORD"):
        assert one[name] != other[name]
