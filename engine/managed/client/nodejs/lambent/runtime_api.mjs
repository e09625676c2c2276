// The Runtime API over HTTP. A connection is kept, and there are more while it is in use: an error is
// told beside a response that is still being written.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { Agent, request } from "node:http";

import { headerText } from "./errors.mjs";

const root = "/2018-06-01/runtime";
const errorHeaders = (error) => ({ "Lambda-Runtime-Function-Error-Type": headerText(error.errorType) });

export class RuntimeApi {
  #host;
  #port;
  // Its idle connections do not keep the event loop from running empty.
  #agent = new Agent({ keepAlive: true });

  constructor(address) {
    [this.#host, this.#port] = address.split(":");
  }

  /** A request whose body is still to be written. `answered` takes the response. */
  open(method, path, headers, answered) {
    return request(
      { host: this.#host, port: this.#port, agent: this.#agent, method, path: root + path, headers },
      answered,
    );
  }

  #send(method, path, headers, body) {
    return new Promise((resolve, reject) => {
      const sent = this.open(method, path, headers, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece) => {
          text += piece;
        });
        response.on("end", () => resolve({ headers: response.headers, body: text }));
        response.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** The next event; it may be long until there is one. */
  next() {
    return this.#send("GET", "/invocation/next", {});
  }

  // What the API answers is not looked at: a response that it refuses, it has answered for us.
  #post(path, body, headers = {}) {
    const length = Buffer.byteLength(body);
    return this.#send(
      "POST",
      path,
      { "Content-Type": "application/json", "Content-Length": length, ...headers },
      body,
    );
  }

  postResponse(requestId, text) {
    return this.#post(`/invocation/${requestId}/response`, text);
  }

  postError(requestId, error) {
    return this.#post(`/invocation/${requestId}/error`, JSON.stringify(error), errorHeaders(error));
  }

  postInitError(error) {
    return this.#post("/init/error", JSON.stringify(error), errorHeaders(error));
  }
}
