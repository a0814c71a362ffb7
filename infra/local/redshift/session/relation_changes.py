"""When each relation was last changed, for transactions whose snapshot is older than that.

Of what was dropped, altered, renamed or truncated: in Redshift that is visible to everybody as soon
as it commits. DuckDB would go on answering from the snapshot, so such a transaction is refused.
Of tables whose rows were updated or deleted: see stale_rows.
https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable

from .locks import Relation

_MOST = 50_000


class RelationChanges:
    """One for a server and a kind of change; moments are counted in changes."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._moment = 0
        # The eldest is forgotten first: no transaction stays open over so many changes.
        self._changed: OrderedDict[Relation, int] = OrderedDict()

    def now(self) -> int:
        """The moment to ask `since` with."""
        with self._guard:
            return self._moment

    def note(self, relations: Iterable[Relation]) -> None:
        """These were changed; called after the commit and before their locks are given back."""
        with self._guard:
            for relation in relations:
                self._moment += 1
                self._changed[relation] = self._moment
                self._changed.move_to_end(relation)
            while len(self._changed) > _MOST:
                self._changed.popitem(last=False)

    def since(self, moment: int, relations: Iterable[Relation]) -> Relation | None:
        """One of the relations that was changed after the moment."""
        with self._guard:
            return next((r for r in relations if self._changed.get(r, 0) > moment), None)
