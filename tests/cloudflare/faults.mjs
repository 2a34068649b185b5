// Faults on request, and the journal of all calls. A fault is for calls at its place ("api", "live", "preview") whose
// method and path match the pattern `call`; with `versions: "new"` only for those that reach a version uploaded later
// than it. From the `nth` of them on it applies to the next `times`, but only to one in `every`. It can `do` this:
// - reply {status, code, headers}; with `when: "after"`, also of the next two, the call takes effect before
// - reset the connection after `bytes` of the request's body; hang; previous: the deployment before answers (live only)
// - deploy {versions, annotations}, or a copy of the live version, as somebody else; the call itself goes on (API only)

import { EventEmitter, once } from "node:events";

const DEFAULTS = { at: "api", call: "", nth: 1, times: 1, every: 1, when: "before", bytes: 0, status: 500 };
const ACTIONS = ["reply", "reset", "hang", "deploy", "previous"];

export class Faults extends EventEmitter {
  journal = [];
  requested = [];

  request(wish) {
    if (!ACTIONS.includes(wish.do)) throw new Error(`no fault does '${wish.do}'`);
    this.requested.push({ ...DEFAULTS, ...wish, since: new Date().toISOString(), matched: 0, applied: 0 });
  }

  /** The fault of a call, if it has one. Writes the call down; its status follows, 0 if it was broken off. */
  next(at, call, { headers }, response, version) {
    const [due] = this.requested.filter((fault) => {
      if (fault.at !== at || !new RegExp(fault.call).test(call)) return false;
      if (fault.versions === "new" && !(version?.metadata.created_on > fault.since)) return false;
      fault.matched += 1;
      const turn = fault.matched - fault.nth;
      return turn >= 0 && turn < fault.times && turn % fault.every === 0;
    });
    if (due) due.applied += 1;
    const line = { at, call, agent: headers["user-agent"], fault: due?.do, version: version?.id };
    this.emit("change", this.journal.push(line));
    response.on("close", () => {
      line.status = response.writableFinished ? response.statusCode : 0;
      this.emit("change", line.status);
    });
    return due;
  }

  /** The first call from number `from` on that matches and has its status, or has just `arrived`. */
  async wait({ from = 0, at = "api", call = "", arrived = false }) {
    const isIt = (line) => line.at === at && new RegExp(call).test(line.call) && (arrived || line.status !== undefined);
    while (!this.journal.slice(from).some(isIt)) await once(this, "change");
    return this.journal.slice(from).find(isIt);
  }
}

/** Answers a request as `fault` says. */
export function perform(fault, request, response) {
  if (fault.do === "reply") response.writeHead(fault.status, fault.headers).end(failure(fault.code, "requested fault"));
  if (fault.do !== "reset") return;
  let left = request.readableEnded ? 0 : fault.bytes;
  const { socket } = request;
  const reset = () => (socket.encrypted || socket.destroyed ? socket.destroy() : socket.resetAndDestroy());
  if (left === 0) return reset();
  request.on("end", reset).on("data", ({ length }) => {
    left -= length;
    if (left <= 0) reset();
  });
}

/** The body of a failed call. */
export function failure(code, message) {
  return JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null });
}
