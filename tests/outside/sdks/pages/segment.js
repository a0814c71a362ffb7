// @segment/analytics-next, one event a request or in batches of two; or filling a cart.
import { AnalyticsBrowser } from "@segment/analytics-next";
import { beginWork, task } from "./task.js";

const batching = { strategy: "batching", config: { size: 2, timeout: 300 } };
const analytics = AnalyticsBrowser.load(
  { writeKey: task.writeKey, cdnURL: task.address },
  task.way === "batched"
    ? { integrations: { "Segment.io": { deliveryStrategy: batching } } }
    : {},
);
analytics.ready(beginWork);
for (const product of task.products) {
  if (task.way === "cart") {
    analytics.track("Product Added", {
      product_id: product,
      category: "lips",
      price: 9.9,
      currency: "EUR",
      quantity: 1,
      cart_value: 9.9,
    });
  } else {
    analytics.track("Product Viewed", { product_id: product });
  }
}
