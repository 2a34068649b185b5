// Types of the deployment: its snapshot, its release and its environment.

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
    BROWSER?: unknown;
  }
}
