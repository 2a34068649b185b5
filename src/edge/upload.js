// Sends a request's body on while it comes, and knows who keeps whom waiting.

const CHUNK = 65_536;

/** A limit on every wait of an exchange, until its reply begins. */
export class Wait {
  #seconds;
  /** @type {number | null} */
  #timer = null;
  #abort = new AbortController();
  #isOver = false;
  signal = this.#abort.signal;
  /** Status of an exchange that failed. */
  status = 502;

  /** @param {number} seconds */
  constructor(seconds) {
    this.#seconds = seconds;
  }

  /**
   * Begins the next wait, which ends the exchange with `status` if it takes too long.
   *
   * @param {number} status
   */
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

/**
 * A stream of the request's body, of the same length if the client gave one.
 *
 * @param {ReadableStream} body
 * @param {string | null} length as the client gave it
 * @param {Wait} wait
 */
export function upload(body, length, wait) {
  const { readable, writable } = length === null ? new IdentityTransformStream() : new FixedLengthStream(+length);
  void pass(body.getReader({ mode: "byob" }), writable.getWriter(), wait);
  return readable;
}

/**
 * @param {ReadableStreamBYOBReader} reader
 * @param {WritableStreamDefaultWriter<ArrayBufferView>} writer
 * @param {Wait} wait
 */
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
