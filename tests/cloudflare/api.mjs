// Cloudflare's API, as far as wrangler calls it for a worker with assets. Lists show the ten newest.

import { refuse } from "./account.mjs";

export const CREDENTIALS = { account: "0123456789abcdef0123456789abcdef", token: "token-of-the-stand-in" };
const SCRIPT = "/workers/scripts/:name";

/** Method and path -> result. A handler that takes `script` refuses a call for a script that does not exist. */
const ROUTES = Object.entries({
  "GET /workers/subdomain": ({ domain }) => ({ subdomain: domain.split(".")[0] }),
  "GET /workers/services/:name": ({ account, name }) => {
    const { tag, settings } = account.script(name, 10090);
    return { id: name, default_environment: { script: { id: name, tag, ...settings } } };
  },
  "GET /workers/workers/:name": ({ script: { tag, subdomain }, name, domain }) => {
    const addresses = { url: `https://${name}.${domain}`, preview_url_suffix: `-${name}.${domain}` };
    return { id: tag, name, subdomain: { ...subdomain, ...addresses } };
  },
  "POST /workers/assets/upload": addAssets,
  [`POST ${SCRIPT}/assets-upload-session`]: ({ account, json }) => account.openUpload(json.manifest),
  [`PUT ${SCRIPT}`]: putScript,
  [`GET ${SCRIPT}/secrets`]: ({ script }) => script && [],
  [`GET ${SCRIPT}/settings`]: ({ script }) => ({ bindings: script.versions[0].resources.bindings }),
  [`PATCH ${SCRIPT}/script-settings`]: ({ script, json }) => Object.assign(script.settings, json),
  // Without a wish, previews follow the address itself.
  [`POST ${SCRIPT}/subdomain`]: ({ script: { subdomain }, json: { enabled, previews_enabled = enabled } }) =>
    Object.assign(subdomain, { enabled, previews_enabled }),
  [`GET ${SCRIPT}/versions`]: ({ script }) => ({ items: script.versions.slice(0, 10) }),
  [`POST ${SCRIPT}/versions`]: ({ script, ...call }) => addVersion(call, script, "version_upload"),
  [`GET ${SCRIPT}/versions/:id`]: ({ account, script, id }) => account.version(script, id),
  [`GET ${SCRIPT}/deployments`]: ({ script }) => ({ deployments: script.deployments.slice(0, 10) }),
  [`POST ${SCRIPT}/deployments`]: ({ account, script, json }) => account.deploy(script, json),
}).map(([form, handle]) => [new RegExp(`^${form.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`), handle]);

/** Method and path within the account, without the query. */
export function named({ method, url }) {
  return `${method} ${url.replace("/client/v4", "").replace(`/accounts/${CREDENTIALS.account}/`, "/").split("?")[0]}`;
}

/** The result of `call`, method and path. */
export async function answer(account, domain, call, headers, body) {
  const token = headers.authorization?.replace("Bearer ", "");
  if (token !== CREDENTIALS.token && !call.endsWith("/assets/upload")) refuse(401, 10000, "Authentication error");
  for (const [route, handle] of ROUTES) {
    const match = route.exec(call);
    if (!match) continue;
    const type = headers["content-type"] ?? "";
    const isForm = type.startsWith("multipart/");
    const form = isForm && [...(await new Response(body, { headers: { "content-type": type } }).formData())];
    const json = !isForm && body.length > 0 && JSON.parse(body);
    const script = { get: () => account.script(match.groups.name) };
    return handle(Object.defineProperty({ ...match.groups, account, domain, token, form, json }, "script", script));
  }
  return refuse(501, 1, `The stand-in does not know ${call}`);
}

async function addAssets({ account, token, form }) {
  const assets = form.map(async ([hash, file]) => [hash, Buffer.from(await file.text(), "base64")]);
  return account.addAssets(token, await Promise.all(assets));
}

/** Adds a version that gets all traffic at once: the first one of a script. */
async function putScript({ account, name, form }) {
  const none = { name, tag: name, subdomain: {}, settings: {}, versions: [], deployments: [] };
  const script = account.scripts.get(name) ?? none;
  const { id, startup_time_ms } = await addVersion({ account, form }, script, "upload");
  account.scripts.set(name, script);
  account.deploy(script, { versions: [{ version_id: id, percentage: 100 }] });
  return { id: name, deployment_id: id.replaceAll("-", ""), startup_time_ms };
}

async function addVersion({ account, form }, script, trigger) {
  const { metadata, ...parts } = Object.fromEntries(form);
  const { main_module, annotations, assets, bindings, ...settings } = JSON.parse(metadata);
  const names = [main_module, ...Object.keys(parts).filter((name) => name !== main_module)];
  const modules = names.map(async (name) => ({ name, type: parts[name].type, bytes: await parts[name].bytes() }));
  const content = { modules: await Promise.all(modules), files: assets ? account.files(assets.jwt) : [] };
  const { compatibility_date, compatibility_flags = [] } = settings;
  const script_runtime = { compatibility_date, compatibility_flags };
  const resources = { bindings, script: { handlers: ["fetch"] }, script_runtime };
  const said = { "workers/triggered_by": trigger, ...annotations };
  return { ...account.addVersion(script, said, resources, content), startup_time_ms: 1 };
}
