// The cost of a month: this worker's, and that of the service replaced, for the page view of the part about pages.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { folder } from "../programs.mjs";
import { sum } from "../timing.mjs";

/** Prices in USD without tax, and settings. `date` is the last day on which the source is known to have said so. */
const PRICES = JSON.parse(readFileSync(new URL("prices.json", import.meta.url), "utf8"));
const VIEWS = [0, 1_000_000];
const MONTH_SECONDS = 730 * 3600;
const MILLION = 1_000_000;
const MEGABYTE = 2 ** 20;

/**
 * Figures of a month, those that are billed in USD. A month that lacks one has a dash.
 *
 * @type {[name: string, of: (month: Record<string, number>) => number | string | undefined][]}
 */
const ROWS = [
  ["requests, million", ({ requests }) => requests / MILLION],
  ["CPU, s", ({ cpu_s }) => cpu_s],
  ["an instance is busy, s", ({ busy }) => busy],
  ["plan, USD", ({ plan_usd }) => usd(plan_usd)],
  ["requests, USD", ({ requests_usd }) => usd(requests_usd)],
  ["CPU and memory, USD", ({ compute_usd }) => usd(compute_usd)],
  ["static assets stored, USD", ({ storage_usd }) => usd(storage_usd)],
  ["instance kept while idle, USD", ({ idle_usd }) => usd(idle_usd)],
  ["database, USD", ({ database_usd }) => usd(database_usd)],
  ["together, USD", ({ total_usd }) => usd(total_usd)],
];

export function measure(report) {
  const { view } = report.figures.page ?? {};
  if (view?.cpu_us === undefined)
    throw new Error("the cost needs CPU figures of page views, on Linux: npm run bench -- --only page,cost");
  const months = VIEWS.flatMap((views) => [total(ofWorkers(view, views)), total(ofReplaced(views))]);
  const columns = VIEWS.flatMap((views) => [`${views.toLocaleString("en")} page views: Workers`, "service replaced"]);
  report.table(
    "cost of a month",
    columns,
    ROWS.map(([name, of]) => [name, ...months.map(of)]),
  );
  described(report, view);
  const [ours, replaced] = months.slice(-2);
  const { requests, cpu_s, total_usd } = ours;
  report.record({ cost: { requests, cpu_s, total_usd, replaced: { total_usd: replaced.total_usd } } });
}

function described(report, { requests, gzip }) {
  const files = sizes(folder("pages"));
  const [kilobytes, megabytes] = [gzip / 1000, sum(files) / MEGABYTE].map((size) => size.toFixed(1));
  const free = Math.floor(PRICES.workers.free_plan_requests_a_day / requests);
  report.note(
    `A page view is ${requests} requests and ${kilobytes} KB with gzip. The free plan allows ${free.toLocaleString("en")} page views a day.`,
  );
  report.note(`There are ${files.length.toLocaleString("en")} static assets with ${megabytes} MB.`);
}

/** A month on the plan *Workers Paid*. */
function ofWorkers(view, views) {
  const { plan_usd, requests_included, million_requests_usd, cpu_ms_included, million_cpu_ms_usd } = PRICES.workers;
  const requests = views * view.requests;
  const cpu_ms = (views * view.cpu_us) / 1000;
  const requests_usd = (beyond(requests, requests_included) / MILLION) * million_requests_usd;
  const compute_usd = (beyond(cpu_ms, cpu_ms_included) / MILLION) * million_cpu_ms_usd;
  const { storage_usd } = PRICES.assets;
  return { requests, cpu_s: cpu_ms / 1000, plan_usd, requests_usd, compute_usd, storage_usd };
}

/** A month on Cloud Run, which bills an instance while it answers, and less while it is kept idle. */
function ofReplaced(views) {
  const { cloud_run: prices, replaced } = PRICES;
  const { vcpu, gib, instances, request_ms, view, database } = replaced;
  const month = instances * MONTH_SECONDS;
  const requests = views * view.requests;
  // Requests that are sent at once share the instance.
  const burst = (Math.ceil(request_ms / prices.unit_ms) * prices.unit_ms) / 1000;
  const busy = Math.min(views * view.bursts * burst, month);
  const compute_usd =
    beyond(busy * vcpu, prices.vcpu_seconds_included) * prices.vcpu_second_usd +
    beyond(busy * gib, prices.gib_seconds_included) * prices.gib_second_usd;
  const idle_usd = (month - busy) * (vcpu * prices.idle_vcpu_second_usd + gib * prices.idle_gib_second_usd);
  const requests_usd = (beyond(requests, prices.requests_included) / MILLION) * prices.million_requests_usd;
  return { requests, busy, requests_usd, compute_usd, idle_usd, database_usd: database.month_usd };
}

/** The month with the sum of all that is billed. */
function total(month) {
  const billed = Object.entries(month).filter(([name]) => name.endsWith("_usd"));
  return { ...month, total_usd: sum(billed.map(([, amount]) => amount)) };
}

function beyond(amount, included) {
  return Math.max(0, amount - included);
}

function usd(amount) {
  return amount?.toFixed(2);
}

/** Sizes of all files below a folder. */
function sizes(place) {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(`${entry.parentPath}/${entry.name}`).size);
}
