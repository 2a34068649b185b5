// The account: scripts with their versions and deployments, and the assets that are uploaded.

import { createHash, randomUUID } from "node:crypto";

export class Account {
  scripts = new Map();
  /** Hash of each uploaded asset -> its bytes. */
  #assets = new Map();
  /** Token of each upload of assets -> [path, hash] of all assets that it is for. */
  #uploads = new Map();
  #time = 0;

  script(name, code = 10007) {
    return this.scripts.get(name) ?? refuse(404, code, "This Worker does not exist on your account.");
  }

  /** Opens an upload of assets. The reply names those that are missing. */
  openUpload(manifest) {
    const files = Object.entries(manifest).map(([path, { hash }]) => [path, hash]);
    const missing = [...new Set(files.map(([, hash]) => hash))].filter((hash) => !this.#assets.has(hash));
    const jwt = `e30.${Buffer.from(JSON.stringify({ upload: randomUUID() })).toString("base64url")}.`;
    this.#uploads.set(jwt, files);
    return { jwt, buckets: Array.from({ length: Math.ceil(missing.length / 500) }, () => missing.splice(0, 500)) };
  }

  /** Adds assets ([hash, bytes]). The reply holds a token if nothing is missing any more. */
  addAssets(jwt, assets) {
    for (const [hash, bytes] of assets) this.#assets.set(hash, bytes);
    return { jwt: this.files(jwt).every(([, bytes]) => bytes) ? jwt : null };
  }

  /** The assets of an upload, as [path, bytes]. */
  files(jwt) {
    const files = this.#uploads.get(jwt) ?? refuse(401, 10000, "Authentication error");
    return files.map(([path, hash]) => [path, this.#assets.get(hash)]);
  }

  /** Adds a version with `content`: modules, the entry first, and files. */
  addVersion(script, annotations, resources, content, author_email = "operator@example.com") {
    if (content.files.some(([, bytes]) => !bytes)) refuse(400, 10021, "The upload of the assets is not complete");
    const metadata = { created_on: this.#now(), source: "wrangler", author_email, has_preview: true };
    const version = { id: randomUUID(), number: script.versions.length + 1, metadata, annotations, resources };
    // Not enumerable, so that no reply holds it.
    script.versions.unshift(Object.defineProperty(version, "content", { value: content }));
    return version;
  }

  version(script, id) {
    return script.versions.find((version) => version.id === id) ?? refuse(404, 10007, "version_not_found");
  }

  /** Divides the traffic of `script` among `versions` ({version_id, percentage}). */
  deploy(script, { versions, annotations }, author_email = "operator@example.com") {
    const total = versions.reduce((sum, { percentage }) => sum + percentage, 0);
    if (versions.length > 2 || total !== 100) refuse(400, 10021, "One version, or two that add up to 100");
    for (const { version_id } of versions) this.version(script, version_id);
    const made = { id: randomUUID(), created_on: this.#now(), source: "wrangler", author_email };
    const said = { "workers/triggered_by": "deployment", ...annotations };
    script.deployments.unshift({ ...made, strategy: "percentage", annotations: said, versions });
    return script.deployments[0];
  }

  /** No two times are equal, because callers sort by them. */
  #now() {
    this.#time = Math.max(Date.now(), this.#time + 1);
    return new Date(this.#time).toISOString();
  }
}

/** The version of a deployment that gets a request: by override, by key, or at random. */
export function chosen(script, { versions }, headers) {
  const override = /^\s*([\w-]+)="([\da-f-]+)"\s*$/.exec(headers["cloudflare-workers-version-overrides"]);
  const named = override?.[1] === script.name && versions.find(({ version_id }) => version_id === override[2]);
  const key = headers["cloudflare-workers-version-key"];
  const place = key ? createHash("sha256").update(key).digest().readUInt32BE() / 2 ** 32 : Math.random();
  const { version_id } = named || (place * 100 < versions[0].percentage ? versions[0] : versions.at(-1));
  return script.versions.find(({ id }) => id === version_id);
}

/** Ends a call with an error. */
export function refuse(status, code, message) {
  throw Object.assign(new Error(message), { status, code });
}
