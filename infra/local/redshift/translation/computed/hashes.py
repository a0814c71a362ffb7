"""Hashes of text and of numbers' bytes.

Sources: https://docs.aws.amazon.com/redshift/latest/dg/hash-functions.html, crc32-function.html
"""

import hashlib

_FNV_SEED = 0xCBF29CE484222325
_FNV_PRIME = 0x100000001B3
_FNV_MASK = 2**64 - 1
_CRC32C = 0x82F63B78


def _crc_table() -> list[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (_CRC32C if value & 1 else 0)
        table.append(value)
    return table


_CRC_TABLE = _crc_table()


def sha2(text: str, bits: int) -> str:
    """SHA-2 in hexadecimal."""
    return hashlib.new(f"sha{bits}", text.encode()).hexdigest()


def crc32(text: str) -> str:
    """CRC-32C in eight hexadecimal digits."""
    value = 0xFFFFFFFF
    for byte in text.encode():
        value = value >> 8 ^ _CRC_TABLE[(value ^ byte) & 0xFF]
    return f"{value ^ 0xFFFFFFFF:08x}"


def _fnv(data: bytes, seed: int) -> int:
    """FNV-1a of 64 bits, as a signed number."""
    value = seed & _FNV_MASK
    for byte in data:
        value = (value ^ byte) * _FNV_PRIME & _FNV_MASK
    return value - 2**64 if value >= 2**63 else value


def fnv_text(text: str, seed: int) -> int:
    """FNV_HASH of a text's bytes."""
    return _fnv(text.encode(), seed)


def fnv_number(number: int, size: int, seed: int) -> int:
    """FNV_HASH of a whole number's `size` bytes, the least significant first."""
    return _fnv(number.to_bytes(size, "little", signed=True), seed)


DEFAULT_SEED = _FNV_SEED - 2**64

COMPUTED = (
    ("sha2", sha2, ("VARCHAR", "INTEGER"), "VARCHAR"),
    ("crc32", crc32, ("VARCHAR",), "VARCHAR"),
    ("fnv_text", fnv_text, ("VARCHAR", "BIGINT"), "BIGINT"),
    ("fnv_number", fnv_number, ("BIGINT", "INTEGER", "BIGINT"), "BIGINT"),
)
