"""What a statement answers: columns and rows in batches, or only a tag."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..types.fields import Field

Row = Sequence[Any]
BATCH = 2000


@dataclass(frozen=True)
class Notice:
    """What a client is told beside the answer: a NOTICE, an INFO or a WARNING."""

    message: str
    severity: str = "NOTICE"
    sqlstate: str = "00000"


@dataclass
class Result:
    """`fields` is None for a statement without rows; `tag` may hold {rows} for their number."""

    tag: str
    fields: list[Field] | None = None
    batches: Iterator[list[Row]] = field(default_factory=lambda: iter(()))
    # A plain text is a NOTICE.
    notices: Sequence[str | Notice] = ()
    on_close: Callable[[], None] | None = None
    _row: list[Row] = field(default_factory=list)
    sent: int = 0
    finished: bool = False

    def take(self, limit: int) -> list[Row]:
        """Up to `limit` further rows (0: a batch); none when the result is exhausted."""
        while not self._row and not self.finished:
            self._row = next(self.batches, [])
            if not self._row:
                self.close()
        taken = self._row[:limit] if limit else self._row
        self._row = self._row[len(taken) :]
        self.sent += len(taken)
        return taken

    def keep(self) -> None:
        """Read all that is left into memory, so that the session may run something else."""
        rest = list(self._row)
        for batch in self.batches:
            rest.extend(batch)
        self.close()
        self._row = rest
        self.finished = True

    def close(self) -> None:
        """Give up what is left and what is held for it."""
        self.finished = True
        if self.on_close is not None:
            action = self.on_close
            self.on_close = None
            action()

    def abandon(self) -> None:
        """The statement has failed: there is no more, and nothing to end."""
        self.on_close = None
        self.finished = True

    def changed(self) -> int:
        """The rows that a statement without an answer changed, as its tag tells: INSERT 0 3."""
        number = self.tag.rsplit(" ", 1)[-1]
        return int(number) if number.isdigit() else self.sent

    def complete_tag(self) -> str:
        """The tag, with the number of rows sent where it asks for it."""
        return self.tag.replace("{rows}", str(self.sent))


def rows_result(tag: str, fields: list[Field], rows: list[Row]) -> Result:
    """A result held in memory."""
    return Result(tag, fields, iter([rows] if rows else []))
