"""Is it a known crawler?"""

from functools import lru_cache

from crawleruseragents import is_crawler


@lru_cache(maxsize=4096)
def is_bot(user_agent: str) -> bool:
    """Whether the public list of crawlers' user agents knows it."""
    return bool(is_crawler(user_agent))
