"""What files that declare something have in common."""

from typing import Any


class DeclarationsUnreadable(RuntimeError):
    """A declaration file is missing or wrong: says where, and what would be right."""


def are_texts(value: Any) -> bool:
    """Whether it is a list of texts, none of them empty."""
    return isinstance(value, list) and all(isinstance(text, str) and text for text in value)
