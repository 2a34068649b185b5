// Replies that the service worker makes, beside the same over the network: time until they are parsed, bytes of a session,
// time until they begin, and memory.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { withPages } from "../pages.mjs";
import { folder, root } from "../programs.mjs";
import { paged, queries } from "../queries.mjs";
import { quantile, sum } from "../timing.mjs";
import { opener } from "../worker.mjs";
import { request } from "../workerd.mjs";

/** A good telephone: 9 Mbit/s, 85 ms. */
const FAST_PHONE = { offline: false, latency: 85, downloadThroughput: 1_125_000, uploadThroughput: 1_125_000 };
const FILTERS = 60;
const CLICKS = [1, 10, 50];
/** Parts of a reply that the Explorer asks for once. */
const OF_A_CLICK = "limit=48&values=50&omit=globalCounts,specTitles";
const SLOWDOWN = 4;

export function measure(report) {
  const paths = queries(opener()()).slice(0, FILTERS);
  return withPages(async (browser, { port }, origin) => {
    await times(report, browser, origin, paths);
    await bytes(report, port, paths);
    await beginning(report, browser, origin);
    await memory(report, browser, origin, paths);
  });
}

async function times(report, browser, origin, paths) {
  const { page, session } = await visited(browser, origin, "allow");
  const asked = { "all images": paths, "limit=36": paths.map(paged) };
  const rows = [];
  for (const [name, list] of Object.entries(asked)) {
    const here = await timed(page, list, "default");
    const there = await timed(page, list, "no-store");
    await session.send("Network.emulateNetworkConditions", FAST_PHONE);
    const afar = await timed(page, list.slice(0, 12), "no-store");
    await session.send("Network.emulateNetworkConditions", {
      ...FAST_PHONE,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    for (const [place, found] of Object.entries({
      "in this browser": here,
      "over loopback": there,
      "9 Mbit/s, 85 ms": afar,
    }))
      rows.push([`${name}, ${place}`, quantile(found, 0.5), quantile(found, 0.99), quantile(found, 1)]);
  }
  report.table("filters in Chromium, ms from fetch to parsed JSON", ["p50", "p99", "worst"], rows);
  await page.context().close();
}

/** Milliseconds of each path. Throws if a reply is not made where it should be. */
function timed(page, paths, cache) {
  return page.evaluate(
    async ([list, mode]) => {
      const found = [];
      for (const path of list) {
        const start = performance.now();
        const reply = await fetch(path, { cache: mode });
        await reply.json();
        found.push(performance.now() - start);
        const isLocal = reply.headers.get("server-timing")?.startsWith("browser") ?? false;
        if (isLocal !== (mode === "default")) throw new Error(`${path} was not answered where it should be`);
      }
      return found;
    },
    [paths, cache],
  );
}

/** Bytes with gzip. The same click again costs nothing in either way. */
async function bytes(report, port, paths) {
  const gzip = (body) => gzipSync(body, { level: 6 }).length;
  const sizes = async (parameters) =>
    Promise.all(
      paths.map(async (path) => gzip((await request(port, `${path}${parameters && `&${parameters}`}`)).body)),
    );
  const [whole, click] = [await sizes(""), await sizes(OF_A_CLICK)];
  const files = ["build/site/catalog-edge.js", "build/engine/catalog_edge_bg.wasm", "build/bench/catalog.snap"];
  const loaded = sum(files.map((file) => gzip(readFileSync(root + file))));
  const rows = CLICKS.map((clicks) => [
    `${clicks} clicks`,
    sum(whole.slice(0, clicks)),
    sum(click.slice(0, clicks)),
    loaded,
  ]);
  const columns = [
    "all images, over the network",
    "48 images, over the network",
    "service worker, engine and snapshot",
  ];
  report.table("a session of filters, bytes with gzip", columns, rows);
}

/** Milliseconds from the call of `open` until the first reply. */
async function beginning(report, browser, origin) {
  execFileSync(process.execPath, [`${root}xtask/site/package.mjs`, folder("package")]);
  const rows = [];
  for (const rate of [1, SLOWDOWN]) {
    const found = [];
    for (let round = 0; round < 5; round += 1) found.push(await begun(browser, origin, rate));
    rows.push([rate === 1 ? "as it is" : `${rate} times slower`, quantile(found, 0.5), quantile(found, 1)]);
  }
  report.table("processor: ms until the first reply of the module, loopback", ["p50", "worst"], rows);
}

async function begun(browser, origin, rate) {
  const context = await browser.newContext({ bypassCSP: true, serviceWorkers: "block" });
  const file = (name, contentType) => ({ body: readFileSync(`${folder("package")}/${name}`), contentType });
  await context.route("**/package/index.js", (route) => route.fulfill(file("index.js", "text/javascript")));
  const engine = file("catalog_edge_bg.wasm", "application/wasm");
  await context.route("**/package/catalog_edge_bg.wasm", (route) => route.fulfill(engine));
  const page = await context.newPage();
  await page.goto(`${origin}/docs`);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  const time = await page.evaluate(async () => {
    const { open } = await import(/** @type {string} */ ("/package/index.js"));
    const start = performance.now();
    const catalogue = await open({ api: location.origin });
    await (await catalogue.fetch(new URL("/plots/filter?limit=36", location.origin))).json();
    return performance.now() - start;
  });
  await context.close();
  return time;
}

/** Memory that the page's processes have for themselves after the same clicks, with and without the service worker. */
async function memory(report, browser, origin, paths) {
  const rows = [];
  for (const [name, mode] of [
    ["without", "block"],
    ["with", "allow"],
  ]) {
    const { page } = await visited(browser, origin, mode);
    await page.evaluate(async (list) => {
      for (const path of list) await (await fetch(path)).json();
    }, paths.map(paged));
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const pages = processInfo.filter(({ type }) => type === "renderer");
    rows.push([`${name} the service worker`, sum(pages.map(({ id }) => ownMegabytes(id)))]);
    await page.context().close();
  }
  report.table("memory of the page after 60 filters", ["MB"], rows);
}

function ownMegabytes(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const of = (name) => Number(rollup.match(new RegExp(`^${name}: +(\\d+) kB`, "m"))[1]);
  return (of("Private_Clean") + of("Private_Dirty")) / 1000;
}

/** A visitor of the Explorer. If a service worker may serve it, it does. */
async function visited(browser, origin, serviceWorkers) {
  const context = await browser.newContext({ serviceWorkers });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await page.goto(`${origin}/explore`);
  if (serviceWorkers === "allow") await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return { page, session };
}
