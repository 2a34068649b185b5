// Shows, in a header of every reply, how the runtime's URL parser reads the request's URL: what `fetch` sends is that.
import worker from "./entry.js";

export default {
  /** @param {Request} request */
  async fetch(request) {
    const reply = await worker.fetch(request);
    const shown = new Response(reply.body, reply);
    const { pathname, search } = new URL(request.url);
    shown.headers.set("x-read-as", pathname + search);
    return shown;
  },
};
