"""Rules of this code that no linter knows: sizes, names, and what may not stand in a file."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 250
BANNED_STEMS = {"utils", "helpers", "common", "constants"}
# Spelt in pieces, so that this file does not hold what it forbids.
REGISTRY_HOST = re.compile(r"(py(pi|thonhosted)|registry[.]npm(js)?|de[b][.]debian)[.](org|com)")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
SECOND_CODE_PATH = re.compile(r"if .*(is_" + r"local|IS_" + r"LOCAL|local_" + r"mode)")
WEAK_TEST = re.compile(r"time[.]sleep\(|assert True\b|pytest[.]mark[.]xfail")


def tracked_files() -> Iterator[Path]:
    """Files that git tracks or would track, from the project's root; links are passed over."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        path = PROJECT / name
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(PROJECT)


def breaches_of_python(path: Path, text: str) -> Iterator[str]:
    """What is wrong with one Python file."""
    lines = text.count("\n")
    if lines > LONGEST_MODULE:
        yield f"{lines} lines, at most {LONGEST_MODULE}: give it one reason to change"
    if path.stem in BANNED_STEMS:
        yield "a name that says nothing of what is inside"
    if SECOND_CODE_PATH.search(text) and path.parts[:2] != ("infra", "local"):
        yield "a second code path for the local stack"
    if path.parts[0] == "tests" and (found := WEAK_TEST.search(text)):
        yield f"{found.group()} in a test"


def breaches(path: Path, text: str) -> Iterator[str]:
    """What is wrong with one file."""
    if path.suffix == ".py":
        yield from breaches_of_python(path, text)
    if REGISTRY_HOST.search(text):
        yield "names a package registry's host"
    if path.suffix in {".py", ".sql", ".yml", ".toml"} and UNFINISHED.search(text):
        yield "marked as unfinished"


def main() -> int:
    """Print every breach; 0 when there is none."""
    found = 0
    for path in tracked_files():
        text = (PROJECT / path).read_text(errors="replace")
        for breach in breaches(path, text):
            print(f"{path}: {breach}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
