"""Reads day-keyed items from the hot tier's table."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ingest_lambdas.contract.hot_tier_layout import PARTITION_KEY, SORT_KEY, ItemKey, day_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ITEMS_A_PAGE = 100


class HotTier:
    """One table; safe to share between threads. Errors are botocore's exceptions."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def days(self, first: ItemKey, last: ItemKey) -> list[dict[str, Any]]:
        """The items from one key to another of the same partition, both included, in order.

        Each has its `day` and its measures, without the keys.
        """
        return [_as_item(raw) for raw in self._read(first, last)]

    def _read(self, first: ItemKey, last: ItemKey) -> Iterator[dict[str, Any]]:
        """Page after page; a partition holds one item a day, so the range bounds their number."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="#pk = :pk AND #sk BETWEEN :first AND :last",
            ExpressionAttributeNames={"#pk": PARTITION_KEY, "#sk": SORT_KEY},
            ExpressionAttributeValues={
                ":pk": {"S": first.pk},
                ":first": {"S": first.sk},
                ":last": {"S": last.sk},
            },
            PaginationConfig={"PageSize": ITEMS_A_PAGE},
        )
        for page in pages:
            yield from page["Items"]


def _as_item(raw: dict[str, Any]) -> dict[str, Any]:
    item = {name: plain(value) for name, value in raw.items()}
    key = ItemKey(item.pop(PARTITION_KEY), item.pop(SORT_KEY))
    return {**item, "day": day_of(key)}


def plain(value: dict[str, Any]) -> Any:
    """What a value of DynamoDB's, named by its type, holds, as JSON knows it.

    boto3 would read it too, and doubles what a container needs to start. Raises ValueError for
    bytes and sets, which no aggregate has.
    """
    [(kind, held)] = value.items()
    match kind:
        case "S" | "BOOL":
            return held
        case "N":
            number = Decimal(held)
            return int(number) if number == number.to_integral_value() else float(number)
        case "NULL":
            return None
        case "M":
            return {key: plain(child) for key, child in held.items()}
        case "L":
            return [plain(child) for child in held]
    raise ValueError(f"a value of type {kind} is none that the hot tier holds")
