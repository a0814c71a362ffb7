// @snowplow/node-tracker: what failed stays first in the queue until the next event or flush.
import { env } from "node:process";
import { setTimeout } from "node:timers/promises";
import { buildSelfDescribingEvent, newTracker } from "@snowplow/node-tracker";

const SCHEMAS = "iglu:com.snowplowanalytics.snowplow.ecommerce";
const products = env.PRODUCTS.split(",");
let acknowledged = 0;

const tracker = newTracker(
  { namespace: "shop", appId: env.APP_ID },
  {
    endpoint: env.ADDRESS,
    bufferSize: 2,
    connectionTimeout: 2000,
    onRequestSuccess: (events) => (acknowledged += events.length),
  },
);
for (const id of products) {
  const shown = { id, category: "lips", price: 9.9, currency: "EUR" };
  tracker.track(
    buildSelfDescribingEvent({
      event: {
        schema: `${SCHEMAS}/snowplow_ecommerce_action/jsonschema/1-0-2`,
        data: { type: "product_view" },
      },
    }),
    [{ schema: `${SCHEMAS}/product/jsonschema/1-0-0`, data: shown }],
  );
}
while (acknowledged < products.length) {
  await tracker.flush();
  await setTimeout(200);
}
