// Types of the generated modules: the engine, as `cargo xtask bundle` makes it of `src/edge.rs`.

declare module "*/catalog_edge.js" {
  /** A response, or the work that is left: see `Edge::fetch` in `src/edge.rs`. */
  type Answer =
    | Response
    | ["document" | "page", path: string, bare: Response]
    | ["chunks", chunks: Chunks, bare: Response]
    | ["origin", url: string, seconds: number];

  /** The numbers that continue a body. */
  export type Rest = [numbers: Uint32Array, found: Uint32Array, run: Uint32Array];
  /** The first chunk of a body, and the rest. */
  export type Chunks = [first: Uint8Array<ArrayBuffer>, ...Rest];

  export class Edge {
    constructor(
      snapshot: ArrayBuffer,
      corsOrigins: string | undefined,
      corsLocalhost: string | undefined,
      origin: string | undefined,
      originTimeout: string | undefined,
      browser: string | undefined,
      digest: string | undefined,
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
    chunk(url: string, rest: Rest): Uint8Array<ArrayBuffer>;
  }

  /** Makes the first instance of a compiled engine. In the worker, the module makes it itself. */
  export function initSync(engine: { module: WebAssembly.Module }): void;
  /** Makes another instance. All objects of the one before are lost. */
  export function __wbg_reset_state(): void;
}
