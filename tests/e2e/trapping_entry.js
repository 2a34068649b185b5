// Breaks the deployed worker from the outside, since none of its own faults can be made to order: before it passes on
// a request with the header x-break, or after every part of the reply to one with x-break-body, every pointer in the
// memory of the live wasm instance leads nowhere.
//
// Only the generated module makes instances, so watching their constructor finds every one.
const { Instance } = WebAssembly;
let live;
WebAssembly.Instance = function (module, imports) {
  live = new Instance(module, imports);
  return live;
};
const { default: worker } = await import("./entry.js");

export default {
  async fetch(request, env, context) {
    if (request.headers.has("x-break")) destroy();
    const reply = await worker.fetch(request, env, context);
    if (!request.headers.has("x-break-body")) return reply;
    const parts = reply.body.getReader();
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
  const { memory, __instance_terminated: terminated } = live.exports;
  new Uint8Array(memory.buffer).fill(0xff);
  // By this flag the generated code refuses an instance that has trapped already. This one is yet to trap.
  new Int32Array(memory.buffer)[terminated.value / 4] = 0;
}
