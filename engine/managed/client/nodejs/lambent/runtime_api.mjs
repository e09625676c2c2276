// The Runtime API over HTTP, one connection that is kept.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { Agent, request } from "node:http";

const root = "/2018-06-01/runtime";
const errorType = "Lambda-Runtime-Function-Error-Type";

export class RuntimeApi {
  #host;
  #port;
  // Its idle connection does not keep the event loop from running empty.
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

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
    return this.#post(`/invocation/${requestId}/error`, JSON.stringify(error), { [errorType]: error.errorType });
  }

  postInitError(error) {
    return this.#post("/init/error", JSON.stringify(error), { [errorType]: error.errorType });
  }
}
