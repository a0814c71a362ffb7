"""An enrichments file is told about before it is deployed."""

import io
from pathlib import Path

from rich.console import Console

from infra.local.enrichments import show_enrichments


def told(file: Path) -> tuple[bool, str]:
    console = Console(file=io.StringIO(), width=200)
    fine = show_enrichments(file, console)
    assert isinstance(console.file, io.StringIO)
    return fine, console.file.getvalue()


def test_what_is_on_and_what_differs_from_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "enrichments.toml"
    file.write_text('[bots]\nenabled = false\n[currency]\nbase = "USD"\n')
    fine, text = told(file)
    rows = {cells[0]: cells[1:] for line in text.splitlines() if (cells := _cells(line))}
    assert fine
    assert rows["bots"] == ["off", ""]
    assert rows["currency"] == ["on", "base"]
    assert rows["referer"] == ["on", ""]


def test_every_fault_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "enrichments.toml"
    file.write_text('[bots]\ninclude = 1\n[page]\n[consent]\nstrip = ["[all]"]\n')
    fine, text = told(file)
    assert not fine
    assert [line[2:].split(":")[0].split(" ")[0] for line in text.splitlines()] == [
        "page",
        "bots",
        "consent",
    ]
    assert "[all]" in text


def test_no_file_and_no_text(tmp_path: Path) -> None:
    file = tmp_path / "enrichments.toml"
    assert not told(file)[0]
    file.write_bytes(b"\xff")
    assert not told(file)[0]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("│")[1:-1]]
