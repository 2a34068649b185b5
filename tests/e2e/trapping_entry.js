// Breaks the deployed worker from the outside, since none of its own faults can be made to order: before it passes on
// a request with the header x-break, or after every part of the reply to one with x-break-body, every pointer in the
// memory of the live wasm instance leads nowhere. The header x-break-openings does the same to this number of instances
// to come.
//
// Only the generated module makes instances, so watching their constructor finds every one.
/** @type {WebAssembly.Instance} */
let live;
let openings = 0;
const Instance = new Proxy(WebAssembly.Instance, {
  construct(target, [module, imports]) {
    live = new target(module, imports);
    if (openings > 0) {
      openings -= 1;
      destroy();
    }
    return live;
  },
});
Object.assign(WebAssembly, { Instance });
const { default: worker } = await import("./entry.js");

export default {
  /** @param {Request} request */
  async fetch(request) {
    if (request.headers.has("x-break")) destroy();
    openings = Number(request.headers.get("x-break-openings") ?? openings);
    const reply = await worker.fetch(request);
    if (!request.headers.has("x-break-body")) return reply;
    const parts = /** @type {ReadableStream} */ (reply.body).getReader();
    const body = new ReadableStream({
      async pull(stream) {
        const { done, value } = await parts.read();
        if (done) return stream.close();
        stream.enqueue(value);
        destroy();
      },
    });
    return new Response(body, reply);
  },
};

function destroy() {
  // The generated module exports these two; nothing describes its exports to the type checker.
  const { memory, __instance_terminated: terminated } =
    /** @type {{ memory: WebAssembly.Memory, __instance_terminated: WebAssembly.Global }} */ (live.exports);
  new Uint8Array(memory.buffer).fill(0xff);
  // By this flag the generated code refuses an instance that has trapped already. This one is yet to trap.
  new Int32Array(memory.buffer)[terminated.value / 4] = 0;
}
