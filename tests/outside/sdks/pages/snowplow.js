// @snowplow/browser-tracker with the e-commerce plug-in, by POST, by GET, anonymously, or filling a cart.
// What failed stays first in the queue until the next event or flush.
import { flushBuffer, newTracker } from "@snowplow/browser-tracker";
import {
  SnowplowEcommercePlugin,
  trackAddToCart,
  trackProductView,
} from "@snowplow/browser-plugin-snowplow-ecommerce";
import { beginWork, task } from "./task.js";

const anonymous = { anonymousTracking: { withServerAnonymisation: true } };
let acknowledged = 0;

newTracker("shop", task.address, {
  appId: task.appId,
  plugins: [SnowplowEcommercePlugin()],
  eventMethod: task.way === "get" ? "get" : "post",
  connectionTimeout: 2000,
  onRequestSuccess: (events) => (acknowledged += events.length),
  ...(task.way === "anonymous" ? anonymous : {}),
});
for (const id of task.products) {
  const product = { id, category: "lips", price: 9.9, currency: "EUR" };
  if (task.way === "cart") {
    trackAddToCart({
      products: [{ ...product, quantity: 1 }],
      total_value: 9.9,
      currency: "EUR",
    });
  } else {
    trackProductView(product);
  }
}
beginWork();
const flushing = setInterval(() => {
  if (acknowledged < task.products.length) flushBuffer();
  else clearInterval(flushing);
}, 200);
