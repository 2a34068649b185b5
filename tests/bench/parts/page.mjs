// The pages in Chromium: requests, levels, CPU and bytes of visits, and the time until pictures can be asked for.
import { CODINGS } from "../compressing.mjs";
import { loaded } from "../load.mjs";
import { Network } from "../network.mjs";
import { withPages } from "../pages.mjs";
import { quantile, sum } from "../timing.mjs";
import { request } from "../workerd.mjs";

/** The requests of the client of the service replaced for its first view. */
const REPLACED = ["/plots/filter", "/specs", "/libraries", "/stats"];
/** A slow telephone: 1.6 Mbit/s, 150 ms. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const ROUNDS = 5;
/** Seconds of load on each path. */
const SECONDS = 1;
/** The steps of a page view: caches are cold, two values are chosen, and the details of an image are opened. */
const VIEW = ["first view", "a click", "another click", "details"];

export function measure(report) {
  return withPages(async (browser, worker, origin) => {
    await visits(report, browser, worker, origin);
    await slowly(report, browser, origin);
  });
}

async function visits(report, browser, worker, origin) {
  const steps = await walked(browser, origin);
  const found = {};
  for (const [name, requests] of steps) {
    const levels = requests.map(({ level }) => level);
    const paths = requests.filter(({ status }) => status === 200).map(({ path }) => path);
    found[name] = {
      requests: requests.length,
      levels: Math.max(...levels) - Math.min(...levels) + 1,
      cpu: await cpuOf(worker, requests),
      sizes: await sizesOf(worker.port, paths),
    };
  }
  const rows = Object.entries(found).map(([name, { requests, levels, cpu, sizes }]) => [
    name,
    requests,
    levels,
    Number.isNaN(cpu) ? null : cpu,
    ...sizes,
  ]);
  const columns = ["requests", "levels", "CPU us", "bytes", ...Object.keys(CODINGS)];
  report.table("the Explorer in Chromium, no pictures", columns, rows);
  const gzip = (name) => found[name].sizes[1];
  report.record({ page: { first: gzip("first view"), click: gzip("a click"), details: gzip("details") } });
  const viewed = VIEW.map((name) => found[name]);
  const total = (of) => sum(viewed.map(of));
  const cpu_us = total(({ cpu }) => cpu);
  report.record({ page: { view: { requests: total(({ requests }) => requests), gzip: sum(VIEW.map(gzip)) } } });
  if (!Number.isNaN(cpu_us)) report.record({ page: { view: { cpu_us } } });
}

/** The requests of each step of a visitor, and those of the client replaced. */
async function walked(browser, origin) {
  const { page, session } = await opened(browser);
  const network = new Network(session, origin);
  const steps = new Map();
  const took = async (name) => steps.set(name, await network.take());
  const explore = async () => {
    await page.goto(`${origin}/explore`);
    await settled(page);
  };
  await explore();
  await took("first view");
  await page.goto("about:blank");
  await explore();
  await took("second visit");
  const choose = async (facet) => {
    await page.locator(`.facet[data-facet="${facet}"] .values input`).first().check();
    await page.waitForFunction(() => document.querySelector("main").hasAttribute("aria-busy") === false);
    await settled(page);
  };
  await choose("lib");
  await took("a click");
  await choose("plot");
  await took("another click");
  await page.locator(".card a").first().click();
  await page.getByRole("dialog").getByRole("heading", { name: "Tags" }).waitFor();
  await took("details");
  await page.goto(`${origin}/docs`, { waitUntil: "load" });
  await took("the API page");
  await page.context().close();
  const replaced = REPLACED.map((path) => ({ path, status: 200, level: 1 }));
  return steps.set("client replaced, first view, JSON alone", replaced);
}

/** CPU us that the worker takes for these requests, each under load by itself. */
async function cpuOf(worker, requests) {
  let total = 0;
  for (const { path, status } of requests) {
    const { headers } = await request(worker.port, path);
    const header = status === 304 ? `if-none-match: ${headers.etag}` : undefined;
    total += (await loaded(worker, path, header, SECONDS)).cpu;
  }
  return total;
}

/** Sums over the bodies at these paths: as they are, and in each coding. */
async function sizesOf(port, paths) {
  const bodies = await Promise.all(paths.map(async (path) => (await request(port, path)).body));
  return [(body) => body, ...Object.values(CODINGS)].map((coding) => sum(bodies.map((body) => coding(body).length)));
}

async function slowly(report, browser, origin) {
  const first = [];
  const second = [];
  const replaced = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { page, session } = await opened(browser);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector(".card")) return;
        document.documentElement.dataset.listed = String(performance.now());
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    await session.send("Network.emulateNetworkConditions", SLOW);
    for (const times of [first, second]) {
      await page.goto(`${origin}/explore`);
      await page.waitForFunction(() => document.documentElement.dataset.listed !== undefined);
      times.push(await page.evaluate(() => Number(document.documentElement.dataset.listed)));
      await settled(page);
      await page.goto("about:blank");
    }
    await page.context().close();
    replaced.push(await timeOfReplaced(browser, origin));
  }
  const rows = [
    ["first view", ...of(first)],
    ["second visit", ...of(second)],
    ["client replaced, its JSON alone", ...of(replaced)],
  ];
  report.table("1.6 Mbit/s, 150 ms, gzip: ms until the pictures' addresses are there", ["p50", "worst"], rows);
}

async function timeOfReplaced(browser, origin) {
  const { page, session } = await opened(browser);
  await page.goto(`${origin}/stats`);
  await session.send("Network.emulateNetworkConditions", SLOW);
  const time = await page.evaluate(async (paths) => {
    const start = performance.now();
    const replies = paths.map(async (path) => (await fetch(path, { cache: "no-store" })).json());
    await replies[0];
    return performance.now() - start;
  }, REPLACED);
  await page.context().close();
  return time;
}

/** A visitor without a cache, whom no service worker serves. */
async function opened(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  return { page, session };
}

/** Waits until the Explorer has shown a reply, and how long it took. */
async function settled(page) {
  await page.waitForFunction(
    () =>
      !document.querySelector("main").hasAttribute("aria-busy") &&
      document.getElementById("reading").textContent !== "",
  );
}

function of(times) {
  return [quantile(times, 0.5), quantile(times, 1)];
}
