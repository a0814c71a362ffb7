"""Which names of a statement may stand for SUPER values: of all others the binder is not asked."""

from sqlglot import exp

from .comparisons import makes_super, may_hold_super
from .context import Context

_UNTOLD = (exp.Star, exp.Explode, exp.Unnest, exp.Pivot)
_SUPER = (exp.DType.VARIANT, exp.DType.SUPER)


class SuperNames:
    """The SUPER columns of all tables, and every alias of what may hold one of these names."""

    def __init__(self, tree: exp.Expr, context: Context) -> None:
        self.may_hold = may_hold_super(tree, context)
        self._names = set(context.catalog.super_columns())
        # A list of columns renames by position.
        self._all = any(alias.columns for alias in tree.find_all(exp.TableAlias))
        if self.may_hold and not self._all:
            self._follow(list(tree.find_all(exp.Alias)))

    def _follow(self, aliases: list[exp.Alias]) -> None:
        count = -1
        while count != len(self._names):
            count = len(self._names)
            for alias in aliases:
                if alias.alias not in self._names and self.may_be(alias.this):
                    self._names.add(alias.alias)

    def may_be(self, value: exp.Expr) -> bool:
        """Whether the value may be SUPER, or a name in it that no cast has made another type."""
        return self._all or any(map(self._tells, value.walk(prune=_is_cast)))

    def _tells(self, node: exp.Expr) -> bool:
        if isinstance(node, exp.Star):
            return not isinstance(node.parent, exp.Count)
        if isinstance(node, exp.Column):
            return not self._names.isdisjoint((node.name, node.table)) or bool(node.db)
        if isinstance(node, exp.Anonymous) and str(node.this).lower().startswith("super_"):
            return True
        return isinstance(node, _UNTOLD) or makes_super(node)


def _is_cast(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and node.to.this not in _SUPER
