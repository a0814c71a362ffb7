"""The bars of a cold start: what each handler's zip weighs, and what importing it costs.

A fresh interpreter sees the zip's content and boto3, as Lambda's runtime brings it, and nothing
else; it may write no bytecode, as in Lambda.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from infra.local.bench.bar import Bar
from infra.local.bench.catalogue import Tell
from infra.packaging import HANDLERS, LARGEST_ZIP, build

MOST_MILLISECONDS = 400
RUNS = 7
# boto3 and what it needs.
RUNTIME = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")
_IMPORT = """
import sys, time
sys.path[:0] = sys.argv[2:]
began = time.process_time()
__import__(f"ingest_lambdas.{sys.argv[1]}.handler")
took = time.process_time() - began
import json
print(json.dumps({"seconds": took, "modules": sorted(sys.modules)}))
"""


@dataclass(frozen=True)
class Import:
    """One import: seconds of processor time, and every module that is there afterwards."""

    seconds: float
    modules: list[str]


def bench_cold_start(folder: Path, tell: Tell) -> Iterator[Bar]:
    """Two bars for each handler. Imports are taken turn about, the best of each counts."""
    runtime = place_runtime(folder / "runtime")
    contents: dict[str, Path] = {}
    for handler in HANDLERS:
        tell(f"the zip of the {handler}")
        package = build(handler, folder)
        contents[handler] = unpack(package.file, folder / handler)
        yield Bar(f"{handler}: zip, MB", package.size / 1e6, "<", LARGEST_ZIP / 1e6)
    tell("imports in fresh interpreters")
    seconds: dict[str, list[float]] = {handler: [] for handler in HANDLERS}
    for _ in range(RUNS):
        for handler, content in contents.items():
            seconds[handler].append(import_handler(handler, content, runtime).seconds)
    for handler, taken in seconds.items():
        name = f"{handler}: import, ms of processor time, best of {RUNS}"
        yield Bar(name, min(taken) * 1000, "<", MOST_MILLISECONDS)


def place_runtime(folder: Path) -> Path:
    """A folder with boto3 and what it needs, as they are installed here."""
    folder.mkdir(parents=True)
    for name in RUNTIME:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{name} is not installed: run make setup")
        origin = Path(spec.origin)
        place = origin.parent if origin.name == "__init__.py" else origin
        (folder / place.name).symlink_to(place)
    return folder


def unpack(file: Path, folder: Path) -> Path:
    """The zip's content as Lambda lays it out."""
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder)
    return folder


def import_handler(handler: str, content: Path, runtime: Path) -> Import:
    """Import a handler in a fresh interpreter. Raises CalledProcessError where it cannot be."""
    # Isolated, without this environment's packages, and without writing bytecode.
    command = [sys.executable, "-I", "-S", "-B", "-c", _IMPORT, handler, str(content), str(runtime)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return Import(**json.loads(ended.stdout))
