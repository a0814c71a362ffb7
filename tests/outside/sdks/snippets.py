"""The code blocks of docs/sdks.md, as they are written there."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sdks.md"
ADDRESS, WRITE_KEY = "http://127.0.0.1:8780", "YOUR-WRITE-KEY"
_HEADING_OR_BLOCK = re.compile(r"^## ([^\n]+)$|^```(\w+)\n(.*?)^```$", re.M | re.S)
_CALL = re.compile(r"\btrack\w*\(|/v1/track\b")
_SUFFIXES = {"python": ".py", "javascript": ".mjs", "sh": ".sh"}


@dataclass(frozen=True)
class Snippet:
    """A block, how many events it sends, and whether a page runs it."""

    number: int
    language: str
    code: str
    in_browser: bool

    def __str__(self) -> str:
        return f"{self.number}-{self.language}{'-in-browser' * self.in_browser}"

    @property
    def source(self) -> str:
        """Whose key it sends with: what gives its events no ids is told apart by this."""
        return "server" if self.language == "sh" else "web-shop"

    @property
    def events(self) -> int:
        """How many events it sends."""
        return len(_CALL.findall(self.code))

    def write(self, folder: Path, address: str, write_key: str) -> Path:
        """The block as a file, with an address and a key in place of the page's."""
        file = folder / f"snippet-{self.number}{_SUFFIXES[self.language]}"
        file.write_text(self.code.replace(ADDRESS, address).replace(WRITE_KEY, write_key))
        return file


def read_snippets() -> list[Snippet]:
    """Every block that sends, in the page's order."""
    heading, found = "", list[Snippet]()
    for part in _HEADING_OR_BLOCK.finditer(PAGE.read_text()):
        heading = part[1] or heading
        if part[2] in _SUFFIXES:
            found.append(Snippet(len(found), part[2], part[3], heading == "In browsers"))
    return found
