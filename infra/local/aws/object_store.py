"""S3 as the services write to it: one client, made when first needed, and puts that persist."""

import logging
import threading
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws.account import Account
from infra.local.aws.backoff import delays, paused

FIRST_DELAY = 0.2
LONGEST_DELAY = 15.0
logger = logging.getLogger(__name__)


class ObjectStore:
    """Puts objects; a client costs most of a second to make, so all share one."""

    def __init__(self, endpoint: str, account: Account) -> None:
        self._endpoint = endpoint
        self._account = account
        self._lock = threading.Lock()
        self._made: Any = None

    def warm_up(self) -> None:
        """Make the client in the background."""
        threading.Thread(target=self._client, name="s3-client", daemon=True).start()

    def put(self, bucket: str, key: str, body: bytes, stop: threading.Event) -> bool:
        """Store an object, however often it takes; False only when stopped before it is there.

        The key is the caller's and stays the same, so that a put whose answer was lost is
        repeated over itself.
        """
        for delay in delays(FIRST_DELAY, LONGEST_DELAY):
            try:
                self._client().put_object(Bucket=bucket, Key=key, Body=body)
                return True
            except (BotoCoreError, ClientError) as failure:
                logger.warning("s3://%s/%s not stored, will be retried: %s", bucket, key, failure)
            if not paused(stop, delay):
                return False
        raise AssertionError("delays end only when stopped")

    def _client(self) -> Any:
        import boto3  # takes half a second, which must not delay the process's port
        from botocore.config import Config

        with self._lock:
            if self._made is None:
                self._made = boto3.client(
                    "s3",
                    endpoint_url=self._endpoint,
                    region_name=self._account.region,
                    aws_access_key_id=self._account.access_key,
                    aws_secret_access_key=self._account.secret_key,
                    config=Config(
                        connect_timeout=3,
                        read_timeout=30,
                        retries={"total_max_attempts": 1},
                        max_pool_connections=16,
                        s3={"addressing_style": "path"},
                    ),
                )
            return self._made
