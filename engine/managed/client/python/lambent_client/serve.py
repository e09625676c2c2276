"""The handler found, then one event after the other."""

import importlib
import os
import sys

from . import logs
from .context import LambdaContext
from .errors import RuntimeFault, describe
from .marshal import read_event, to_json, write_result
from .runtime_api import RuntimeApi


def find_handler(text):
    """The function that "package/module.name" names, by AWS's rules.
    https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"""
    module, dot, name = text.rpartition(".")
    if not dot:
        raise RuntimeFault(
            "MalformedHandlerName",
            f"Bad handler '{text}': not enough values to unpack (expected 2, got 1)",
        )
    if module.split(".")[0] in sys.builtin_module_names:
        raise RuntimeFault(
            "BuiltInModuleConflict", f"Cannot use built-in module {module} as a handler module"
        )
    try:
        code = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault(
            "ImportModuleError", f"Unable to import module '{module}': {error}"
        ) from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise RuntimeFault(
            "UserCodeSyntaxError", f"Syntax error in module '{module}': {error}", trace
        ) from None
    try:
        return getattr(code, name)
    except AttributeError:
        raise RuntimeFault(
            "HandlerNotFound", f"Handler '{name}' missing on module '{module}'"
        ) from None


def _set_trace(headers):
    trace = headers.get("lambda-runtime-trace-id")
    if trace:
        os.environ["_X_AMZN_TRACE_ID"] = trace
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def _serve_one(api, handler):
    headers, body = api.next()
    request_id = logs.request_id = headers["lambda-runtime-aws-request-id"]
    _set_trace(headers)
    try:
        context = LambdaContext(headers)
        event = read_event(body, headers.get("content-type", "application/json"))
        answer, content_type = write_result(handler(event, context))
    except Exception as error:
        shown = describe(error, request_id)
        logs.report(shown)
        api.post_error(request_id, to_json(shown), shown["errorType"])
    else:
        api.post_response(request_id, answer, content_type)


def run(address, handler_name):
    """Until the end of the process; comes back only when there is no handler."""
    api = RuntimeApi(address)
    try:
        handler = find_handler(handler_name)
    except Exception as error:
        shown = describe(error)
        logs.report(shown)
        api.post_init_error(to_json(shown), shown["errorType"])
        return
    while True:
        _serve_one(api, handler)
