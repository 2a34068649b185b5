// Growth: synthetic catalogues of ten thousand, a hundred thousand and a million images.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { power } from "../powers.mjs";
import { builder, folder, json, ownProgram, synthesis } from "../programs.mjs";
import { percent, spectrum } from "../timing.mjs";

const SIZES = [10_000, 100_000, 1_000_000];
const GROUPS = [1, 3, 6];
/** Images before the later page, which only the largest catalogue has. */
const OFFSET = 100_000;
/** The same records built with URLs that follow templates, and with URLs that hold something of their own. */
const URLS = ["fitting", "own"];
const MEGABYTE = 2 ** 20;

/** @typedef {[name: string, of: (grown: Awaited<ReturnType<typeof grow>>) => number | null]} Figure */

export async function measure(report) {
  const found = [];
  for (const images of SIZES) found.push(await grow(images));
  /** @type {Figure[]} */
  const figures = [
    ["build, s", ({ build_s }) => build_s],
    ["builder's peak, MB", ({ built_mb }) => built_mb],
    ...URLS.flatMap((urls) => [
      figure(`URLs ${urls}: build, s`, (grown) => grown[urls].seconds),
      figure(`URLs ${urls}: peak, MB`, (grown) => grown[urls].peak_mb),
    ]),
    ["snapshot, bytes", ({ bytes }) => bytes],
    ["bytes an image", ({ bytes, images }) => bytes / images],
    ["open, first in a process, ms", ({ first_ms }) => first_ms],
    ["open, compiled, ms", ({ open_ms }) => open_ms],
    ["linear memory, opened, MB", ({ opened_mb }) => opened_mb],
    ["linear memory, at the end, MB", ({ mem_mb }) => mem_mb],
    ["the isolate's heap, MB", ({ heap_mb }) => heap_mb],
    ["largest reply, MB", ({ reply_mb }) => reply_mb],
    ["limit=36, p50, ms", ({ times }) => spectrum(times).p50],
    ["limit=36, p99, ms", ({ times }) => spectrum(times).p99],
    ["limit=36, worst, ms", ({ times }) => spectrum(times).max],
    ...GROUPS.flatMap((groups) => [
      figure(`${groups} group${groups === 1 ? "" : "s"}, p50, ms`, ({ grouped }) => spectrum(grouped[groups]).p50),
      figure(`${groups} group${groups === 1 ? "" : "s"}, p99, ms`, ({ grouped }) => spectrum(grouped[groups]).p99),
    ]),
  ];
  const rows = figures.map(([name, of]) => [name, ...found.map(of), power(SIZES, found.map(of))]);
  rows.push(["noise", ...found.map(({ spread }) => percent(spread)), null]);
  report.table(
    "synthetic catalogues, images",
    [...SIZES.map((images) => images.toLocaleString("en")), "grows as"],
    rows,
  );
  adding(report, found);
  attacked(report, found);
  for (const { images, bytes, open_ms, mem_mb, times, build_s } of found) {
    const { p50, p99 } = spectrum(times);
    report.record({ scale: { [images]: { bytes, open_ms, mem_mb, p50_ms: p50, p99_ms: p99, build_s } } });
  }
}

/** The cost of each addition beside the same request without it. */
function adding(report, found) {
  const largest = found.at(-1);
  const rows = largest.additions.map(({ name, filters, us, ratio, noise }) => {
    const ratios = found.slice(0, -1).map((grown) => grown.additions.find((each) => each.name === name)?.ratio);
    const smaller = ratios.flatMap((each) => [each?.p50, each?.max]);
    const large = [us.p50 / 1000, us.max / 1000, ratio.p50, ratio.max, ratio.grouped_max];
    return [name, ...smaller, ...large, noise, filters];
  });
  const sizes = SIZES.map((images) => images.toLocaleString("en"));
  const columns = [
    ...sizes.slice(0, -1).flatMap((size) => [`${size}: x without, p50`, "worst"]),
    `${sizes.at(-1)}: ms, p50`,
    "worst",
    "x without, p50",
    "worst",
    "worst with groups",
    "noise",
    "filters",
  ];
  report.table("additions to filters, limit=36, images", columns, rows);
  for (const { images, additions } of found)
    for (const { name, us, ratio } of additions)
      report.record({ scale: { [images]: { additions: { [name]: { us, ratio } } } } });
}

/**
 * @param {Figure[0]} name
 * @param {Figure[1]} of
 * @returns {Figure}
 */
function figure(name, of) {
  return [name, of];
}

/** Hostile requests: time of the whole reply in linear memory and the array of each chunk. */
function attacked(report, found) {
  const columns = found.flatMap(({ images }) => [`${images.toLocaleString("en")}: ms`, "MB"]);
  const rows = found[0].worst.map(({ name }, at) => [
    name,
    ...found.flatMap(({ worst }) => [worst[at].ms, worst[at].bytes / MEGABYTE]),
  ]);
  report.table("hostile requests, images", columns, rows);
  for (const { images, worst } of found)
    for (const { name, ms, bytes } of worst)
      report.record({ scale: { [images]: { hostile: { [name]: { ms, bytes } } } } });
}

/** Builds and measures one catalogue. */
async function grow(images) {
  const file = `${folder("scale")}/${images}.snap`;
  const built = await build(images, file);
  const script = fileURLToPath(new URL("../grown.mjs", import.meta.url));
  const later = images > OFFSET ? [String(OFFSET)] : [];
  const answer = execFileSync(process.execPath, ["--no-warnings", "--expose-gc", script, file, ...later], {
    encoding: "utf8",
  });
  const bytes = readFileSync(file).length;
  const native = ownProgram("bench-native");
  const rebuilt = URLS.map((urls) => [urls, json(native, ["build", file, urls])]);
  rmSync(file);
  return { images, bytes, ...built, ...Object.fromEntries(rebuilt), ...JSON.parse(answer) };
}

/** Seconds, and the most memory that the builder held, as far as it was seen. */
async function build(images, file) {
  const args = synthesis(images, file);
  const program = builder();
  const begun = performance.now();
  const child = spawn(program, args, { stdio: "inherit" });
  const ended = once(child, "exit");
  let peak = 0;
  // The system keeps the peak itself, but only for as long as the program lives.
  const watch = setInterval(() => (peak = Math.max(peak, peakBytes(child.pid))), 10);
  const [code] = await ended;
  const build_s = (performance.now() - begun) / 1000;
  clearInterval(watch);
  if (code !== 0) throw new Error(`catalog-builder ${args.join(" ")} failed`);
  return { build_s, built_mb: peak === 0 ? null : peak / MEGABYTE };
}

function peakBytes(process) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${process}/status`, "utf8"))[1]) * 1024;
  } catch {
    return 0;
  }
}
