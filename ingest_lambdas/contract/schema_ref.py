"""A schema's name: SchemaVer versions and iglu: references."""

import re
from typing import NamedTuple

_REF = re.compile(r"iglu:([\w.-]+)/([\w-]+)/jsonschema/(\d+-\d+-\d+)")
_VERSION = re.compile(r"[1-9]\d*-(?:0|[1-9]\d*)-(?:0|[1-9]\d*)")


class SchemaVer(NamedTuple):
    """MODEL-REVISION-ADDITION; compares in that order. A new MODEL breaks old data."""

    model: int
    revision: int
    addition: int

    @classmethod
    def parse(cls, text: str) -> "SchemaVer":
        """From a text such as 1-0-2. Raises ValueError."""
        if not cls.is_spelt(text):
            raise ValueError(f"{text!r} is no SchemaVer, such as 1-0-0")
        return cls(*map(int, text.split("-")))

    @staticmethod
    def is_spelt(text: str) -> bool:
        """Whether a text is spelt as a version is."""
        return _VERSION.fullmatch(text) is not None

    def __str__(self) -> str:
        return f"{self.model}-{self.revision}-{self.addition}"


class SchemaRef(NamedTuple):
    """Vendor, name and version; as text iglu:VENDOR/NAME/jsonschema/M-R-A."""

    vendor: str
    name: str
    version: SchemaVer

    @classmethod
    def parse(cls, text: str) -> "SchemaRef":
        """From an iglu: text. Raises ValueError."""
        found = _REF.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no iglu: reference to a JSON Schema")
        return cls(found[1], found[2], SchemaVer.parse(found[3]))

    @staticmethod
    def is_spelt(text: str) -> bool:
        """Whether a text is spelt as a reference is."""
        return _REF.fullmatch(text) is not None

    @property
    def path(self) -> str:
        """Its file's path in a static registry."""
        return f"{self.vendor}/{self.name}/jsonschema/{self.version}"

    def __str__(self) -> str:
        return f"iglu:{self.path}"
