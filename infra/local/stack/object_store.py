"""SeaweedFS as the lake's object store: its command line and the files that it reads."""

import json
import secrets
import sys
from pathlib import Path

from infra.local.settings import Stack
from infra.local.stack.ports import choose_free

# Beside S3 it has ports of its own to itself; nothing else of the installation uses them.
INTERNAL_PORTS = (
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "s3.port.grpc",
    "admin.port",
    "admin.port.grpc",
)
SWITCHED_OFF = ("-admin.ui=false", "-webdav=false", "-s3.port.iceberg=0", "-s3.port.lance=0")


def prepare(stack: Stack) -> None:
    """Make the store's folder; signing keys keep strangers out of the parts behind S3."""
    folder = stack.file("s3")
    folder.mkdir(parents=True, exist_ok=True)
    security = folder / "security.toml"
    if not security.exists():
        security.touch(mode=0o600)
        sections = (
            "jwt.signing",
            "jwt.signing.read",
            "jwt.filer_signing",
            "jwt.filer_signing.read",
        )
        lines = [f'[{section}]\nkey = "{secrets.token_urlsafe(24)}"\n' for section in sections]
        security.write_text("\n".join(lines))


def internal_ports(stack: Stack) -> dict[str, int]:
    """The store's own ports, chosen once per installation: its parts find each other by them."""
    described = stack.file("s3") / "ports.json"
    if not described.exists():
        described.parent.mkdir(parents=True, exist_ok=True)
        chosen = dict(zip(INTERNAL_PORTS, choose_free(len(INTERNAL_PORTS)), strict=True))
        described.write_text(json.dumps(chosen, indent=2))
    ports: dict[str, int] = json.loads(described.read_text())
    return ports


def command_line(stack: Stack) -> tuple[str, ...]:
    """`weed mini` with the parts that are not needed switched off, all on 127.0.0.1."""
    folder = stack.file("s3")
    own = (f"-{flag}={port}" for flag, port in internal_ports(stack).items())
    return (
        str(Path(sys.executable).with_name("weed")),
        "-logtostderr=true",
        f"-config_dir={folder}",
        "mini",
        f"-dir={folder / 'data'}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-s3.port={stack.ports['s3']}",
        *SWITCHED_OFF,
        *own,
    )
