"""Where the SDK sends and where it keeps what is not sent yet."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class SdkSettings:
    """With an `endpoint` events go over HTTP with the write key, without one straight to Kinesis.

    `spool` is a folder that outlives the process; several processes may share it.
    `memory_bytes` bounds what waits in memory, in the intake and before the sender each.
    `linger_seconds`: how long an event may wait for others to share its record.
    """

    stream: str = "events-raw"
    endpoint: str = ""
    write_key: str = ""
    spool: Path = Path.home() / ".headwater-spool"
    memory_bytes: int = 64 * 1024 * 1024
    linger_seconds: float = 0.25

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Reads HEADWATER_RAW_STREAM, _ENDPOINT, _WRITE_KEY and _SPOOL; AWS' own are boto3's."""
        found = os.environ if environment is None else environment
        return cls(
            stream=found.get("HEADWATER_RAW_STREAM", cls.stream),
            endpoint=found.get("HEADWATER_ENDPOINT", cls.endpoint),
            write_key=found.get("HEADWATER_WRITE_KEY", cls.write_key),
            spool=Path(found.get("HEADWATER_SPOOL", cls.spool)),
        )
