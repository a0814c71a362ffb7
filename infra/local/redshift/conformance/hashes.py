"""Hash functions."""

from .case import subject
from .expressions import boundary, error, null, refused, value
from .types import BIGINT, VARCHAR

_EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

SUBJECTS = (
    subject("FNV_HASH", "r_FNV_HASH", value("fnv_hash(1)", -5968735742475085980, BIGINT),
            value("fnv_hash('Amazon Redshift')", 7783490368944507294, BIGINT),
            value("fnv_hash('Amazon Redshift', fnv_hash(1))", -2202602717770968555, BIGINT),
            boundary("fnv_hash(1::smallint)", 589727492704079044, BIGINT),
            boundary("fnv_hash(1::bigint)", -8517097267634966620, BIGINT),
            null("fnv_hash(null::int)", BIGINT),
            refused("fnv_hash('2008-01-01'::date)", message="FNV_HASH of this type")),
    subject("MD5", "r_MD5", value("md5('Amazon Redshift')",
            "f7415e33f972c03abd4f3fed36748f7a", VARCHAR),
            boundary("md5('')", "d41d8cd98f00b204e9800998ecf8427e", VARCHAR),
            null("md5(null)", VARCHAR)),
    subject("SHA1", "SHA1",
            value("sha1('Amazon Redshift')", "eeac5ed1e11cda66032c30ad77b25071b5487f55", VARCHAR),
            boundary("sha('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709", VARCHAR),
            boundary("func_sha1('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709", VARCHAR),
            null("sha1(null)", VARCHAR), also=("SHA", "FUNC_SHA1")),
    subject("SHA2", "SHA2", boundary("sha2('', 256)", _EMPTY_SHA256, VARCHAR),
            boundary("sha2('', 0)", _EMPTY_SHA256, VARCHAR),
            boundary("sha2('', 224)", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
                     VARCHAR),
            null("sha2(null, 256)", VARCHAR), error("sha2('a')", "42883")),
    subject("CHECKSUM", "r_CHECKSUM", refused("checksum(1)")),
    subject("MURMUR3_32_HASH", "MURMUR3_32_HASH", refused("murmur3_32_hash(1)")),
    subject("FARMFINGERPRINT64", "r_FARMFINGERPRINT64", refused("farmfingerprint64('a')")),
)  # fmt: skip
