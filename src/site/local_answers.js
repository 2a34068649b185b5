// Lets a service worker answer this page from a snapshot in this browser. The first view does not wait for it.

/** Registers the service worker when the page has loaded and the browser is idle. */
export function answerHere() {
  if (!("serviceWorker" in navigator)) return;
  if (document.readyState === "complete") whenIdle(register);
  else addEventListener("load", () => whenIdle(register), { once: true });
}

function register() {
  // Where there is none, for instance because the deployment gives no snapshot, the network answers as before.
  navigator.serviceWorker.register("/catalog-edge.js", { scope: "/explore" }).catch(() => {});
}

/** @param {() => void} call */
function whenIdle(call) {
  if ("requestIdleCallback" in window) requestIdleCallback(call);
  else setTimeout(call, 1000);
}
