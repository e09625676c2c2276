"""Events and results as JSON, with the differences of AWS's encoder from the standard library's:
Decimal is a number, and since Python 3.12 text is not escaped."""

import json
import os
import re
import uuid

from .errors import RuntimeFault

_UNESCAPED_SINCE = (3, 12)


def _writes_ascii():
    version = os.environ.get("AWS_EXECUTION_ENV", "").rpartition("python")[2].split(".")
    try:
        return tuple(int(part) for part in version) < _UNESCAPED_SINCE
    except ValueError:
        return False


class _Encoder(json.JSONEncoder):
    """A Decimal passes as a string with a mark, which is taken off together with the quotes."""

    mark = uuid.uuid4().hex
    marked = re.compile(f'"{mark}([^"]*)"')

    def __init__(self):
        super().__init__(ensure_ascii=_writes_ascii())
        self._has_decimals = False

    def default(self, value):
        # Looked up by name: most functions never import decimal.
        if type(value).__name__ == "Decimal" and type(value).__module__ == "decimal":
            self._has_decimals = True
            return float("nan") if value.is_nan() else f"{self.mark}{value}"
        return super().default(value)

    def encode(self, value):
        text = super().encode(value)
        return self.marked.sub(r"\1", text) if self._has_decimals else text


def to_json(value):
    return _Encoder().encode(value).encode()


def read_event(body, content_type):
    if content_type != "application/json":
        return body
    try:
        return json.loads(body)
    except ValueError as error:
        raise RuntimeFault("UnmarshalError", f"Unable to unmarshal input: {error}") from None


def write_result(result):
    """The bytes and their content type."""
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return to_json(result), "application/json"
    except Exception as error:
        raise RuntimeFault("MarshalError", f"Unable to marshal response: {error}") from None
