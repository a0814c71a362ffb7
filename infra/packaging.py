"""What is deployed as a Lambda function: one zip for each handler, the same bytes every time.

    python -m infra.packaging FOLDER [PLATFORM]

A zip holds the handler's package, `contract`, `runtime`, what else of ours it is made of, and the
locked packages of its dependency group. boto3 comes from the Lambda runtime. PLATFORM is one of
uv's, such as aarch64-manylinux_2_28; without it, this machine's. Bytecode goes along, because
Lambda's file system takes none: without it every container would compile what it imports.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.dependency_locks import LOCKS, PROJECT

HANDLERS = ("tracker", "archiver", "collector", "serving")
LARGEST_ZIP = 15_000_000
SOURCES = "ingest_lambdas"
SHARED = ("contract", "runtime")
PARTS: Mapping[str, tuple[str, ...]] = {"collector": ("exchange",)}
# What an installer notes down differs from one machine to the next, and nobody reads it there.
_NOTES = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


@dataclass(frozen=True)
class Package:
    """A finished zip."""

    handler: str
    file: Path
    size: int
    sha256: str


def build(handler: str, folder: Path, platform: str | None = None) -> Package:
    """Write a handler's zip into the folder. Raises CalledProcessError where packages lack."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{handler}.zip"
    with tempfile.TemporaryDirectory(prefix="headwater-package-") as scratch:
        content = Path(scratch)
        _install(handler, content, platform)
        _copy_sources(handler, content)
        _compile(content)
        _write(content, file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Package(handler, file, file.stat().st_size, digest)


def _install(handler: str, content: Path, platform: str | None) -> None:
    """The group's packages, by the hashes of its lock."""
    lock = str(LOCKS / f"{handler}.txt")
    options = ["--python", sys.executable, "--target", str(content), "--link-mode", "copy"]
    if platform:
        options += ["--python-platform", platform, "--only-binary", ":all:"]
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "pip", "install", "--quiet", "--require-hashes", *options, "-r", lock]
    subprocess.run(command, check=True, cwd=PROJECT)
    shutil.rmtree(content / "bin", ignore_errors=True)
    for lockfile in content.glob(".lock"):
        lockfile.unlink()
    for notes in content.glob("*.dist-info"):
        for name in _NOTES:
            (notes / name).unlink(missing_ok=True)


def _copy_sources(handler: str, content: Path) -> None:
    made = content / SOURCES
    made.mkdir()
    shutil.copy(PROJECT / SOURCES / "__init__.py", made)
    for package in (*SHARED, *PARTS.get(handler, ()), handler):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / SOURCES / package, made / package, ignore=ignored)


def _compile(content: Path) -> None:
    """Bytecode that is valid whatever the clock says, and names files as Lambda places them."""
    for cache in list(content.rglob("__pycache__")):
        shutil.rmtree(cache)
    mode = ["--invalidation-mode", "unchecked-hash", "-s", str(content), "-p", "/var/task"]
    command = [sys.executable, "-m", "compileall", "-q", *mode, str(content)]
    # Sets in bytecode are written in the order of their hashes.
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})


def _write(content: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in _files(content):
            entry = zipfile.ZipInfo(path.relative_to(content).as_posix(), _EPOCH)
            entry.external_attr = _READABLE
            packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def _files(content: Path) -> Iterator[Path]:
    yield from sorted(path for path in content.rglob("*") if path.is_file())


def main(folder: str, platform: str | None = None) -> int:
    """Build them all; 1 where one is larger than it may be."""
    packages = [build(handler, Path(folder), platform) for handler in HANDLERS]
    for package in packages:
        print(f"{package.sha256}  {package.size:>11,}  {package.file}")
    return int(any(package.size > LARGEST_ZIP for package in packages))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
