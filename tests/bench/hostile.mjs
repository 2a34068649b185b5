// The costliest requests that `hostile` found in a synthetic catalogue of a million images, and others that were costly once.
import { readFileSync } from "node:fs";

/** @type {[name: string, target: string][]} */
export const hostile = [
  ["one group 1,440 times", `/plots/filter?${"feat=basic&".repeat(1_440)}limit=1`],
  ["one group 1,220 times, all images", `/plots/filter?${"data=numeric&".repeat(1_220)}`],
  ["all images of a library", "/libraries/altair/images"],
  ["all images, shuffled", "/plots/filter?sort=random&seed=1&fields=spec_id"],
  ["all images by quality", "/plots/filter?values=1&sort=quality"],
  ...JSON.parse(readFileSync(new URL("hostile.json", import.meta.url), "utf8")),
];
