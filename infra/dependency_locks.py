"""One hashed lock per dependency group of pyproject.toml, in requirements/.

`write` resolves them anew; `check` tells, without a network, whether each lock was resolved from
the group as it stands now: the digest of the group is in the lock's first line.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
LOCKS = PROJECT / "requirements"
STAMP = "# Resolved from the dependency group with digest "


def read_groups() -> dict[str, list[Any]]:
    """The dependency groups of pyproject.toml."""
    content = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    groups: dict[str, list[Any]] = content["dependency-groups"]
    return groups


def expand(group: str, groups: dict[str, list[Any]]) -> list[str]:
    """A group's requirements with the groups that it includes, sorted."""
    found: set[str] = set()
    for entry in groups[group]:
        if isinstance(entry, dict):
            found.update(expand(entry["include-group"], groups))
        else:
            found.add(entry)
    return sorted(found)


def digest(group: str, groups: dict[str, list[Any]]) -> str:
    """What tells one state of a group from another."""
    return hashlib.sha256(json.dumps(expand(group, groups)).encode()).hexdigest()[:16]


def resolve(group: str, groups: dict[str, list[Any]]) -> None:
    """Write the lock of one group; versions that still fit are kept."""
    lock = LOCKS / f"{group}.txt"
    constraint = [] if group == "dev" else ["--constraint", str(LOCKS / "dev.txt")]
    options = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    quiet = ["--no-header", "--no-annotate", "--quiet"]
    command = [
        str(Path(sys.executable).parent / "uv"),
        "pip",
        "compile",
        "--group",
        group,
        *options,
        *quiet,
        *constraint,
    ]
    subprocess.run([*command, "--output-file", str(lock)], cwd=PROJECT, check=True)
    lock.write_text(f"{STAMP}{digest(group, groups)}\n{lock.read_text()}")


def stale_locks() -> list[str]:
    """Groups whose lock is missing or was resolved from another state of the group."""
    groups = read_groups()
    return [g for g in groups if not _is_fresh(LOCKS / f"{g}.txt", digest(g, groups))]


def _is_fresh(lock: Path, expected: str) -> bool:
    return lock.exists() and lock.read_text().startswith(f"{STAMP}{expected}\n")


def main(action: str) -> int:
    """`write` resolves all groups, `check` reports stale ones; the exit status says which."""
    if action == "write":
        groups = read_groups()
        # dev holds every other group, so that one version of a library serves all of them
        for group in sorted(groups, key=lambda name: name != "dev"):
            print(f"resolving {group}", flush=True)
            resolve(group, groups)
        return 0
    stale = stale_locks()
    if stale:
        print(f"stale locks: {', '.join(stale)}; run `make lock`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
