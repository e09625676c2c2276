// One event on its way through the handler: the context object, the three ways to answer, and what
// happens when the event loop runs empty before there is an answer.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
import { reportError } from "./console.mjs";
import { describe, RuntimeError } from "./errors.mjs";
import { runtimeMajor } from "./handler.mjs";
import { isStreaming, ResponseStream } from "./streaming.mjs";

// From nodejs24.x on the runtime awaits whatever a handler returns, there are no callbacks any more,
// and nothing waits for the event loop.
const hasCallbacks = runtimeMajor < 24;

let whenIdle; // What an empty event loop means now.

export function beforeExit() {
  const then = whenIdle;
  whenIdle = undefined;
  then?.();
}

function parseHeader(headers, name, what) {
  const text = headers[name];
  if (text === undefined) return undefined;
  try {
    // UTF-8, of which Node.js has made a character of each byte.
    return JSON.parse(Buffer.from(text, "latin1").toString());
  } catch (error) {
    throw new Error(`Cannot parse ${what} as json: ${error}`);
  }
}

function serialize(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch {
    throw new Error("Unable to stringify response body");
  }
}

const isPromise = (value) => typeof value?.then === "function";

export class Invocation {
  #api;
  #headers;
  #answered = false; // By any of the ways; the first one counts.
  #waitsForEmptyLoop = true;
  #end; // Resolves run().

  constructor(api, headers) {
    this.#api = api;
    this.#headers = headers;
    this.requestId = headers["lambda-runtime-aws-request-id"];
    const trace = headers["lambda-runtime-trace-id"];
    if (trace) process.env._X_AMZN_TRACE_ID = trace;
    else delete process.env._X_AMZN_TRACE_ID;
  }

  /** Calls the handler; done when the Runtime API has the answer. */
  async run(handler, body) {
    const ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    if (isStreaming(handler)) void this.#stream(handler, body);
    else this.#call(handler, body);
    await ended;
    whenIdle = undefined;
  }

  #call(handler, body) {
    let isPromised = false;
    whenIdle = () => this.#loopRanEmpty(isPromised);
    const done = (error, result) => this.#settle(error, result);
    const succeed = (result) => done(null, result);
    const fail = (error) => done(error ?? "handled");
    const callback = (error, result) => this.#callback(error, result);
    try {
      const context = this.#context({ succeed, fail, done });
      const result = handler(JSON.parse(body), context, ...(hasCallbacks ? [callback] : []));
      isPromised = isPromise(result);
      if (isPromised) result.then(context.succeed ?? succeed, fail);
      else if (!hasCallbacks) succeed(result);
    } catch (error) {
      done(error);
    }
  }

  async #stream(handler, body) {
    const stream = new ResponseStream(this.#api, this.requestId, handler);
    const fail = (error) => {
      reportError("Invoke Error", error);
      stream.fail(error);
    };
    whenIdle = () => {
      fail(new RuntimeError("StreamError", "Response stream is not finished."));
      // The handler's promise, which may be waited for below, can settle no more.
      void stream.answered.then(this.#end);
    };
    try {
      const result = handler(JSON.parse(body), stream, this.#context({}));
      if (!isPromise(result)) throw new Error("Streaming does not support non-async handlers.");
      if ((await result) !== undefined) console.warn("Streaming handlers ignore return values.");
    } catch (error) {
      fail(error);
    }
    // Others than the handler may still write.
    await stream.answered;
    if (hasCallbacks && this.#waitsForEmptyLoop) whenIdle = this.#end;
    else this.#end();
  }

  // A handler's callback: its result waits for the event loop to run empty, if it is to.
  #callback(error, result) {
    const isError = error !== undefined && error !== null;
    if (this.#answered || isError || !this.#waitsForEmptyLoop) return this.#settle(error, result);
    this.#answered = true;
    whenIdle = () => {
      this.#answered = false;
      this.#settle(null, result);
    };
  }

  #loopRanEmpty(isPromised) {
    // A promise that nothing can settle any more is an error; a callback that was forgotten is not.
    this.#settle(
      isPromised
        ? new RuntimeError(
            "NodeJsExit",
            "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
          )
        : null,
      null,
    );
  }

  #settle(error, result) {
    if (this.#answered) return;
    this.#answered = true;
    whenIdle = undefined;
    if (error === undefined || error === null) {
      try {
        const text = serialize(result);
        return void this.#api.postResponse(this.requestId, text).then(this.#end);
      } catch (unserializable) {
        error = unserializable;
      }
    }
    reportError("Invoke Error", error);
    void this.#api.postError(this.requestId, describe(error)).then(this.#end);
  }

  // `ways` are those to answer that the context of old runtimes has.
  #context(ways) {
    const headers = this.#headers;
    const { env } = process;
    const traceId = headers["lambda-runtime-trace-id"];
    return Object.assign(hasCallbacks ? this.#oldMembers(ways) : { xRayTraceId: traceId }, {
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: parseHeader(headers, "lambda-runtime-client-context", "ClientContext"),
      identity: parseHeader(headers, "lambda-runtime-cognito-identity", "CognitoIdentity"),
      invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
      awsRequestId: this.requestId,
      tenantId: headers["lambda-runtime-aws-tenant-id"],
      getRemainingTimeInMillis: () => headers["lambda-runtime-deadline-ms"] - Date.now(),
    });
  }

  #oldMembers(ways) {
    const invocation = this;
    return {
      get callbackWaitsForEmptyEventLoop() {
        return invocation.#waitsForEmptyLoop;
      },
      set callbackWaitsForEmptyEventLoop(waits) {
        invocation.#waitsForEmptyLoop = waits;
      },
      ...ways,
    };
  }
}
