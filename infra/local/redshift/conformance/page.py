"""Writes the README's table of what is supported: `python -m … write`, or `check` that it holds.

`check` fails where the table is stale, and where something supported lacks its cases.
"""

import sys
from pathlib import Path

from .areas import AREAS
from .case import Area, Case, Kind, Subject
from .coverage import gaps

README = Path(__file__).parents[1] / "README.md"
_START = "<!-- written from the conformance cases: begin -->\n"
_END = "<!-- written from the conformance cases: end -->\n"


def render() -> str:
    """The tables of all areas."""
    return "\n".join(_area(area) for area in AREAS)


def _area(area: Area) -> str:
    answered = [subject for subject in area.subjects if not subject.is_refused]
    refused = sorted(name for s in area.subjects if s.is_refused for name in s.names)
    text = f"### {area.title}\n\n| Subject | Cases | Documentation | Notes |\n|---|---:|---|---|\n"
    text += "".join(map(_row, answered))
    if refused:
        text += f"\nRefused by name: {', '.join(f'`{name}`' for name in refused)}.\n"
    return text


def _row(subject: Subject) -> str:
    names = ", ".join(f"`{_cell(name)}`" for name in subject.names)
    page = f"[{subject.page}]({subject.address})"
    return f"| {names} | {len(subject.cases)} | {page} | {_cell(_notes(subject))} |\n"


def _notes(subject: Subject) -> str:
    refused = [_refusal(case) for case in subject.cases if case.kind is Kind.REFUSED]
    told = [subject.notes] if subject.notes else []
    return "; ".join(told + ([f"refused: {', '.join(refused)}"] if refused else []))


def _refusal(case: Case) -> str:
    return case.message or f"`{case.sql}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _with_table(readme: str) -> str:
    before, rest = readme.split(_START)
    after = rest.split(_END)[1]
    return f"{before}{_START}\n{render()}\n{_END}{after}"


def main(arguments: list[str]) -> int:
    """`write` mends the README; `check` prints what is amiss and answers 1."""
    readme = README.read_text()
    expected = _with_table(readme)
    if arguments == ["write"]:
        README.write_text(expected)
        return 0
    found = list(gaps(AREAS))
    if readme != expected:
        found.append("the README's table is stale: run make contract")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
