// Starts AWS's own runtime interface client, the package aws-lambda-ric, as /var/runtime/index.mjs
// does on Lambda. Its command, for images, would print a line of its own before.
// https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
import { existsSync } from "node:fs";

const { env } = process;
// Outside a sandbox the code is where the engine has unpacked it, the working directory.
if (!existsSync(env.LAMBDA_TASK_ROOT)) env.LAMBDA_TASK_ROOT = process.cwd();

// From version 4 on it starts when it is loaded. Before, its function does it; of CommonJS in the
// oldest.
const client = await import("aws-lambda-ric");
const run = client.run ?? client.default?.run;
await run?.(env.LAMBDA_TASK_ROOT, env._HANDLER ?? "");
