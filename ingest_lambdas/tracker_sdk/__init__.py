"""For servers and CRM jobs: events to Headwater without a thought about retries.

    from ingest_lambdas.tracker_sdk import Tracker

    tracker = Tracker("crm")
    tracker.track("Order Completed", user_id="u-1", properties={"order_id": "o-1"})

A call never blocks on the network and never raises. What is promised of it, and when, is said in
tracker.py.
"""

from ingest_lambdas.tracker_sdk.settings import SdkSettings
from ingest_lambdas.tracker_sdk.tally import DeliveryReport
from ingest_lambdas.tracker_sdk.tracker import Tracker

__all__ = ["DeliveryReport", "SdkSettings", "Tracker"]
