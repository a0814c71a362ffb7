"""snowplow-tracker for Python, by POST in twos or by GET one by one.

It sends again from a timer, so the process lives until everything has been acknowledged.
"""

import os
import threading

from snowplow_tracker import EmitterConfiguration, SelfDescribing, SelfDescribingJson, Snowplow

SCHEMAS = "iglu:com.snowplowanalytics.snowplow.ecommerce"


def view_of(product: str) -> SelfDescribing:
    """What the e-commerce plug-ins of Snowplow's other trackers send for a product view."""
    shown = {"id": product, "category": "lips", "price": 9.9, "currency": "EUR"}
    return SelfDescribing(
        event_json=SelfDescribingJson(
            f"{SCHEMAS}/snowplow_ecommerce_action/jsonschema/1-0-2", {"type": "product_view"}
        ),
        context=[SelfDescribingJson(f"{SCHEMAS}/product/jsonschema/1-0-0", shown)],
    )


if __name__ == "__main__":
    method = os.environ["WAY"]
    products = os.environ["PRODUCTS"].split(",")
    acknowledged = threading.Semaphore(0)
    tracker = Snowplow.create_tracker(
        namespace="shop",
        endpoint=os.environ["ADDRESS"],
        method=method,
        app_id=os.environ["APP_ID"],
        emitter_config=EmitterConfiguration(
            batch_size=2 if method == "post" else None,
            request_timeout=2,
            on_success=lambda events: acknowledged.release(len(events)),
        ),
    )
    for product in products:
        tracker.track(view_of(product))
        # By GET the last answer decides for all that a flush sends, so they go one by one.
        if method == "get":
            acknowledged.acquire()
    tracker.flush()
    if method == "post":
        for _ in products:
            acknowledged.acquire()
