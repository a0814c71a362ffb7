// @segment/analytics-node, two events to a batch.
import { env } from "node:process";
import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({
  writeKey: env.WRITE_KEY,
  host: env.ADDRESS,
  maxEventsInBatch: 2,
  flushInterval: 100,
  httpRequestTimeout: 2000,
});
for (const product of env.PRODUCTS.split(",")) {
  analytics.track({
    anonymousId: "a-visitor",
    event: "Product Viewed",
    properties: { product_id: product },
  });
}
await analytics.closeAndFlush();
