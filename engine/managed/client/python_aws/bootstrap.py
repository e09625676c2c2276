"""Starts AWS's own runtime interface client, the package awslambdaric beside this file, as
/var/runtime/bootstrap.py does on Lambda. https://github.com/aws/aws-lambda-python-runtime-interface-client"""

import os

# The interpreter runs without `site`, whose packages are this machine's and not Lambda's.
import lambent_paths

lambent_paths.arrange()

from awslambdaric import bootstrap  # noqa: E402
from awslambdaric.__main__ import main  # noqa: E402


def _keep_messages_whole(sink):
    """On Lambda the client frames each message of the root logger, so that one of several lines is
    one event; to the standard output, where a line is an event, it writes it as it is."""
    write = sink.log

    def log(self, message, *rest, **named):
        write(self, message.rstrip("\n").replace("\n", "\r") + "\n", *rest, **named)

    sink.log = log


if __name__ == "__main__":
    if hasattr(bootstrap, "StandardLogSink"):
        _keep_messages_whole(bootstrap.StandardLogSink)
    main(["awslambdaric", os.environ.get("_HANDLER", "")])
