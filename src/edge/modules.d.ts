// Types of the modules that `cargo xtask bundle` puts beside those of this folder, and of the deployment's environment.

declare module "*/catalog_edge.js" {
  /** A response, or the work that is left: see `Edge::fetch` in `src/edge.rs`. */
  type Answer =
    | Response
    | ["document" | "page", path: string, bare: Response]
    | ["chunks", chunks: Chunks, bare: Response]
    | ["origin", url: string, seconds: number];

  /** The numbers that continue a body. */
  type Rest = [numbers: Uint32Array, kept: Uint32Array];
  /** The first chunk of a body, and the rest. */
  type Chunks = [first: Uint8Array, ...Rest];

  export class Edge {
    constructor(
      snapshot: ArrayBuffer,
      corsOrigins: string | undefined,
      corsLocalhost: string | undefined,
      origin: string | undefined,
      originTimeout: string | undefined,
      digest: string,
      cloudflareVersion: string | undefined,
    );
    fetch(
      method: string,
      url: string,
      origin: string | null,
      ifNoneMatch: string | null,
      requestedMethod: string | null,
      requestedHeaders: string | null,
    ): Answer;
    failure(method: string, url: string, origin: string | null, status: number): Response;
    chunk(url: string, rest: Rest): Uint8Array;
  }

  export function __wbg_reset_state(): void;
}

declare module "*/catalog.snap" {
  const snapshot: ArrayBuffer;
  export default snapshot;
}

declare module "*/release.js" {
  const digest: string;
  export default digest;
}

declare namespace Cloudflare {
  interface Env {
    ASSETS: Fetcher;
    CF_VERSION_METADATA?: WorkerVersionMetadata;
    /** Variables may be missing, and a deployment may give them any JSON value. */
    CORS_ORIGINS?: unknown;
    CORS_LOCALHOST?: unknown;
    ORIGIN?: unknown;
    ORIGIN_TIMEOUT?: unknown;
  }
}
