// The runtime interface client of Lambent's Node.js runtimes: asks the Runtime API for events and
// calls the function's handler with them, as AWS's own client does.
import { existsSync } from "node:fs";

import { replaceConsole, reportError, setRequestId } from "./lambent/console.mjs";
import { describe, RuntimeError } from "./lambent/errors.mjs";
import { loadHandler } from "./lambent/handler.mjs";
import { beforeExit, Invocation } from "./lambent/invocation.mjs";
import { RuntimeApi } from "./lambent/runtime_api.mjs";
import { offerStreaming } from "./lambent/streaming.mjs";

// The statuses with which AWS's client ends.
const uncaughtExceptionStatus = 129;
const unhandledRejectionStatus = 128;

// For the Runtime API to take the error with which the process ends.
const lastWordsMs = 1000;

const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API);
let current; // The invocation under way; none while the function is loaded.

async function endWith(status, error) {
  try {
    const shown = describe(error);
    const told = current ? api.postError(current.requestId, shown) : api.postInitError(shown);
    await Promise.race([told, new Promise((resolve) => setTimeout(resolve, lastWordsMs))]);
  } finally {
    process.exit(status);
  }
}

replaceConsole();
process.on("beforeExit", beforeExit);
process.on("uncaughtException", (error) => {
  reportError("Uncaught Exception", error);
  void endWith(uncaughtExceptionStatus, error);
});
process.on("unhandledRejection", (reason, promise) => {
  const error = new RuntimeError("UnhandledPromiseRejection", reason);
  Object.assign(error, { reason, promise });
  reportError("Unhandled Promise Rejection", error);
  void endWith(unhandledRejectionStatus, error);
});

async function serve(handler) {
  for (;;) {
    const { headers, body } = await api.next();
    current = new Invocation(api, headers);
    setRequestId(current.requestId);
    await current.run(handler, body);
    // What the handler has left behind gets its turn before the environment is frozen.
    await new Promise(setImmediate);
  }
}

offerStreaming();
// Outside a sandbox the code is where the engine has unpacked it, the working directory.
const taskRoot = process.env.LAMBDA_TASK_ROOT;
try {
  const root = existsSync(taskRoot) ? taskRoot : process.cwd();
  void serve(await loadHandler(root, process.env._HANDLER ?? ""));
} catch (error) {
  reportError("Uncaught Exception", error);
  await endWith(uncaughtExceptionStatus, error);
}
