// @rudderstack/rudder-sdk-node, gzipped as it is by default.
// Without the last two options a time-out is not sent again, and holds for all attempts together.
import { env } from "node:process";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";

const client = new RudderAnalytics(env.WRITE_KEY, {
  dataPlaneUrl: env.ADDRESS,
  timeout: 2000,
  flushAt: 2,
  flushInterval: 100,
  axiosConfig: { transitional: { clarifyTimeoutError: true } },
  axiosRetryConfig: { shouldResetTimeout: true },
});
for (const product of env.PRODUCTS.split(",")) {
  client.track({
    anonymousId: "a-visitor",
    event: "Product Viewed",
    properties: { product_id: product },
  });
}
await client.flush();
