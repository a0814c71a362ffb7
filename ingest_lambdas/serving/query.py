"""What a reader asks for: whose figures, of which days."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote

from ingest_lambdas.contract.hot_tier_layout import ItemKey, product_day, site_day
from ingest_lambdas.runtime.http_api import HttpError, Request

MOST_DAYS = 366
DEFAULT_DAYS = 30
LONGEST_PRODUCT_ID = 255
_PRODUCTS = "/v1/products/"
_SITE = "/v1/site/daily"


@dataclass(frozen=True, slots=True)
class Query:
    """Days from `first` to `last`, both included, of a product; of the site without one."""

    product_id: str | None
    first: date
    last: date

    @property
    def keys(self) -> tuple[ItemKey, ItemKey]:
        """The first and the last item's key; both have the same partition."""
        return self._key(self.first), self._key(self.last)

    def _key(self, day: date) -> ItemKey:
        if self.product_id is None:
            return site_day(day.isoformat())
        return product_day(self.product_id, day.isoformat())


def read_query(request: Request) -> Query:
    """The query of a request. Raises HttpError 400, 404 or 405."""
    product_id = _product_id(request.path)
    if request.method != "GET":
        raise HttpError(405, "method_not_allowed", "Read with GET.")
    last = _day(request, "to") or request.received_at.date()
    first = _day(request, "from") or _back(last, DEFAULT_DAYS - 1)
    if first > last:
        raise HttpError(400, "bad_range", "from must not be after to.")
    if (last - first).days >= MOST_DAYS:
        raise HttpError(400, "bad_range", f"Ask for at most {MOST_DAYS} days.")
    return Query(product_id, first, last)


def _product_id(path: str) -> str | None:
    """The product asked for; None for the site."""
    path = path.rstrip("/")
    if path == _SITE:
        return None
    product_id = unquote(path.removeprefix(_PRODUCTS))
    if not path.startswith(_PRODUCTS) or "/" in path.removeprefix(_PRODUCTS) or not product_id:
        raise HttpError(404, "not_found", f"There is nothing at {path}.")
    if len(product_id.encode()) > LONGEST_PRODUCT_ID:
        raise HttpError(
            400, "bad_product_id", f"A product id has at most {LONGEST_PRODUCT_ID} bytes."
        )
    return product_id


def _day(request: Request, name: str) -> date | None:
    text = request.query.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HttpError(400, "bad_day", f"{name} must be a day, YYYY-MM-DD.") from error


def _back(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError as error:
        raise HttpError(400, "bad_day", "to is too early.") from error
