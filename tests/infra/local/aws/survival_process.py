"""The streams process as a test runs it: the real composition, with handlers that only note.

Run as a script by test_survival.py, with the installation's environment.
"""

import base64
import logging
import os
import threading
from pathlib import Path
from typing import Any

from infra.local.aws.functions.function import Function, FunctionSettings
from infra.local.settings import open_stack
from infra.local.stack.streams_process import serve

SEEN = Path(os.environ["TEST_SEEN_FILE"])
_lock = threading.Lock()


def note(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Append `shard sequence data` of every record to the file of what was seen."""
    lines = [
        f"{record['eventID'].replace(':', ' ')} "
        f"{base64.b64decode(record['kinesis']['data']).decode()}\n"
        for record in event["Records"]
    ]
    with _lock, SEEN.open("a") as seen:
        seen.write("".join(lines))
    return {"batchItemFailures": []}


def archive(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Pass every record with a line break after it."""
    return {
        "records": [
            {
                "recordId": record["recordId"],
                "result": "Ok",
                "data": base64.b64encode(base64.b64decode(record["data"]) + b"\n").decode(),
            }
            for record in event["records"]
        ]
    }


def deployed(name: str, handler: Any) -> Function:
    function = Function(FunctionSettings(name, f"arn:{name}", "none:none"))
    function._handler = handler
    return function


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    functions = {
        "collector": deployed("collector", note),
        "archiver": deployed("archiver", archive),
    }
    serve(open_stack(), functions)
