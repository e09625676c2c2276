// The least a Node function can do: a loop over one kept connection, JSON parsed and printed as
// every handler needs it.
import http from "node:http";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const send = (method, path, body) =>
  new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
    const request = http.request({ host, port, agent, method, path, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });

const handler = async (event) => event;
const invocation = "/2018-06-01/runtime/invocation/";
for (;;) {
  const next = await send("GET", `${invocation}next`);
  const reply = JSON.stringify(await handler(JSON.parse(next.body.toString())));
  await send("POST", `${invocation}${next.headers["lambda-runtime-aws-request-id"]}/response`, reply);
}
