// The note about hosts that keep previews and do not answer: it comes and goes with the outage.

import { part } from "./dom.js";
import { retry, whenHostsChange } from "./pictures.js";

/** Hosts that the note names; of more it tells how many. */
const NAMED = 3;

/** Shows the note while a host is silent, until the person closes it. */
export function noteUnreachableHosts() {
  const note = part("unreachable");
  /** @type {string[]} */
  let silent = [];
  /**
   * Hosts that the person has closed the note about.
   *
   * @type {Set<string>}
   */
  let known = new Set();
  const tell = () => {
    note.hidden = silent.every((host) => known.has(host));
    part("unreachable-text").textContent = sentence(silent);
  };
  whenHostsChange((hosts) => {
    silent = hosts;
    known = new Set(silent.filter((host) => known.has(host)));
    tell();
  });
  part("unreachable-close").addEventListener("click", () => {
    known = new Set(silent);
    tell();
  });
  part("unreachable-retry").addEventListener("click", async () => {
    note.hidden = true;
    await retry();
    tell();
  });
}

/** @param {string[]} hosts */
function sentence(hosts) {
  const named = hosts.length > NAMED + 1 ? [...hosts.slice(0, NAMED), `${hosts.length - NAMED} more`] : hosts;
  const verb = hosts.length === 1 ? "does" : "do";
  return `${new Intl.ListFormat("en-GB").format(named)} ${verb} not answer: drawings stand in for the previews.`;
}
