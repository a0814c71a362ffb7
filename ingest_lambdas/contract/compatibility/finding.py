"""One thing that a newer schema no longer takes."""

from dataclasses import dataclass
from enum import IntEnum


class Bump(IntEnum):
    """The part of a SchemaVer that a change asks for, the least first."""

    NONE = 0
    ADDITION = 1
    REVISION = 2
    MODEL = 3


@dataclass(frozen=True)
class Finding:
    """`pointer` is a JSON pointer into the newer schema: where it became narrower.

    `bump` is REVISION where some old data may fail, MODEL where what is concerned must fail.
    """

    pointer: str
    keyword: str
    message: str
    bump: Bump = Bump.REVISION

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.message}"
