// The note about hosts that keep previews and do not answer: it comes and goes with the outage.

import { part } from "./dom.js";
import { retry, whenHostsChange } from "./pictures.js";
import { recall, remember } from "./remembered.js";

/** Hosts that the note names; of more it tells how many. */
const NAMED = 3;
/** Key of the hosts that the person has closed the note about. */
const CLOSED = "hosts-not-noted";
/** Most hosts that are remembered. */
const MOST = 100;

/** Shows the note while a host is silent, until the person closes it: then not for this host any more. */
export function noteUnreachableHosts() {
  const text = part("unreachable-text");
  const actions = part("unreachable-actions");
  /** @type {string[]} */
  let silent = [];
  const tell = () => {
    const closed = recall(CLOSED);
    const isQuiet = silent.every((host) => closed.includes(host));
    const said = isQuiet ? "" : sentence(silent);
    // A screen reader reads out what is set, also if it is the same.
    if (text.textContent !== said) text.textContent = said;
    actions.hidden = isQuiet;
  };
  whenHostsChange((hosts) => {
    silent = hosts;
    tell();
  });
  part("unreachable-close").addEventListener("click", () => {
    remember(CLOSED, [...new Set([...recall(CLOSED), ...silent])].slice(-MOST));
    tell();
    part("results").focus({ preventScroll: true });
  });
  part("unreachable-retry").addEventListener("click", async () => {
    text.textContent = "Trying again …";
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
