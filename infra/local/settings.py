"""What one installation on this machine is made of: its home, ports, credentials and names.

The only place of `infra.local` that reads the environment. Everything else receives a `Stack`.
"""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

PREFERRED_PORTS = {
    "gateway": 8780,
    "streams": 8781,
    "s3": 8782,
    "aws": 8783,
    "dagster": 8784,
    "docs": 8785,
    "redshift": 5439,
}
REGION = "eu-west-1"
ACCOUNT = "000000000000"


@dataclass(frozen=True)
class Stack:
    """One installation: everything that its processes and clients must agree on."""

    home: Path
    ports: dict[str, int]
    access_key: str
    secret_key: str
    redshift_password: str
    pseudonym_key: str
    write_keys: dict[str, str] = field(default_factory=dict)

    def url(self, service: str) -> str:
        """Base address of a service's HTTP endpoint."""
        return f"http://127.0.0.1:{self.ports[service]}"

    def file(self, name: str) -> Path:
        """A path under the home."""
        return self.home / name


def default_home() -> Path:
    """HEADWATER_HOME, or .headwater beside the project's files."""
    return Path(os.environ.get("HEADWATER_HOME", PROJECT / ".headwater"))


def open_stack(home: Path | None = None, *, free_ports: bool = False) -> Stack:
    """The stack of a home: read from its stack.json, or made and written there the first time."""
    home = (home or default_home()).resolve()
    described = home / "stack.json"
    if described.exists():
        return Stack(home=home, **json.loads(described.read_text()))
    stack = _new_stack(home, free_ports)
    home.mkdir(parents=True, exist_ok=True)
    content = {k: v for k, v in asdict(stack).items() if k != "home"}
    partial = described.with_suffix(".tmp")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(content, indent=2))
    partial.replace(described)
    return stack


def _new_stack(home: Path, free_ports: bool) -> Stack:
    wanted = dict.fromkeys(PREFERRED_PORTS, 0) if free_ports else PREFERRED_PORTS
    return Stack(
        home=home,
        ports=_choose_ports(wanted),
        access_key="HW" + secrets.token_hex(9).upper(),
        secret_key=secrets.token_urlsafe(30),
        redshift_password=secrets.token_urlsafe(18),
        pseudonym_key=secrets.token_hex(32),
        write_keys={name: secrets.token_hex(16) for name in ("web-shop", "app", "server", "crm")},
    )


def _choose_ports(wanted: dict[str, int]) -> dict[str, int]:
    """Each wanted port, or a free one where it is taken; all held until all are chosen."""
    held = []
    chosen = {}
    for name, port in wanted.items():
        held.append(holder := socket.socket())
        try:
            holder.bind(("127.0.0.1", port))
        except OSError:
            holder.bind(("127.0.0.1", 0))
        chosen[name] = int(holder.getsockname()[1])
    for holder in held:
        holder.close()
    return chosen


def client_environment(stack: Stack) -> dict[str, str]:
    """What tells laptop from AWS: endpoints, credentials and names, for each process."""
    return {
        "AWS_ACCESS_KEY_ID": stack.access_key,
        "AWS_SECRET_ACCESS_KEY": stack.secret_key,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": stack.url("aws"),
        "AWS_ENDPOINT_URL_KINESIS": stack.url("streams"),
        "AWS_ENDPOINT_URL_FIREHOSE": stack.url("streams"),
        "AWS_ENDPOINT_URL_S3": stack.url("s3"),
        "HEADWATER_HOME": str(stack.home),
        "HEADWATER_RAW_STREAM": "events-raw",
        "HEADWATER_VALIDATED_STREAM": "events-validated",
        "HEADWATER_REJECTED_DELIVERY": "rejected",
        "HEADWATER_LAKE_BUCKET": "headwater-lake",
        "HEADWATER_PERSONAL_BUCKET": "headwater-personal",
        "HEADWATER_HOT_TIER_TABLE": "headwater-hot-tier",
        "HEADWATER_SOURCES_FILE": str(stack.file("sources.toml")),
        "HEADWATER_ENRICHMENTS_FILE": str(stack.file("enrichments.toml")),
        "HEADWATER_REGISTRIES": f"file:{stack.file('schemas')},package",
        "HEADWATER_SPOOL": str(stack.file("spool")),
        "HEADWATER_PSEUDONYM_SECRET": "headwater/pseudonym-key",
        "HEADWATER_REDSHIFT_HOST": "127.0.0.1",
        "HEADWATER_REDSHIFT_PORT": str(stack.ports["redshift"]),
        "HEADWATER_REDSHIFT_DATABASE": "headwater",
        "HEADWATER_REDSHIFT_USER": "headwater",
        "HEADWATER_REDSHIFT_PASSWORD": stack.redshift_password,
        "HEADWATER_REDSHIFT_SSL": "disable",
        "HEADWATER_COPY_ROLE": f"arn:aws:iam::{ACCOUNT}:role/headwater-copy",
        "HEADWATER_CYCLE_SECONDS": "60",
        "DAGSTER_HOME": str(stack.file("dagster")),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
    }


def child_environment(stack: Stack) -> dict[str, str]:
    """This process's environment with the stack's over it."""
    return {**os.environ, **client_environment(stack)}


def adopt_environment(stack: Stack) -> None:
    """Make this process a client of the stack, for code that reads its settings itself."""
    os.environ.update(client_environment(stack))
