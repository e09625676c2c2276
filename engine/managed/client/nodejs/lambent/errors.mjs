// Errors as Lambda shows them: to the caller, and in the log.
import { types } from "node:util";

/** An error that the runtime itself finds: its name is `Runtime.<kind>`. */
export class RuntimeError extends Error {
  constructor(kind, message) {
    super(message);
    // Not among the members that a log line adds.
    Object.defineProperty(this, "name", { value: `Runtime.${kind}` });
  }
}

const hasErrorsMembers = (value) =>
  [value?.name, value?.message, value?.stack].every((text) => text && typeof text === "string");

/** The body that tells the Runtime API of whatever was thrown. */
export function describe(thrown) {
  try {
    if (types.isNativeError(thrown) || hasErrorsMembers(thrown)) {
      return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack.split("\n") };
    }
    return { errorType: typeof thrown, errorMessage: thrown.toString(), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    };
  }
}

/** An error's type as a header can carry it; the body has it as it is. */
export const headerText = (type) => String(type).replaceAll(/[^\x20-\x7e]/g, "?");

// What JSON leaves out of an error, before what somebody has added to it.
function withMembers(_, value) {
  if (!(value instanceof Error)) return value;
  const { name, message, code, stack } = value;
  const shown = { errorType: name, errorMessage: message, code, ...value };
  if (typeof stack === "string") shown.stack = stack.split("\n");
  return shown;
}

/** One line of JSON for the log; a tab comes first, as in AWS's lines. */
export function format(error) {
  try {
    return `\t${JSON.stringify(error, withMembers)}`;
  } catch {
    return `\t${JSON.stringify(describe(error))}`;
  }
}
