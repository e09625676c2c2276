// `console` whose lines carry the time, the request and the level, as text or as JSON.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
import { format as formatted } from "node:util";

import { format } from "./errors.mjs";

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const isJson = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON";
const least = Math.max(0, levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()));

// Where AWS's client keeps it, which other libraries read.
const requestIdKey = Symbol.for("aws.lambda.runtime.requestId");

export function setRequestId(id) {
  globalThis[requestIdKey] = id;
}

const errorMembers = (error) => ({
  errorType: error?.constructor?.name ?? "UnknownError",
  errorMessage: error.message,
  stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : error.stack,
});

const withErrorMembers = (_, value) =>
  value instanceof Error ? { ...errorMembers(value), ...value } : value;

function jsonLine(record, parameters) {
  if (parameters.length === 1) {
    try {
      return JSON.stringify({ ...record, message: parameters[0] }, withErrorMembers);
    } catch {
      return JSON.stringify({ ...record, message: formatted(parameters[0]) });
    }
  }
  const error = parameters.find((each) => each instanceof Error);
  return JSON.stringify({
    ...record,
    message: formatted(...parameters),
    ...(error && errorMembers(error)),
  });
}

function write(level, parameters) {
  const timestamp = new Date().toISOString();
  const requestId = globalThis[requestIdKey];
  const line = isJson
    ? jsonLine({ timestamp, level, requestId }, parameters)
    : `${timestamp}\t${requestId}\t${level}\t${formatted(...parameters)}`;
  // One line is one log event, so line feeds inside must be something else.
  process.stdout.write(`${line.replaceAll("\n", "\r")}\n`);
}

export function replaceConsole() {
  for (const [index, level] of levels.entries()) {
    // A fatal error is never left out.
    const heard = index >= least || level === "FATAL";
    console[level.toLowerCase()] = heard ? (...parameters) => write(level, parameters) : () => {};
  }
  console.log = console.info;
}

/** What ended an invocation or the function, in the log. */
export function reportError(what, thrown) {
  const error = thrown instanceof Error ? thrown : new Error(thrown);
  if (isJson) console.error(error);
  else console.error(what, format(error));
}
