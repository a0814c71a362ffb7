"""Each handler's zip: small, the same every time, and all that the handler needs."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from infra.local.bench.cold_start import import_handler, place_runtime, unpack
from infra.packaging import HANDLERS, LARGEST_ZIP, Package, build

FOREIGN = {"dagster", "duckdb", "hypothesis", "infra", "moto", "orchestration", "expectations"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lambda")


@pytest.fixture(scope="module")
def packages(folder: Path) -> dict[str, Package]:
    return {handler: build(handler, folder) for handler in HANDLERS}


@pytest.fixture(scope="module")
def runtime(folder: Path) -> Path:
    return place_runtime(folder / "runtime")


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_handler_needs_its_own_zip_and_boto3_alone(
    handler: str, packages: dict[str, Package], runtime: Path, tmp_path: Path
) -> None:
    package = packages[handler]
    assert package.size < LARGEST_ZIP
    with zipfile.ZipFile(package.file) as packed:
        names = packed.namelist()
    others = tuple(f"ingest_lambdas/{other}/" for other in HANDLERS if other != handler)
    assert not any(name.startswith((*others, "boto", "bin/")) for name in names)
    imported = import_handler(handler, unpack(package.file, tmp_path), runtime)
    assert f"ingest_lambdas.{handler}.handler" in imported.modules
    assert FOREIGN.isdisjoint(module.partition(".")[0] for module in imported.modules)


def test_a_zip_is_the_same_every_time(packages: dict[str, Package], tmp_path: Path) -> None:
    assert build("archiver", tmp_path).sha256 == packages["archiver"].sha256


def test_what_a_zip_lacks_is_not_found_elsewhere(
    packages: dict[str, Package], runtime: Path, tmp_path: Path
) -> None:
    content = unpack(packages["archiver"].file, tmp_path)
    shutil.rmtree(content / "orjson")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        import_handler("archiver", content, runtime)
    assert "No module named 'orjson'" in failed.value.stderr
