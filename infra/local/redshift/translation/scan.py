"""Reads SQL text only as far as needed to split statements and find placeholders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Quoted text first, so that nothing inside it is taken for a placeholder or an end.
_TOKEN = re.compile(
    r"""(?P<quoted>'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*")
    |(?P<comment>--[^\n]*|/\*.*?\*/)
    |(?P<dollar>\$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?P=tag)?\$)
    |\$(?P<number>\d+)
    |(?P<float>\bfloat\b(?!\s*\())
    |(?P<cast>::\s*|\bAS\s+)pg_catalog\.(?P<type>[a-z]\w*)
    |(?P<end>;)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
PLACEHOLDER = "redshift_parameter_"


@dataclass(frozen=True)
class StatementText:
    """One statement: `text` without its comments, `sql` as the parser needs it."""

    text: str
    sql: str
    parameters: int


def split_statements(script: str) -> list[StatementText]:
    """The statements of a script, without empty ones.

    In `sql`, `$1` is `:redshift_parameter_1`, which sqlglot's Redshift tokenizer would else read
    as dollar quoting, FLOAT is FLOAT8, which sqlglot would else read as REAL, and the types of
    pg_catalog stand without its name, with which it does not read them.
    """
    found = []
    start = 0
    ends = [m.start() for m in _TOKEN.finditer(script) if m.group("end")]
    for end in [*ends, len(script)]:
        text = _without_comments(script[start:end])
        start = end + 1
        if text:
            found.append(_prepare(text))
    return found


def _prepare(text: str) -> StatementText:
    # Those of PREPARE are for EXECUTE to fill.
    own = [] if leading_words(text, 1) == ("PREPARE",) else _TOKEN.finditer(text)
    numbers = [int(m.group("number")) for m in own if m.group("number")]
    return StatementText(text, _TOKEN.sub(_replace, text), max(numbers, default=0))


def _replace(match: re.Match[str]) -> str:
    if match.group("number"):
        return f":{PLACEHOLDER}{match.group('number')}"
    if match.group("type"):
        # "char", one byte of the catalog's, is no CHAR(1).
        kind = "name" if match.group("type") == "char" else match.group("type")
        return match.group("cast") + kind
    return "FLOAT8" if match.group("float") else match.group(0)


def _without_comments(text: str) -> str:
    return _TOKEN.sub(lambda m: " " if m.group("comment") else m.group(0), text).strip()


_WORD = re.compile(
    r"(?P<quoted>'(?:[^'\\]|''|\\.)*'|\"[^\"]*\")|(?P<bracket>[()])|(?P<word>[A-Za-z_]\w*)"
)


def outer_words(text: str) -> Iterator[str]:
    """The words of a statement that stand outside of all parentheses, upper-cased."""
    depth = 0
    for match in _WORD.finditer(text):
        if match.group("bracket"):
            depth += 1 if match.group("bracket") == "(" else -1
        elif match.group("word") and depth == 0:
            yield match.group("word").upper()


def leading_words(text: str, count: int = 3) -> tuple[str, ...]:
    """The first words of a statement, upper-cased, comments skipped."""
    plain = _without_comments(text).lstrip("( \n\t")
    return tuple(word.upper() for word in re.findall(r"[A-Za-z_]+", plain[:200])[:count])
