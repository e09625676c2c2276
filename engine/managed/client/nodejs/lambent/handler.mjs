// From the text of the Handler to the function: AWS's rules of where it is looked for.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { RuntimeError } from "./errors.mjs";
import { isStreaming } from "./streaming.mjs";

const requireHere = createRequire(new URL("../index.mjs", import.meta.url));
const nodeMajor = Number.parseInt(process.versions.node, 10);
/** Of nodejs24.x it is 24, on whatever interpreter the function runs. */
export const runtimeMajor = Number.parseInt(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1] ?? "0", 10);

/** "a/b/module.nested.handler" is the folder "a/b/", the module and the path of names in it. */
export function splitHandler(text) {
  if (text.includes("..")) {
    throw new RuntimeError(
      "MalformedHandlerName",
      `'${text}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const last = basename(text);
  const parts = /^([^.]*)\.(.*)$/.exec(last);
  if (!parts) throw new RuntimeError("MalformedHandlerName", "Bad handler");
  return { folder: text.slice(0, text.indexOf(last)), module: parts[1], names: parts[2].split(".") };
}

// Whether the nearest package.json says that .js files are ES modules.
function isModuleFolder(folder) {
  for (let at = folder; !at.endsWith("/node_modules"); at = dirname(at)) {
    const file = join(at, "package.json");
    if (existsSync(file)) {
      try {
        return JSON.parse(readFileSync(file, "utf8"))?.type === "module";
      } catch (error) {
        console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
        return false;
      }
    }
    if (at === "/") break;
  }
  return false;
}

// Extensions in the order in which they are tried, and how such a file is loaded.
function* attempts(folder) {
  const isModule = isModuleFolder(folder);
  yield ["", "require"];
  yield [".js", isModule ? "import" : "require"];
  yield [".mjs", "import"];
  yield [".cjs", "require"];
  if (nodeMajor >= 24) {
    yield [".ts", isModule ? "import" : "require"];
    yield [".mts", "import"];
    yield [".cts", "require"];
  }
}

async function loadModule(root, folder, module) {
  const path = resolve(root, folder, module);
  for (const [extension, how] of attempts(dirname(path))) {
    const file = path + extension;
    if (!existsSync(file)) continue;
    const loaded = how === "import" ? await import(pathToFileURL(file)) : requireHere(file);
    if (loaded) return loaded;
  }
  return requireHere(requireHere.resolve(module, { paths: [root, folder] }));
}

async function loadUserCode(root, folder, module) {
  try {
    return await loadModule(root, folder, module);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const shown = new RuntimeError("UserCodeSyntaxError", String(error));
      // Where the error is; older runtimes keep it to themselves.
      if (runtimeMajor >= 24) shown.stack = error.stack;
      throw shown;
    }
    if (error?.code === "MODULE_NOT_FOUND") throw new RuntimeError("ImportModuleError", String(error));
    throw error;
  }
}

export async function loadHandler(root, text) {
  const { folder, module, names } = splitHandler(text);
  const code = await loadUserCode(root, folder, module);
  const handler = names.reduce((inside, name) => inside && inside[name], code);
  if (!handler) throw new RuntimeError("HandlerNotFound", `${text} is undefined or not exported`);
  if (typeof handler !== "function") {
    throw new RuntimeError("HandlerNotFound", `${text} is not a function`);
  }
  if (runtimeMajor >= 24 && handler.length >= 3 && !isStreaming(handler)) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  }
  return handler;
}
