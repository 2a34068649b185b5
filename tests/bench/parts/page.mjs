// The pages in Chromium: requests, levels and bytes of visits, and the time until pictures can be asked for.
import { CODINGS } from "../compressing.mjs";
import { Network } from "../network.mjs";
import { withPages } from "../pages.mjs";
import { quantile, sum } from "../timing.mjs";
import { request } from "../workerd.mjs";

/** The requests of the client of the service replaced for its first view. */
const REPLACED = ["/plots/filter", "/specs", "/libraries", "/stats"];
/** A slow telephone: 1.6 Mbit/s, 150 ms. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const ROUNDS = 5;

export function measure(report) {
  return withPages(async (browser, port, origin) => {
    await visits(report, browser, port, origin);
    await slowly(report, browser, origin);
  });
}

async function visits(report, browser, port, origin) {
  const { page, session } = await opened(browser);
  const network = new Network(session, origin);
  const rows = [];
  const add = async (name, requests) => {
    const levels = requests.map(({ level }) => level);
    const sizes = await sizesOf(
      port,
      requests.filter(({ status }) => status === 200).map(({ path }) => path),
    );
    rows.push([name, requests.length, Math.max(...levels) - Math.min(...levels) + 1, ...sizes]);
    return sizes[1];
  };
  const explore = async () => {
    await page.goto(`${origin}/explore`);
    await settled(page);
  };
  await explore();
  const first = await add("first view", await network.take());
  await page.goto("about:blank");
  await explore();
  await add("second visit", await network.take());
  const choose = async (facet) => {
    await page.locator(`.facet[data-facet="${facet}"] .values input`).first().check();
    await page.waitForFunction(() => document.querySelector("main").hasAttribute("aria-busy") === false);
    await settled(page);
  };
  await choose("lib");
  const click = await add("a click", await network.take());
  await choose("plot");
  await add("another click", await network.take());
  await page.locator(".card a").first().click();
  await page.getByRole("dialog").getByRole("heading", { name: "Tags" }).waitFor();
  const details = await add("details", await network.take());
  await page.goto(`${origin}/docs`, { waitUntil: "load" });
  await add("the API page", await network.take());
  await page.context().close();
  rows.push(["client replaced, first view, JSON alone", REPLACED.length, 1, ...(await sizesOf(port, REPLACED))]);
  const columns = ["requests", "levels", "bytes", ...Object.keys(CODINGS)];
  report.table("the Explorer in Chromium, no pictures", columns, rows);
  report.record({ page: { first, click, details } });
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
