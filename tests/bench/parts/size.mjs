// Sizes of the snapshot, of the worker, of the same facts in other forms, and of a gallery's replies.
import { readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { gallery } from "../additions.mjs";
import { facts, readFacts } from "../catalog.mjs";
import { folder, json, ownProgram } from "../programs.mjs";
import { database } from "../sqlite.mjs";
import { sum } from "../timing.mjs";
import { get, opener, snapshotFile, wasmFile } from "../worker.mjs";

/** The sections that are listed; the others are summed up. */
const LISTED = 20;

export function measure(report) {
  const size = (file) => {
    const bytes = readFileSync(file);
    return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  };
  const [snapshot, wasm] = [size(snapshotFile), size(wasmFile)];
  const content = readFacts();
  const images = content.images.length;
  const { json: asJson, msgpack } = facts();
  /** @type {[string, ReturnType<typeof size>][]} */
  const sizes = [
    ["snapshot", snapshot],
    ["JSON", size(asJson)],
    ["MessagePack of plain structs", size(msgpack)],
    ["SQLite, normalised, indexed", size(database(content))],
  ];
  const rows = sizes.map(([name, { raw, gzip }]) => [
    name,
    raw,
    gzip,
    raw / images,
    gzip / images,
    raw / snapshot.raw,
    gzip / snapshot.gzip,
  ]);
  const columns = ["bytes", "gzip", "an image", "gzip", "x snapshot", "gzip"];
  report.table(`the facts of ${images} images`, columns, [
    ...rows,
    ["wasm", wasm.raw, wasm.gzip, null, null, null, null],
  ]);

  rmSync(folder("sections"), { recursive: true });
  const place = folder("sections");
  const names = json(ownProgram("bench-native"), ["sections", snapshotFile, place]);
  const all = names.map((name) => [name, size(`${place}/${name}`)]).sort(([, a], [, b]) => b.raw - a.raw);
  const rest = all.slice(LISTED).map(([, bytes]) => bytes);
  const others = { raw: sum(rest.map(({ raw }) => raw)), gzip: sum(rest.map(({ gzip }) => gzip)) };
  const sections = [...all.slice(0, LISTED), [`${rest.length} others`, others]];
  report.table(
    "section",
    ["bytes", "gzip", "share"],
    sections.map(([name, { raw, gzip }]) => [name, raw, gzip, `${((raw / snapshot.raw) * 100).toFixed(1)} %`]),
  );

  const edge = opener()();
  const replies = gallery.map(([name, path]) => {
    const body = get(edge, path);
    // The level at which servers compress what they make on request.
    return [name, body.length, gzipSync(body, { level: 6 }).length];
  });
  report.table("replies of a shuffled gallery", ["bytes", "gzip"], replies);
  for (const [name, path] of gallery) report.note(`${name}: \`${path}\``);
  report.record({ snapshot: { bytes: snapshot.raw, gzip: snapshot.gzip }, wasm: { gzip: wasm.gzip } });
  report.record({ gallery: { gzip: replies[0][2] } });
}
