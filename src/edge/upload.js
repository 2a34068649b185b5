// Sends a request's body on while it comes, and knows who keeps whom waiting.

const CHUNK = 65_536;

/** A limit on every wait of an exchange, until its reply begins. */
export class Wait {
  #seconds;
  #timer;
  #abort = new AbortController();
  #isOver = false;
  signal = this.#abort.signal;
  /** Status of an exchange that failed. */
  status = 502;

  constructor(seconds) {
    this.#seconds = seconds;
  }

  /** Begins the next wait, which ends the exchange with `status` if it takes too long. */
  begin(status) {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.status = status;
      this.#abort.abort();
    }, this.#seconds * 1000);
  }

  /** Ends all waiting. */
  end() {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}

/** A stream of the request's body, of the same length if the client gave one. */
export function upload(request, wait) {
  const length = request.headers.get("content-length");
  const { readable, writable } = length === null ? new IdentityTransformStream() : new FixedLengthStream(+length);
  pass(request.body.getReader({ mode: "byob" }), writable.getWriter(), wait);
  return readable;
}

async function pass(reader, writer, wait) {
  let buffer = new ArrayBuffer(CHUNK);
  try {
    for (;;) {
      wait.begin(408);
      const { done, value } = await reader.read(new Uint8Array(buffer));
      wait.begin(504);
      if (done) break;
      await writer.write(value);
      buffer = value.buffer;
    }
    await writer.close();
  } catch {
    // An origin may answer without reading to the end. If it does not, the wait that has begun ends the exchange.
  }
}
