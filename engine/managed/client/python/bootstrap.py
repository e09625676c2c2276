"""The runtime interface client of Lambent's Python runtimes: asks the Runtime API for events and
calls the function's handler with them, as AWS's own client does."""

import os
import sys

# The interpreter runs without `site`, whose packages are this machine's and not Lambda's.
import lambent_paths

lambent_paths.arrange()

from lambent_client import logs, serve  # noqa: E402

if __name__ == "__main__":
    logs.arrange()
    serve.run(os.environ["AWS_LAMBDA_RUNTIME_API"], os.environ.get("_HANDLER", ""))
    sys.exit(1)
