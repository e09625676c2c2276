"""The handler of the root logger, whose lines carry the level, the time and the request, as text or
as JSON; and the record of what ended an invocation.
https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html"""

import json
import logging
import os
import sys
import time
import traceback

_IS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
_NO_BREAK_SPACE = "\u00a0"

request_id = ""  # Of the invocation under way.


def _now(seconds, with_milliseconds=True):
    text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{text}.{int(seconds * 1000) % 1000:03d}Z" if with_milliseconds else f"{text}Z"


class _TextFormatter(logging.Formatter):
    def __init__(self):
        super().__init__(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s",
            "%Y-%m-%dT%H:%M:%S",
        )
        self.converter = time.gmtime

    def format(self, record):
        # One line is one log event, so line feeds inside must be something else.
        return super().format(record).replace("\n", "\r")


class _JsonFormatter(logging.Formatter):
    # What every record has is not what a caller has given by `extra`.
    _usual = frozenset(vars(logging.makeLogRecord({}))) | {
        "aws_request_id",
        "message",
        "asctime",
        "taskName",
    }

    def format(self, record):
        line = {
            "timestamp": _now(record.created),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": record.aws_request_id,
        }
        if record.exc_info:
            kind, error, trace = record.exc_info
            line["stackTrace"] = traceback.format_tb(trace)
            line["errorType"] = kind and kind.__name__
            line["errorMessage"] = str(error)
            line["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        extra = {
            name: value
            for name, value in vars(record).items()
            if name not in self._usual and name not in line
        }
        return json.dumps({**line, **extra}, ensure_ascii=False, default=str)


class _Handler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = request_id
        write(self.format(record))


def write(text):
    """One log event. Looks `sys.stdout` up each time, which a function may have replaced."""
    sys.stdout.write(text + "\n")


def arrange():
    for stream in (sys.stdout, sys.stderr):
        # Lines are seen at once, also those of a function that is killed.
        stream.reconfigure(line_buffering=True, write_through=True)
    handler = _Handler()
    handler.setFormatter(_JsonFormatter() if _IS_JSON else _TextFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}.get(level, level)
    if isinstance(logging.getLevelName(level), int):
        root.setLevel(level)


def _lines_of_trace(trace):
    for element in trace:
        for line in element.splitlines() or [""]:
            inner = line.lstrip(" ")
            # CloudWatch's page would swallow the indentation.
            yield _NO_BREAK_SPACE * (len(line) - len(inner)) + inner


def report(error):
    """What ended an invocation or the function: the body that the Runtime API was told."""
    if _IS_JSON:
        line = {"timestamp": _now(time.time(), False), "level": "ERROR", **error}
        write(json.dumps(line, ensure_ascii=False))
        return
    first = "[ERROR] " + error["errorType"]
    if error["errorMessage"]:
        first += ": " + error["errorMessage"]
    lines = [first, "Traceback (most recent call last):", *_lines_of_trace(error["stackTrace"])]
    write("\r".join(lines).replace("\n", "\r"))
