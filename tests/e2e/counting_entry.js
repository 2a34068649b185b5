// Counts the bytes of streamed bodies that the worker has made. GET /made returns their number.
import worker from "./entry.js";

let made = 0;

export default {
  /** @param {Request} request */
  async fetch(request) {
    if (request.url.endsWith("/made")) return new Response(String(made));
    const reply = await worker.fetch(request);
    if (reply.body === null || reply.headers.has("content-length")) return reply;
    const chunks = reply.body.getReader();
    const body = new ReadableStream(
      {
        async pull(stream) {
          const { done, value } = await chunks.read();
          if (done) return stream.close();
          made += value.byteLength;
          stream.enqueue(value);
        },
        cancel: (reason) => chunks.cancel(reason),
      },
      { highWaterMark: 0 },
    );
    return new Response(body, reply);
  },
};
