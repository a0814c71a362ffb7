"""rudder-sdk-python, two events to a batch, gzipped as it is by default."""

import os

from rudderstack.analytics.client import Client

if __name__ == "__main__":
    client = Client(
        os.environ["WRITE_KEY"],
        host=os.environ["ADDRESS"],
        timeout=2,
        upload_size=2,
        upload_interval=0.1,
    )
    for product in os.environ["PRODUCTS"].split(","):
        client.track(
            anonymous_id="a-visitor", event="Product Viewed", properties={"product_id": product}
        )
    client.shutdown()
