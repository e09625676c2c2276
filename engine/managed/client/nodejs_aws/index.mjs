// Starts AWS's own runtime interface client, the package aws-lambda-ric, as /var/runtime/index.mjs
// does on Lambda. Its command, for images, would print a line of its own before.
// https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
import { existsSync } from "node:fs";

import * as client from "aws-lambda-ric";

// Outside a sandbox the code is where the engine has unpacked it, the working directory.
const taskRoot = process.env.LAMBDA_TASK_ROOT;
const root = existsSync(taskRoot) ? taskRoot : process.cwd();
// Its older versions are CommonJS.
const run = client.run ?? client.default.run;
await run(root, process.env._HANDLER ?? "");
