// Response streaming: awslambda.streamifyResponse and the stream that such a handler writes to.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
import { Writable } from "node:stream";

import { describe, headerText } from "./errors.mjs";

// The names under which AWS's client marks a handler.
const streamingKey = Symbol.for("aws.lambda.runtime.handler.streaming");
const highWaterMarkKey = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

const httpType = "application/vnd.awslambda.http-integration-response";
const preludeEnd = Buffer.alloc(8);

export const isStreaming = (handler) => handler[streamingKey] === "response";

/** The stream between a handler and the Runtime API; the request begins with the first byte. */
export class ResponseStream extends Writable {
  #api;
  #requestId;
  #request;
  #contentType = "application/octet-stream";
  #prelude;
  #answer;

  constructor(api, requestId, handler) {
    super({ highWaterMark: handler[highWaterMarkKey] });
    this.#api = api;
    this.#requestId = requestId;
    this.answered = new Promise((resolve) => {
      this.#answer = resolve;
    });
    // A caller who has gone is no reason to end the function.
    this.on("error", () => this.#answer());
  }

  setContentType(type) {
    this.#contentType = type;
  }

  /** What comes first in the stream, as JSON: status code, headers and cookies of an HTTP answer. */
  setPrelude(prelude) {
    this.#contentType = httpType;
    this.#prelude = prelude;
  }

  #begin() {
    if (this.#request) return this.#request;
    this.#request = this.#api.open(
      "POST",
      `/invocation/${this.#requestId}/response`,
      {
        "Lambda-Runtime-Function-Response-Mode": "streaming",
        Trailer: ["Lambda-Runtime-Function-Error-Type", "Lambda-Runtime-Function-Error-Body"],
        "Content-Type": this.#contentType,
      },
      (response) => {
        response.resume();
        response.on("end", this.#answer);
      },
    );
    this.#request.on("error", (error) => this.destroy(error));
    if (this.#prelude) {
      this.#request.write(Buffer.concat([Buffer.from(JSON.stringify(this.#prelude)), preludeEnd]));
    }
    return this.#request;
  }

  /** What is neither text nor bytes is written as JSON. */
  write(piece, ...rest) {
    const isPlain = typeof piece === "string" || piece instanceof Uint8Array || piece === null;
    return super.write(isPlain ? piece : JSON.stringify(piece), ...rest);
  }

  _write(piece, encoding, done) {
    const request = this.#begin();
    request.socket?.ref();
    request.write(piece, encoding, (error) => {
      // An answer that nobody goes on with does not keep the event loop from running empty; one that
      // has been ended meanwhile is waited for.
      if (!request.writableEnded) request.socket?.unref();
      done(error);
    });
  }

  _final(done) {
    this.#end(done);
  }

  #end(done) {
    const request = this.#begin();
    request.socket?.ref();
    request.end(done);
  }

  /** Ends the answer by an error: as a whole, or behind what was written already. */
  fail(error) {
    const shown = describe(error);
    if (!this.#request) {
      void this.#api.postError(this.#requestId, shown).then(this.#answer);
      return;
    }
    if (this.#request.writableEnded) return;
    this.#request.addTrailers({
      "Lambda-Runtime-Function-Error-Type": headerText(shown.errorType),
      "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(shown)).toString("base64"),
    });
    this.#end();
  }
}

/** Sets globalThis.awslambda, which handlers that stream use. */
export function offerStreaming() {
  globalThis.awslambda = {
    streamifyResponse(handler, options) {
      handler[streamingKey] = "response";
      if (typeof options?.highWaterMark === "number") handler[highWaterMarkKey] = options.highWaterMark;
      return handler;
    },
    HttpResponseStream: {
      from(stream, metadata) {
        stream.setPrelude(metadata);
        return stream;
      },
    },
  };
}
