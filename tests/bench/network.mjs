// What a page asks the network for, as Chromium's own protocol tells it.

/** Most milliseconds to wait for replies. */
const PATIENCE = 10_000;

/** The requests of a page to its own server. */
export class Network {
  #origin;
  #requests = new Map();
  /** Levels of addresses: 1 for the page, and for each other file one more than that of what asked for it. */
  #levels = new Map();

  constructor(session, origin) {
    this.#origin = origin;
    session.on("Network.requestWillBeSent", (event) => this.#sent(event));
    session.on("Network.requestServedFromCache", ({ requestId }) => this.#requests.delete(requestId));
    session.on("Network.loadingFailed", ({ requestId }) => this.#requests.delete(requestId));
    session.on("Network.responseReceived", ({ requestId, response }) => {
      if (response.fromDiskCache) this.#requests.delete(requestId);
      else this.#answered(requestId, response.status);
    });
    // The status on the network. To the page, 304 is the status of the reply in its cache.
    session.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode }) => {
      if (statusCode === 304) this.#answered(requestId, statusCode);
    });
  }

  /** The requests since the last call that went over the network: path, status and level of each. All are answered. */
  async take() {
    const isOpen = () => [...this.#requests.values()].some(({ status }) => status === undefined);
    const deadline = performance.now() + PATIENCE;
    // The protocol tells of a reply later than the page shows it.
    while (isOpen() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    if (isOpen()) throw new Error(`not answered: ${[...this.#requests.values()].map(({ path }) => path).join(" ")}`);
    const taken = [...this.#requests.values()];
    this.#requests.clear();
    return taken;
  }

  #answered(requestId, status) {
    const sent = this.#requests.get(requestId);
    if (sent && sent.status !== 304) sent.status = status;
  }

  #sent({ requestId, request, initiator, type }) {
    if (!request.url.startsWith(`${this.#origin}/`) || request.url.includes("/site/previews/")) return;
    if (type === "Document") this.#levels.clear();
    const cause = initiator.stack?.callFrames[0]?.url ?? initiator.url;
    // The browser itself asks for what header fields of the page name.
    const level = type === "Document" ? 1 : 1 + (this.#levels.get(cause) ?? 1);
    this.#levels.set(request.url, level);
    this.#requests.set(requestId, { path: request.url.slice(this.#origin.length), status: undefined, level });
  }
}
