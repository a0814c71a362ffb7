"""What a case of the conformance suite is: a question, its documented answer, and its subject.

Expected values are facts of the Redshift Database Developer Guide: never what a run answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

GUIDE = "https://docs.aws.amazon.com/redshift/latest/dg"


class Kind(StrEnum):
    """What a case shows of its subject."""

    VALUE = "value"
    NULL = "null"
    BOUNDARY = "boundary"
    ERROR = "error"
    REFUSED = "refused"


@dataclass(frozen=True)
class Type:
    """A column's type as RowDescription tells it; a `modifier` of None is not compared."""

    oid: int
    modifier: int | None = None


@dataclass(frozen=True)
class Case:
    """`sql` answers `rows` of `types`, or fails with `sqlstate`.

    `setup` runs before it, in the same transaction, which is rolled back afterwards; where
    `autocommit` is set each statement stands alone and `cleanup` undoes what was done. Values
    are those that redshift_connector makes; `text` is the text format of the first one.
    `objects` are put into the bucket `lake` before all: keys and contents.
    """

    sql: str
    kind: Kind
    rows: tuple[tuple[Any, ...], ...] = ()
    types: tuple[Type, ...] = ()
    sqlstate: str | None = None
    message: str = ""
    text: str | None = None
    setup: tuple[str, ...] = ()
    cleanup: tuple[str, ...] = ()
    autocommit: bool = False
    objects: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Subject:
    """One row of the table of what is supported: `page` is the documentation's, by its name.

    `also` are other names of the same, each of which some case must use.
    """

    name: str
    page: str
    cases: tuple[Case, ...]
    also: tuple[str, ...] = ()
    notes: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names of the subject."""
        return self.name, *self.also

    @property
    def is_refused(self) -> bool:
        """Whether all that its cases show is that it is refused by name."""
        return all(case.kind is Kind.REFUSED for case in self.cases)

    @property
    def address(self) -> str:
        """Where the documentation says it."""
        return f"{GUIDE}/{self.page}.html"


def subject(
    name: str, page: str, *cases: Case, also: tuple[str, ...] = (), notes: str = ""
) -> Subject:
    """A subject with its cases behind its name and page, as the modules of the areas write it."""
    return Subject(name, page, cases, also, notes)


@dataclass(frozen=True)
class Area:
    """Subjects that one reader looks for together."""

    title: str
    subjects: tuple[Subject, ...]

    def cases(self) -> Iterator[tuple[Subject, Case]]:
        """Every case with its subject."""
        for subject in self.subjects:
            for case in subject.cases:
                yield subject, case
