"""VARBYTE values: what makes them, and their text."""

from .case import subject
from .expressions import boundary, error, null, refused, value
from .types import BOOLEAN, INTEGER, VARBYTE, VARCHAR

SUBJECTS = (
    subject("type VARBYTE", "r_VARBYTE_type", value("'abc'::varbyte", "abc", VARBYTE),
            value("to_hex(5::smallint::varbyte)", "0005", VARCHAR),
            value("to_hex(5::int::varbyte)", "00000005", VARCHAR),
            boundary("to_hex(5::bigint::varbyte)", "0000000000000005", VARCHAR),
            value("to_varbyte('6162', 'hex')::varchar", "ab", VARCHAR),
            value("len('é'::varbyte)", 2, INTEGER), null("null::varbyte", VARBYTE),
            value("'a'::varbyte = from_hex('61')", True, BOOLEAN),
            refused("'abc'::varbyte(2)", message="VARBYTE"),
            notes="refused: lengths, columns of the type"),
    subject("TO_VARBYTE", "r_TO_VARBYTE",
            value("to_varbyte('6162', 'hex')", "ab", VARBYTE),
            value("to_varbyte('a', 'utf8')", "a", VARBYTE),
            value("to_varbyte('a', 'UTF-8')", "a", VARBYTE),
            boundary("from_varbyte(to_varbyte('4', 'hex'), 'hex')", "04", VARCHAR),
            null("to_varbyte(null, 'hex')", VARBYTE), error("to_varbyte('zz', 'hex')", "22P02"),
            refused("to_varbyte('01001101', 'binary')", message="binary"),
            notes="refused: binary"),
    subject("FROM_VARBYTE", "r_FROM_VARBYTE",
            value("from_varbyte('ab', 'hex')", "6162", VARCHAR),
            value("from_varbyte(from_hex('6162'), 'utf8')", "ab", VARCHAR),
            boundary("from_varbyte(from_hex(''), 'hex')", "", VARCHAR),
            null("from_varbyte(null, 'hex')", VARCHAR),
            refused("from_varbyte(from_hex('4d'), 'binary')", message="binary"),
            notes="refused: binary"),
    subject("FROM_HEX", "r_FROM_HEX", value("from_hex('6162')", "ab", VARBYTE),
            boundary("from_hex('')", "", VARBYTE), null("from_hex(null)", VARBYTE),
            error("from_hex('6x')", "22P02")),
    subject("GETBIT", "r_GETBIT", refused("getbit(from_hex('4d'), 2)")),
)  # fmt: skip
