// The package `catalog-edge`: answers the catalogue's API from a snapshot, without requests.

/** What to answer from. */
export interface Options {
  /**
   * Address of the service. Only requests to it are answered here. Without it, requests to any host are, if their path is
   * one of the API.
   */
  api?: string | URL;
  /** The snapshot. Without it, the service at `api` gives its current one. */
  snapshot?: ArrayBuffer | ArrayBufferView | Response;
  /** The engine: the file `catalog_edge_bg.wasm` of this package, compiled, or its bytes, its address or a reply with it. */
  engine?: WebAssembly.Module | BufferSource | Response | string | URL;
  /** The variables `CORS_ORIGINS` and `CORS_LOCALHOST` of the service, if replies should have its CORS fields. */
  corsOrigins?: string;
  corsLocalhost?: "on" | "off";
  /** Sends the requests that are not answered here. */
  fetch?: (request: Request) => Promise<Response>;
}

/** An opened snapshot. */
export interface Catalogue {
  /** Identity of the content. */
  readonly digest: string;
  /** Answers as `fetch` does: from the snapshot if it has the reply, else over the network. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** The reply from the snapshot. Undefined if it does not have it: documents, pages, other methods and unknown paths. */
  answer(request: Request): Response | undefined;
}

/** Opens a snapshot. */
export function open(options: Options): Promise<Catalogue>;

/** Error of a snapshot that cannot be used: it is damaged, not to be had, or of another version. */
export class SnapshotError extends Error {}
