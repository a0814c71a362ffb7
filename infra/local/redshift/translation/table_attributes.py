"""DISTSTYLE, DISTKEY, SORTKEY, ENCODE and BACKUP of a CREATE TABLE, taken out of its text.

sqlglot reads some of them, in some places and orders only; what is left is plain SQL.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import SYNTAX_ERROR, RedshiftError, not_supported
from ..session.descriptions import Layout
from .encodings import read_encoding

_NAME = r'(?:"(?:[^"]|"")+"|[\w$#]+)'
_HEAD = re.compile(
    rf"CREATE\s+(?P<kind>(?:LOCAL\s+)?(?:TEMP|TEMPORARY)\s+)?TABLE\s+"
    rf"(?P<exists>IF\s+NOT\s+EXISTS\s+)?(?P<name>{_NAME}(?:\s*\.\s*{_NAME}){{0,2}})\s*",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(?:BACKUP\s+(?P<backup>YES|NO)|DISTSTYLE\s+(?P<style>AUTO|EVEN|KEY|ALL)"
    r"|DISTKEY\s*\(\s*(?P<key>[^(),]+)\)|(?P<sort_auto>SORTKEY\s+AUTO)|(?P<encode>ENCODE\s+AUTO)"
    r"|(?P<kind>COMPOUND\s+|INTERLEAVED\s+)?SORTKEY\s*\((?P<sort>[^()]+)\))(?!\w)\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"""(?P<space>\s+)|'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|[(),]|[^\s'"(),]+""", re.DOTALL
)
_INTERLEAVED_KEYS = 8


@dataclass
class Attributes:
    """What was taken out: the layout, encodings by column, and what was said of the layout."""

    layout: Layout = field(default_factory=Layout)
    encodings: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def say(self, what: str) -> None:
        """Note that something was said; raises 42601 where it is said again."""
        if what in self.said:
            raise RedshiftError(SYNTAX_ERROR, f"conflicting or redundant {what}")
        self.said.add(what)

    def set_dist_key(self, column: str) -> None:
        """A table has one distribution key."""
        self.say("DISTKEY")
        self.layout.dist_key = column

    def set_sort_keys(self, style: str, columns: list[str]) -> None:
        """A table has one sort key, of a style: COMPOUND, INTERLEAVED or AUTO."""
        self.say("SORTKEY")
        if style == "INTERLEAVED" and len(columns) > _INTERLEAVED_KEYS:
            text = f"an interleaved sort key has at most {_INTERLEAVED_KEYS} columns"
            raise RedshiftError("54011", text)
        self.layout.sort_style, self.layout.sort_keys = style, columns

    def finish(self) -> None:
        """DISTSTYLE and DISTKEY must agree."""
        layout = self.layout
        if layout.dist_key is not None and "DISTSTYLE" not in self.said:
            layout.dist_style = "KEY"
        if (layout.dist_style == "KEY") != (layout.dist_key is not None):
            raise RedshiftError(SYNTAX_ERROR, "DISTKEY and DISTSTYLE KEY go with each other alone")


def take_attributes(sql: str) -> tuple[str, Attributes]:
    """A CREATE TABLE without its attributes, and those; any other statement as it stands."""
    found = Attributes()
    head = _HEAD.match(sql)
    if head is None:
        return sql, found
    place, columns = head.end(), ""
    if sql[place : place + 1] == "(":
        place, columns = _take_columns(sql, place, found)
    while option := _OPTION.match(sql, place):
        _take_option(option, found)
        place = option.end()
    rest = sql[place:]
    if rest.strip() and not re.match(r"AS\b", rest, re.IGNORECASE):
        near = rest.split()[0]
        raise RedshiftError(SYNTAX_ERROR, f'syntax error at or near "{near}"', place + 1)
    found.finish()
    kind = "TEMPORARY " if head["kind"] else ""
    return f"CREATE {kind}TABLE {head['exists'] or ''}{head['name']} {columns} {rest}", found


def _take_columns(sql: str, start: int, found: Attributes) -> tuple[int, str]:
    """Where the list of columns ends, and the list without attributes."""
    depth = 0
    kept: list[str] = []
    words: list[str] = []
    tokens = _TOKEN.finditer(sql, start)
    for token in tokens:
        text = token.group()
        depth += {"(": 1, ")": -1}.get(text, 0)
        if depth == 0:
            return re.compile(r"\s*").match(sql, token.end()).end(), "".join([*kept, text])  # type: ignore[union-attr]
        if depth == 1 and len(words) > 1 and _take_word(text.upper(), words[0], tokens, found):
            continue
        if depth == 1 and text == ",":
            words = []
        elif not token["space"] and text != "(":
            words.append(text)
        kept.append(text)
    raise RedshiftError(SYNTAX_ERROR, "syntax error at end of input")


def _take_word(word: str, column: str, tokens: Iterator[re.Match[str]], found: Attributes) -> bool:
    """Take an attribute of a column; False for any other word."""
    if word == "DISTKEY":
        found.set_dist_key(plain_name(column))
    elif word == "SORTKEY":
        found.set_sort_keys("COMPOUND", [plain_name(column)])
    elif word == "ENCODE":
        encoding = next((t.group() for t in tokens if not t["space"]), "")
        found.encodings[plain_name(column)] = read_encoding(encoding)
    else:
        return False
    return True


def _take_option(option: re.Match[str], found: Attributes) -> None:
    if option["style"]:
        found.say("DISTSTYLE")
        found.layout.dist_style = option["style"].upper()
    elif option["key"]:
        found.set_dist_key(plain_name(option["key"]))
    elif option["sort"]:
        style = (option["kind"] or "COMPOUND").strip().upper()
        found.set_sort_keys(style, [plain_name(name) for name in option["sort"].split(",")])
    elif option["sort_auto"]:
        found.set_sort_keys("AUTO", [])
    elif option["encode"]:
        found.say("ENCODE")
        if found.encodings:
            raise not_supported("ENCODE AUTO beside the encoding of a column")
    else:
        found.say("BACKUP")


def require_columns(layout: Layout, names: list[str]) -> None:
    """Raise 42703 for a key that is no column."""
    for key in [*([layout.dist_key] if layout.dist_key else []), *layout.sort_keys]:
        if key not in names:
            raise RedshiftError("42703", f'column "{key}" named in key does not exist')


def plain_name(name: str) -> str:
    """A name of a statement as the catalog has it."""
    return name.strip().strip('"').replace('""', '"').lower()
