"""Character functions.

Source: https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
"""

from sqlglot import exp

from ..errors import not_supported
from .build import Translator, arguments, as_text, call, cast, renamed
from .context import Context

_SHA2_LENGTHS = {"0": 256, "224": 224, "256": 256, "384": 384, "512": 512}


def _concat(node: exp.Expr, _: Context) -> exp.Expr:
    # CONCAT of a NULL is NULL in Redshift; DuckDB's skips it.
    left, right = (as_text(part) for part in arguments(node, 2))
    return exp.paren(exp.DPipe(this=left, expression=right))


def _joined(node: exp.Expr, _: Context) -> exp.Expr:
    """`||` of text, of VARBYTE, and of what has a text."""
    for side in ("this", "expression"):
        part = node.args[side]
        if isinstance(part, exp.Null):
            node.set(side, cast(part, "VARCHAR"))
        elif not isinstance(part, (exp.Literal, exp.DPipe)):
            node.set(side, call("to_joinable", part))
    return node


def _position(node: exp.Expr, _: Context) -> exp.Expr:
    if node.args.get("position") or node.args.get("occurrence"):
        raise not_supported("POSITION with a start")
    return cast(call("strpos", node.this, node.args["substr"]), "INTEGER")


def _charindex(node: exp.Expr, _: Context) -> exp.Expr:
    wanted, text = arguments(node, 2)
    return cast(call("strpos", text, wanted), "INTEGER")


def _substring(node: exp.Expr, _: Context) -> exp.Expr:
    start, length = node.args.get("start"), node.args.get("length")
    parts = [part for part in (start or exp.Literal.number(1), length) if part is not None]
    return call("cut_text", as_text(node.this), *parts)


def _trim(node: exp.Expr, _: Context) -> exp.Expr:
    names = {"LEADING": "ltrim", "TRAILING": "rtrim"}
    where = str(node.args.get("position") or "BOTH").upper()
    characters = node.args.get("expression") or exp.Literal.string(" ")
    return call(names.get(where, "trim"), node.this, characters)


def _of_text(name: str, least: int, most: int | None = None) -> Translator:
    """A function of the text that its first argument has."""

    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        value, *others = arguments(node, least, most)
        return call(name, as_text(value), *others)

    return translate


def _trimmed(name: str) -> Translator:
    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        text, *characters = arguments(node, 1, 2)
        return call(name, text, *(characters or [exp.Literal.string(" ")]))

    return translate


def _padded(name: str) -> Translator:
    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        text, length, *characters = arguments(node, 2, 3)
        filler = characters or [exp.Literal.string(" ")]
        return call(name, as_text(text), cast(length, "INTEGER"), *filler)

    return translate


def _sha2(node: exp.Expr, _: Context) -> exp.Expr:
    text, length = arguments(node, 2)
    bits = _SHA2_LENGTHS.get(length.name) if isinstance(length, exp.Literal) else None
    if bits is None:
        raise not_supported(f"SHA2 of {length.sql()} bits")
    return call("sha256", text) if bits == 256 else call("redshift_sha2", text, bits)


def _compared_as_characters(node: exp.Expr, _: Context) -> exp.Expr:
    left, right = (call("rtrim", argument, " ") for argument in arguments(node, 2))
    return cast(call("compare_values", left, right), "INTEGER")


BY_CLASS: dict[type[exp.Expr], Translator] = {
    exp.DPipe: _joined,
    exp.StrPosition: _position,
    exp.Substring: _substring,
    exp.Trim: _trim,
}
_LENGTH = renamed("text_length", 1, kind="INTEGER")
BY_NAME: dict[str, Translator] = {
    "ascii": renamed("ascii", 1),
    "bpcharcmp": _compared_as_characters,
    "bttext_pattern_cmp": renamed("compare_values", 2, kind="INTEGER"),
    "btrim": _trimmed("trim"),
    "char_length": _LENGTH,
    "character_length": _LENGTH,
    "charindex": _charindex,
    "chr": renamed("chr", 1),
    "concat": _concat,
    "crc32": _of_text("redshift_crc32", 1),
    "difference": renamed("redshift_difference", 2),
    "fnv_hash": renamed("fnv_hash", 1, 2),
    "func_sha1": _of_text("sha1", 1),
    "initcap": _of_text("redshift_initcap", 1),
    "left": _of_text("left_text", 2),
    "len": _LENGTH,
    "length": _LENGTH,
    "lower": _of_text("lower", 1),
    "lpad": _padded("lpad"),
    "ltrim": _trimmed("ltrim"),
    "md5": _of_text("md5", 1),
    "octet_length": renamed("byte_length", 1, kind="INTEGER"),
    "octetindex": renamed("redshift_octetindex", 2),
    "quote_literal": renamed("redshift_quote_literal", 1),
    "repeat": _of_text("repeat", 2),
    "replace": _of_text("replace", 3),
    "replicate": _of_text("repeat", 2),
    "reverse": _of_text("redshift_reverse", 1),
    "right": _of_text("right_text", 2),
    "rpad": _padded("rpad"),
    "rtrim": _trimmed("rtrim"),
    "sha": _of_text("sha1", 1),
    "sha1": _of_text("sha1", 1),
    "sha2": _sha2,
    "soundex": renamed("redshift_soundex", 1),
    "split_part": renamed("split_at", 3),
    "strpos": renamed("strpos", 2, kind="INTEGER"),
    "strtol": renamed("redshift_strtol", 2),
    "substr": _of_text("cut_text", 2, 3),
    "textlen": _LENGTH,
    "translate": _of_text("translate", 3),
    "upper": _of_text("upper", 1),
}
