"""The hot tier on DynamoDB: conditional writes, one item at a time, in parallel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from ingest_lambdas.contract.hot_tier_layout import PARTITION_KEY, SORT_KEY, ItemKey

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

Item = Mapping[str, Any]

# Standard mode retries throttled requests alone, with jitter: only what failed is sent again.
CLIENT_CONFIG = Config(
    connect_timeout=5,
    read_timeout=10,
    retries={"mode": "standard", "max_attempts": 8},
    max_pool_connections=16,
)


@dataclass(frozen=True)
class HotTier:
    """One DynamoDB table. Calls are safe from several threads."""

    table_name: str

    @cached_property
    def client(self) -> "DynamoDBClient":
        """A client that converts Python values as the resource does, and is safe in threads."""
        return boto3.resource("dynamodb", config=CLIENT_CONFIG).meta.client

    def read(self, key: ItemKey) -> dict[str, Any] | None:
        """An item, read consistently; None where there is none."""
        found = self.client.get_item(
            TableName=self.table_name, Key=_named(key), ConsistentRead=True
        )
        return cast("dict[str, Any] | None", found.get("Item"))

    def put_newer(self, key: ItemKey, item: Item) -> bool:
        """Write the item unless the stored one has its version or a newer one; whether written."""
        return self._put(
            {**_named(key), **item}, f"attribute_not_exists({PARTITION_KEY}) OR #v < :v"
        )

    def delete_up_to(self, key: ItemKey, version: int) -> bool:
        """Delete the item unless it is newer than `version`; whether nothing newer stays."""
        try:
            self.client.delete_item(
                TableName=self.table_name,
                Key=_named(key),
                ConditionExpression=f"attribute_not_exists({PARTITION_KEY}) OR #v <= :v",
                ExpressionAttributeNames={"#v": "version"},
                ExpressionAttributeValues={":v": version},
            )
        except ClientError as error:
            return _refused(error)
        return True

    def items(self, prefix: str) -> Iterator[dict[str, Any]]:
        """Items whose partition key begins with `prefix`, by pages of the whole table."""
        pages = self.client.get_paginator("scan").paginate(
            TableName=self.table_name,
            FilterExpression=f"begins_with({PARTITION_KEY}, :prefix)",
            ExpressionAttributeValues={":prefix": prefix},
            ConsistentRead=True,
        )
        for page in pages:
            yield from page["Items"]

    def _put(self, item: dict[str, Any], condition: str) -> bool:
        try:
            self.client.put_item(
                TableName=self.table_name,
                Item=item,
                ConditionExpression=condition,
                ExpressionAttributeNames={"#v": "version"},
                ExpressionAttributeValues={":v": item["version"]},
            )
        except ClientError as error:
            return _refused(error)
        return True


def _named(key: ItemKey) -> dict[str, str]:
    return {PARTITION_KEY: key.pk, SORT_KEY: key.sk}


def _refused(error: ClientError) -> bool:
    """False where the condition failed; any other error is raised."""
    if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
        raise error
    return False
