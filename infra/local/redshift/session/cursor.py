"""What DECLARE opens: a query whose rows are fetched bit by bit, till the transaction ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..translation.scan import StatementText
from ..types.fields import Field
from .result import Row
from .spool import Spool


@dataclass
class SqlCursor:
    """Its rows are there once the first are asked for."""

    name: str
    query: StatementText
    fields: list[Field]
    _spool: Spool | None = None
    _current: Row | None = None

    @property
    def is_filled(self) -> bool:
        """Whether the query has run."""
        return self._spool is not None

    def fill(self, fields: list[Field], batches: Iterable[list[Row]]) -> None:
        """Keep all rows of the query, as Redshift does at the first FETCH."""
        self.fields = fields
        self._spool = Spool(batches)

    def take(self, count: int | None) -> Iterator[list[Row]]:
        """The next rows: `count` of them, all that are left for None, the current one for 0."""
        assert self._spool is not None
        if count == 0:
            if self._current is not None:
                yield [self._current]
            return
        left = count
        for batch in self._spool.take(count):
            self._current = batch[-1]
            left = None if left is None else left - len(batch)
            yield batch
        if left != 0:
            # It stands behind the last row now.
            self._current = None

    def close(self) -> None:
        """Forget the rows."""
        if self._spool is not None:
            self._spool.close()
            self._spool = None
