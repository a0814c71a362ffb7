// @rudderstack/analytics-js: one event a request, in batches of two, or by beacon.
import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";
import { beginWork, task } from "./task.js";

const ways = {
  single: { queueOptions: { minRetryDelay: 200 } },
  batched: {
    queueOptions: {
      minRetryDelay: 200,
      batch: { enabled: true, maxItems: 2, flushInterval: 300 },
    },
  },
  beacon: { useBeacon: true },
};
const analytics = new RudderAnalytics();
analytics.load(task.writeKey, task.address, {
  configUrl: task.address,
  onLoaded: beginWork,
  ...ways[task.way],
});
for (const product of task.products) {
  analytics.track("Product Viewed", { product_id: product });
}
