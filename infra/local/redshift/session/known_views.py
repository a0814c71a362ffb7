"""Columns of late-binding views, kept as long as nothing that they are made of has changed.

To tell them, each view is translated and bound; dbt asks for all of them with every table that it
makes, and each of its tables is a change of the catalog.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from .locks import Relation

Shape = tuple[str, ...]
Shapes = Mapping[Relation, Shape]
ColumnType = tuple[str, str]
_MOST = 1000


@dataclass(frozen=True)
class _Known:
    columns: list[ColumnType]
    # The relations that the view may read, as they were; None where there was none.
    made_of: Mapping[Relation, Shape | None]


class KnownViews:
    """By definition and what its names mean; safe to use from every session's thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._views: OrderedDict[Hashable, _Known] = OrderedDict()

    def columns(self, key: Hashable, shapes: Shapes) -> list[ColumnType] | None:
        """Names and types; None where they are not known, or may not hold any more."""
        with self._guard:
            known = self._views.get(key)
        if known is None or any(shapes.get(name) != was for name, was in known.made_of.items()):
            return None
        return known.columns

    def keep(
        self,
        key: Hashable,
        columns: list[ColumnType],
        made_of: Mapping[Relation, Shape | None],
        committed: Shapes,
    ) -> None:
        """Know them from now on, if what they are made of is the same for everybody.

        A view without any cannot be bound: it is asked again.
        """
        if not columns or any(committed.get(name) != shape for name, shape in made_of.items()):
            return
        with self._guard:
            self._views[key] = _Known(columns, made_of)
            if len(self._views) > _MOST:
                self._views.popitem(last=False)
