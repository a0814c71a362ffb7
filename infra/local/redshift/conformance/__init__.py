"""What the local Redshift is known to answer: documented values and types, by area.

Each module of an area holds a list of `Subject`s; `AREAS` collects them. They run against a server
in the tests, and the README's table of what is supported is written from them.
"""

from .areas import AREAS, count_cases
from .case import Area, Case, Kind, Subject, Type

__all__ = ["AREAS", "Area", "Case", "Kind", "Subject", "Type", "count_cases"]
