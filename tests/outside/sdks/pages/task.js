// What a page is told to do, in its query.
const query = new URLSearchParams(location.search);
window.working = false;

export const task = {
  address: query.get("address"),
  writeKey: query.get("write_key"),
  appId: query.get("app_id"),
  way: query.get("way"),
  products: query.get("products").split(","),
};

// Says that the SDK is at work: from now on the page may be left.
export function beginWork() {
  window.working = true;
}
