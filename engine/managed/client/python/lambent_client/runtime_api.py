"""The Runtime API over HTTP, one connection that is kept. Written on a socket, because
http.client takes longer to import than most functions to start.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"""

import socket

_ROOT = "/2018-06-01/runtime"
_HEAD_BYTES_MAX = 64 * 1024


class RuntimeApi:
    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._address = (host, int(port))
        self._host = address
        self._socket = None
        self._file = None

    def next(self):
        """The next event: its headers by lower-case names, and its bytes."""
        _, headers, body = self._ask("GET", "/invocation/next")
        return headers, body

    # A response that the API refuses, it has answered for us: the status says nothing new.
    def post_response(self, request_id, body, content_type):
        self._ask("POST", f"/invocation/{request_id}/response", body, content_type)

    def post_error(self, request_id, body, error_type):
        self._ask("POST", f"/invocation/{request_id}/error", body, error_type=error_type)

    def post_init_error(self, body, error_type):
        self._ask("POST", "/init/error", body, error_type=error_type)

    def _ask(self, method, path, body=b"", content_type="application/json", error_type=None):
        lines = [f"{method} {_ROOT}{path} HTTP/1.1", f"Host: {self._host}"]
        if method == "POST":
            lines += [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
        if error_type:
            # As a header can carry it; the body has it as it is.
            shown = "".join(each if " " <= each <= "~" else "?" for each in error_type)
            lines.append(f"Lambda-Runtime-Function-Error-Type: {shown}")
        head = "\r\n".join((*lines, "", "")).encode("latin-1", "replace")
        kept = self._socket is not None
        try:
            return self._exchange(head + body)
        except (ConnectionError, EOFError):
            self._close()
            # A connection that has been idle may have been closed; a new one has no such excuse.
            if not kept:
                raise
            return self._exchange(head + body)

    def _exchange(self, message):
        if self._socket is None:
            self._socket = socket.create_connection(self._address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._file = self._socket.makefile("rb")
        self._socket.sendall(message)
        status, headers = self._read_head()
        body = self._read_body(headers)
        if headers.get("connection", "").lower() == "close":
            self._close()
        return status, headers, body

    def _close(self):
        if self._socket is not None:
            self._file.close()
            self._socket.close()
        self._socket = self._file = None

    def _line(self):
        line = self._file.readline(_HEAD_BYTES_MAX)
        if not line.endswith(b"\n"):
            raise EOFError("the Runtime API closed the connection")
        # The client context in a header is the caller's own text.
        return line.strip().decode("utf-8", "replace")

    def _read_head(self):
        status = int(self._line().split(" ", 2)[1])
        headers = {}
        while line := self._line():
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        return status, headers

    def _read_exactly(self, size):
        data = self._file.read(size)
        if len(data) != size:
            raise EOFError("the Runtime API closed the connection")
        return data

    def _read_body(self, headers):
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return self._read_exactly(int(headers.get("content-length", "0")))
        pieces = []
        while size := int(self._line().split(";", 1)[0], 16):
            pieces.append(self._read_exactly(size))
            self._line()
        while self._line():  # Trailers.
            pass
        return b"".join(pieces)
