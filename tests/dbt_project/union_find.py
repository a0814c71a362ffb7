"""Connected components, as textbooks have them: what the warehouse's are compared with."""


class UnionFind:
    """Disjoint sets of ids; each is named by its least member."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, *ids: str) -> None:
        """Ids, each alone until it is united with another."""
        for each in ids:
            self._above.setdefault(each, each)

    def unite(self, one: str, other: str) -> None:
        """The two, and all that belong to either, are one set."""
        lower, higher = sorted((self._root(one), self._root(other)))
        self._above[higher] = lower

    def roots(self) -> dict[str, str]:
        """Each id with the least of its set."""
        return {each: self._root(each) for each in self._above}

    def _root(self, each: str) -> str:
        while self._above[each] != each:
            self._above[each] = each = self._above[self._above[each]]
        return each
