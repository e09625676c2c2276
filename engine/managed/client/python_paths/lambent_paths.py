"""Where modules are looked for: the function's code, its layers, then the standard library.
https://docs.aws.amazon.com/lambda/latest/dg/python-package.html"""

import importlib.machinery
import os
import site
import sys

# What AWS's runtimes bring along. This machine's own copies stand for them, and for nothing else.
_BROUGHT_ALONG = frozenset(
    ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")
)


class _BroughtAlong:
    """Finds the packages above where this machine keeps its own."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if path is not None or name not in _BROUGHT_ALONG:
            return None
        return importlib.machinery.PathFinder.find_spec(name, site.getsitepackages(), target)


def _layer_directories(python):
    return [f"/opt/python/lib/{python}/site-packages", "/opt/python"]


def arrange():
    # In a process without a sandbox the code is the working directory.
    task = os.environ.get("LAMBDA_TASK_ROOT", "/var/task")
    if not os.path.isdir(task):
        task = os.getcwd()
    name = os.environ.get("AWS_EXECUTION_ENV", "")[len("AWS_Lambda_") :]
    here = os.path.dirname(os.path.abspath(__file__))
    others = [path for path in sys.path if path not in (here, task)]
    sys.path[:] = [task, *_layer_directories(name), here, *others]
    sys.meta_path.append(_BroughtAlong)
    # exit(), quit() and help(), which `site` would have made.
    site.setquit()
    site.sethelper()
