"""Errors as Lambda shows them: to the caller, and in the log."""

import traceback


class RuntimeFault(Exception):
    """An error that the runtime itself finds: its type is `Runtime.<kind>`."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = f"Runtime.{kind}"
        self.trace = trace or []


def describe(error, request_id=""):
    """The body that tells the Runtime API of an exception."""
    if isinstance(error, RuntimeFault):
        kind, trace = error.kind, error.trace
    else:
        kind, trace = type(error).__name__, traceback.format_list(_frames_of_the_function(error))
    return {
        "errorMessage": str(error),
        "errorType": kind,
        "requestId": request_id,
        "stackTrace": trace,
    }


def _frames_of_the_function(error):
    frames = traceback.extract_tb(error.__traceback__)
    own = "/lambent_client/"
    for index, frame in enumerate(frames):
        if own not in frame.filename and not frame.filename.startswith("<frozen importlib"):
            frames = frames[index:]
            break
    # Without their columns, which would underline parts of the source lines.
    return [(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames]
