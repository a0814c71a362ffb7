"""LIKE, SIMILAR TO and regular expressions.

Sources: https://docs.aws.amazon.com/redshift/latest/dg/pattern-matching-conditions.html and the
pages of the REGEXP functions. POSIX patterns run in DuckDB's RE2, where a point is any character;
those of the PCRE dialect ('p') run in Python's re.
"""

import re

from sqlglot import exp

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported
from .build import Translator, arguments, as_text, call, cast, literal_number, literal_text
from .context import Context


def _like(node: exp.Expr, _: Context) -> exp.Expr:
    pattern = node.expression
    if isinstance(node, exp.ILike) and not pattern.name.isascii():
        # Redshift folds ASCII alone, DuckDB every letter.
        raise not_supported("ILIKE with letters beyond ASCII")
    if isinstance(node.parent, exp.Escape):
        return node
    # A backslash escapes in Redshift without being declared.
    if isinstance(pattern, exp.Literal) and "\\" not in pattern.name:
        return node
    return exp.Escape(this=node.copy(), expression=exp.Literal.string("\\"))


def _matches(node: exp.Expr, _: Context) -> exp.Expr:
    return call("regexp_matches", node.this, node.expression, "s")


def _similar(node: exp.Expr, _: Context) -> exp.Expr:
    escape = "\\"
    if isinstance(node.parent, exp.Escape):
        raise not_supported("SIMILAR TO with ESCAPE")
    pattern = literal_text(node.expression, "a pattern of SIMILAR TO")
    return call("regexp_full_match", node.this, similar_to_regexp(pattern, escape), "s")


def similar_to_regexp(pattern: str, escape: str) -> str:
    """An SQL regular expression as a POSIX one: % and _ are its wildcards."""
    found, escaped, in_brackets = [], False, False
    for character in pattern:
        if escaped:
            found.append(re.escape(character))
            escaped = False
        elif character == escape:
            escaped = True
        elif in_brackets:
            found.append(character)
            in_brackets = character != "]"
        else:
            in_brackets = character == "["
            found.append({"%": ".*", "_": "."}.get(character, _outside_brackets(character)))
    if escaped:
        raise RedshiftError(SYNTAX_ERROR, "the pattern of SIMILAR TO ends with its escape")
    return "".join(found)


def _outside_brackets(character: str) -> str:
    return "\\" + character if character in ".^$" else character


class _Search:
    """The arguments of a REGEXP function behind its text and pattern."""

    def __init__(self, name: str, given: list[exp.Expr], optional: str) -> None:
        extra = dict(zip(optional.split(), given[2:], strict=False))
        self.text = as_text(given[0])
        self.pattern = literal_text(given[1], f"a pattern of {name}")
        self.position = _number(extra, "position", name)
        self.occurrence = _number(extra, "occurrence", name)
        self.option = _number(extra, "option", name, 0)
        flags = extra.get("parameters")
        self.flags = literal_text(flags, f"the parameters of {name}") if flags else ""
        if set(self.flags) - set("ciep"):
            raise RedshiftError("22023", f"invalid parameters of {name}: {self.flags}")

    @property
    def rest(self) -> exp.Expr:
        """The text from the position on."""
        return self.text if self.position <= 1 else call("substr", self.text, self.position)

    @property
    def options(self) -> str:
        """DuckDB's options: a point is any character."""
        return "si" if "i" in self.flags else "s"

    @property
    def group(self) -> int:
        """The group that is wanted: 'e' asks for the first, where there is one."""
        return 1 if "e" in self.flags and re.search(r"(?<!\\)\((?!\?)", self.pattern) else 0


def _number(extra: dict[str, exp.Expr], key: str, name: str, default: int = 1) -> int:
    return literal_number(extra[key], f"the {key} of {name}") if key in extra else default


def _regexp_substr(node: exp.Expr, _: Context) -> exp.Expr:
    given = arguments(node, 2, 5)
    if len(given) > 2 and not isinstance(given[2], exp.Literal | exp.Neg):
        given = [_rest_from(*given[:3]), given[1], exp.Literal.number(1), *given[3:]]
    search = _Search("REGEXP_SUBSTR", given, "position occurrence parameters")
    if search.occurrence < 1:
        return cast(exp.Null(), "VARCHAR")
    if "p" in search.flags:
        return call("redshift_regexp_substr", search.rest, search.pattern,
                    search.occurrence, search.group, search.flags)  # fmt: skip
    if search.occurrence == 1:
        return call("regexp_extract", search.rest, search.pattern, search.group, search.options)
    return call("nth_match", search.rest, search.pattern, search.occurrence,
                search.group, search.options)  # fmt: skip


def _rest_from(text: exp.Expr, _: exp.Expr, position: exp.Expr) -> exp.Expr:
    """The text from a computed position on; less than 1 is the first character."""
    first = exp.Greatest(this=exp.Literal.number(1), expressions=[position])
    return call("substr", as_text(text), cast(first, "BIGINT"))


def _regexp_instr(node: exp.Expr, _: Context) -> exp.Expr:
    given = arguments(node, 2, 6)
    search = _Search("REGEXP_INSTR", given, "position occurrence option parameters")
    return call("redshift_regexp_instr", search.text, search.pattern, search.position,
                search.occurrence, search.option, search.group, search.flags)  # fmt: skip


def _regexp_count(node: exp.Expr, _: Context) -> exp.Expr:
    search = _Search("REGEXP_COUNT", arguments(node, 2, 4), "position parameters")
    if "p" in search.flags:
        return call("redshift_regexp_count", search.rest, search.pattern, search.flags)
    found = call("regexp_extract_all", search.rest, search.pattern, 0, search.options)
    return cast(call("len", found), "INTEGER")


def _regexp_replace(node: exp.Expr, _: Context) -> exp.Expr:
    given = arguments(node, 2, 5)
    search = _Search("REGEXP_REPLACE", [*given[:2], *given[3:]], "position parameters")
    replacement = given[2] if len(given) > 2 else exp.Literal.string("")
    if isinstance(replacement, exp.Null):
        return cast(replacement, "VARCHAR")
    text = literal_text(replacement, "a replacement of REGEXP_REPLACE")
    if "$" in text or "\\" in text:
        raise not_supported("a back reference of REGEXP_REPLACE")
    if "p" in search.flags:
        replaced = call("redshift_regexp_replace", search.rest, search.pattern, text, search.flags)
    else:
        options = search.options + "g"
        replaced = call("regexp_replace", search.rest, search.pattern, text, options)
    if search.position <= 1:
        return replaced
    before = call("left", search.text, search.position - 1)
    return exp.paren(exp.DPipe(this=before, expression=replaced))


BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.RegexpLike: _matches,
    exp.Like: _like,
    exp.ILike: _like,
    exp.SimilarTo: _similar,
}
BY_NAME: dict[str, Translator] = {
    "regexp_substr": _regexp_substr,
    "regexp_instr": _regexp_instr,
    "regexp_count": _regexp_count,
    "regexp_replace": _regexp_replace,
}
