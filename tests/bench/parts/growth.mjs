// Growth along each axis by itself: images, groups of a filter, and values of a group.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BASE } from "../axes.mjs";
import { power } from "../powers.mjs";
import { builder, folder, synthesis } from "../programs.mjs";
import { percent } from "../timing.mjs";

const IMAGES = [10_000, 32_000, 100_000, 320_000, 1_000_000];
const GROUPS = [1, 2, 4, 8, 16, 32, 64];
const VALUES = [1, 4, 16, 64, 256, 1_024, 4_096];
/** Limits of the platform: memory of an isolate, and CPU of a request on the free plan. */
const ISOLATE_MB = 128;
const FREE_MS = 10;
const MILLION = 1_000_000;

export function measure(report) {
  const place = folder("growth");
  const files = IMAGES.map((images) => synthesized(images, `${place}/${images}.snap`));
  const base = files[IMAGES.indexOf(BASE.images)];
  const images = files.flatMap((file) => walk(file, "groups", [BASE.groups]).found);
  const [groups, values] = [walk(base, "groups", GROUPS), walk(base, "values", VALUES)];
  rmSync(place, { recursive: true });

  const [many, alike] = [BASE.images.toLocaleString("en"), `groups of ${BASE.values} values`];
  show(report, "images", `images, ${BASE.groups} ${alike}`, IMAGES, images);
  show(report, "groups", `${alike}, ${many} images`, GROUPS, groups.found);
  show(report, "values", `values of one group, ${many} images`, VALUES, values.found);
  report.note(
    `A URL of 16 KB, the longest that Cloudflare accepts, holds ${groups.highest} ${alike}, of ${GROUPS.at(-1)} that a filter may have, or one group of ${values.highest} specs.`,
  );
  report.note(
    `Along the line through the last two numbers of images, linear memory reaches the ${ISOLATE_MB} MB of an isolate at ${reached(images, "mb", ISOLATE_MB)} million images, and this filter the ${FREE_MS} ms of CPU of the free plan at ${reached(images, "ms", FREE_MS)} million.`,
  );
  report.record({ growth: { url: { groups: groups.highest, values: values.highest } } });
}

function synthesized(images, file) {
  execFileSync(builder(), synthesis(images, file), { stdio: "inherit" });
  return file;
}

/** Costs of the filters at these points of an axis, and the last point whose URL is short enough. */
function walk(file, axis, points) {
  const script = fileURLToPath(new URL("../axis.mjs", import.meta.url));
  const args = ["--no-warnings", script, file, axis, points.join(",")];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

function show(report, axis, title, points, found) {
  const row = (name, key) => {
    const values = found.map((each) => each[key]);
    return [name, ...values, power(points, values), power(points.slice(-2), values.slice(-2))];
  };
  const columns = [...points.map((point) => point.toLocaleString("en")), "grows as", "at the end"];
  report.table(`growth by ${title}`, columns, [
    row("CPU, ms", "ms"),
    row("linear memory, MB", "mb"),
    row("URL, bytes", "url"),
    ["images found", ...found.map(({ total }) => total), null, null],
    ["noise", ...found.map(({ spread }) => percent(spread)), null, null],
  ]);
  for (const [at, { ms, mb }] of found.entries()) report.record({ growth: { [axis]: { [points[at]]: { ms, mb } } } });
}

/** Millions of images at which the line through the last two points reaches a limit. */
function reached(found, key, limit) {
  const [[x1, x2], [y1, y2]] = [IMAGES.slice(-2), found.slice(-2).map((each) => each[key])];
  return ((x2 + ((limit - y2) * (x2 - x1)) / (y2 - y1)) / MILLION).toFixed(1);
}
