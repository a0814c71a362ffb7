"""A producer of durable events that notes what was promised to it; run as a script, to be killed.

Arguments: the spool, the journal, the first number, how many, how many threads.
"""

import os
import sys
import threading
from pathlib import Path

from ingest_lambdas.tracker_sdk import SdkSettings, Tracker


def produce(tracker: Tracker, journal: int, numbers: range) -> None:
    for number in numbers:
        message_id = f"event-{number}"
        fields = {"order_id": str(number), "value": number}
        while not tracker.track(
            "Order Completed", fields, user_id="u", message_id=message_id, durable=True
        ):
            continue
        os.write(journal, f"{message_id}\n".encode())


def main(spool: str, journal: str, first: str, count: str, threads: str) -> None:
    tracker = Tracker("crm", SdkSettings(spool=Path(spool)))
    noted = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    numbers = range(int(first), int(first) + int(count))
    producers = [
        threading.Thread(target=produce, args=(tracker, noted, numbers[n :: int(threads)]))
        for n in range(int(threads))
    ]
    for producer in producers:
        producer.start()
    for producer in producers:
        producer.join()
    while not tracker.flush(5):
        continue
    tracker.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
