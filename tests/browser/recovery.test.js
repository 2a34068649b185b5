// Rule: what an outage has kept from the page is asked for again, ever more slowly, only while somebody sees the page, and at
// once if the network is back.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Fault } from "../../src/site/api.js";
import { Recovery } from "../../src/site/recovery.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

const UNREACHABLE = new Fault("unreachable", "");

/** A page for a recovery: events by their names, and the times at which it asks. */
function page() {
  /** @type {Record<string, () => void>} */
  const events = {};
  const listen = (/** @type {string} */ name, /** @type {() => void} */ call) => {
    events[name] = call;
  };
  const seen = { hidden: false, addEventListener: listen };
  Object.assign(globalThis, { document: seen, addEventListener: listen });
  const recovery = new Recovery();
  /** @type {number[]} */
  const asked = [];
  let time = 0;
  const ask = () => {
    asked.push(time);
    recovery.lost(ask, UNREACHABLE);
  };
  const pass = (/** @type {number} */ seconds) => {
    for (const end = time + seconds; time < end; ) {
      time += 1;
      mock.timers.tick(1000);
    }
  };
  return { recovery, ask, asked, events, seen, pass };
}

test("tries_slow_down_to_one_a_minute_and_begin_anew_after_a_success", () => {
  const { recovery, ask, asked, pass } = page();
  recovery.lost(ask, UNREACHABLE);
  pass(200);
  assert.deepEqual(asked, [5, 15, 35, 75, 135, 195]);
  recovery.found(ask);
  pass(200);
  assert.equal(asked.length, 6);
  recovery.lost(ask, new Fault("failed", "", { status: 503 }));
  pass(5);
  assert.equal(asked.at(-1), 405);
});

test("a_page_that_nobody_sees_waits", () => {
  const { recovery, ask, asked, events, seen, pass } = page();
  recovery.lost(ask, UNREACHABLE);
  seen.hidden = true;
  pass(60);
  events.visibilitychange();
  assert.deepEqual(asked, []);
  seen.hidden = false;
  events.visibilitychange();
  assert.deepEqual(asked, [60]);
  events.visibilitychange();
  assert.deepEqual(asked, [60]);
});

test("the_network_that_is_back_is_used_at_once", () => {
  const { recovery, ask, asked, events, pass } = page();
  events.online();
  recovery.lost(ask, UNREACHABLE);
  pass(1);
  events.online();
  assert.deepEqual(asked, [1]);
});

test("faults_that_do_not_pass_are_left_to_people", () => {
  const { recovery, ask, asked, events, pass } = page();
  for (const fault of [
    new Fault("unacceptable", "", { status: 422 }),
    new Fault("missing", "", { status: 404 }),
    new Fault("failed", "not JSON"),
    new Error("a mistake of the page"),
    undefined,
  ]) {
    assert.equal(recovery.lost(ask, fault), false);
  }
  events.online();
  pass(100);
  assert.deepEqual(asked, []);
  // Such an answer ends the outage.
  recovery.lost(ask, UNREACHABLE);
  recovery.lost(ask, new Fault("unacceptable", "", { status: 422 }));
  events.online();
  pass(100);
  assert.deepEqual(asked, []);
});
