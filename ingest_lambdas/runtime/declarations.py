"""What files that declare something have in common."""


class DeclarationsUnreadable(RuntimeError):
    """A declaration file is missing or wrong: says where, and what would be right."""
