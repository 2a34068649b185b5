// What the catalogue holds and which snapshot answers.

import { element } from "./dom.js";
import { grouped } from "./vocabulary.js";

const UNITS = [
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** Fills the places of `list` with figures, an object that has one for each. */
export function showFigures(list, figures) {
  for (const place of list.querySelectorAll("[data-figure]"))
    place.textContent = grouped(figures[place.dataset.figure]);
}

/** Says in `line` which snapshot answers, where it comes from and how old its newest record is. */
export function showSnapshot(line, { snapshot }) {
  const digest = element(
    "a",
    { href: "/health", title: `XXH3-128 of the snapshot: ${snapshot.digest}` },
    element("code", {}, snapshot.digest.slice(0, 12)),
  );
  const parts = ["snapshot ", digest];
  if (snapshot.changed)
    parts.push(
      " · newest record ",
      element("time", { datetime: snapshot.changed, title: snapshot.changed }, age(snapshot.changed)),
    );
  if (snapshot.source) parts.push(` · ${snapshot.source}`);
  line.replaceChildren(...parts);
}

/** `2 days ago`. */
function age(moment) {
  const seconds = (Date.now() - Date.parse(moment)) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.round(seconds / size), unit);
}
