// The worker's entry module: hands the snapshot to the wasm, and replaces the instance after a trap.
import snapshot from "./catalog.snap";
import { __wbg_reset_state as replaceInstance, Edge } from "./catalog_edge.js";

let edge = open();
let broken = false;

export default {
  fetch(request) {
    try {
      if (broken) {
        replaceInstance();
        edge = open();
        broken = false;
      }
      return edge?.fetch(request.method, request.url) ?? failure(request, 503, "Service unavailable");
    } catch (fault) {
      // Nothing in the memory of an instance that trapped can be trusted: the next request gets a new one.
      broken = true;
      console.error(fault);
      return failure(request, 500, "Internal server error");
    }
  },
};

function open() {
  try {
    return new Edge(snapshot);
  } catch (fault) {
    console.error(fault);
  }
}

function failure(request, status, message) {
  return Response.json({ status, message, path: new URL(request.url).pathname }, { status });
}
