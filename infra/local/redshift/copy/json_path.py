"""The expressions of a JSONPaths file: one explicit path to one value.

Source: copy-parameters-data-format, "JSONPath expressions", in the Redshift Developer Guide.
"""

import re
from dataclasses import dataclass
from typing import Any

from infra.local.redshift.copy.errors import CopyError

OUT_OF_RANGE = "Invalid JSONPath format: Not an array or index out of range."
_STEP = re.compile(r"\.([A-Za-z_][\w]*)|\[(\d+)\]|\[\s*['\"](.+?)['\"]\s*\]")


@dataclass(frozen=True)
class JsonPath:
    """Names of objects and indexes of arrays, from the document inward."""

    steps: tuple[str | int, ...]

    @property
    def text(self) -> str:
        """As DuckDB writes it."""
        return "$" + "".join(map(_write, self.steps))

    @property
    def arrays(self) -> list[tuple[str, int]]:
        """Each array on the way, as a path for DuckDB, and the index that it must have."""
        return [
            (JsonPath(self.steps[:n]).text, step)
            for n, step in enumerate(self.steps)
            if isinstance(step, int)
        ]

    def find(self, document: Any) -> Any:
        """The value there, None where there is none."""
        for step in self.steps:
            try:
                document = document[step]
            except (KeyError, IndexError, TypeError):
                return None
        return document

    def lacks_element(self, document: Any) -> bool:
        """Whether an array on the way is none, or too short. A missing name alone is NULL."""
        for n, step in enumerate(self.steps):
            if isinstance(step, int):
                if not isinstance(document, list) or step >= len(document):
                    return True
                document = document[step]
            elif isinstance(document, dict) and step in document:
                document = document[step]
            else:
                return any(isinstance(later, int) for later in self.steps[n:])
        return False


def read_path(expression: str) -> JsonPath:
    """A path in dot or bracket notation. Raises CopyError for any other."""
    steps = expression.removeprefix("$")
    found = list(_STEP.finditer(steps))
    whole = "".join(match.group() for match in found) == steps
    mixed = any(match[1] for match in found) and any(match[3] for match in found)
    if not expression.startswith("$") or not whole or mixed:
        raise CopyError(
            "Invalid JSONPath format: Supported notations are 'dot-notation' and "
            f"'bracket-notation': {expression}"
        )
    return JsonPath(tuple(int(match[2]) if match[2] else match[1] or match[3] for match in found))


def _write(step: str | int) -> str:
    return f'."{step}"' if isinstance(step, str) else f"[{step}]"
