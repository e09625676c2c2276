#!/usr/bin/env python3
"""From a saved file to the new answer: `lambent watch`, and `cargo lambda watch` where it is installed.

Each round writes another word into the handler and asks the function without a pause until the word
comes back. What is told: the time from the save to the first new answer, and how many of the requests
in between failed. A request fails when it is not answered with 200, or with a function error, or not
within half a second: a watch that ends a program with a request in its hands may never answer it.

Then two things that callers wait for: the error of a handler that aborts, and five calls at once of
one that sleeps for a second.
"""

import argparse
import concurrent.futures
import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD_SECONDS_MAX = 900
ROUND_SECONDS_MAX = 120
PATIENCE_SECONDS = 0.5
EVENT = '{"name":"Ada"}'
CALLS_AT_ONCE = 5
GREETING = '    return R"({"message":"Hello from hello","event":)" + std::string(event) + "}";\n'
ON_DEMAND = (
    '    if (event.find("abort") != event.npos) std::abort();\n'
    '    if (event.find("sleep") != event.npos) ::sleep(1);\n'
    '    return std::string(event);\n')


def say(text):
    print(text, file=sys.stderr, flush=True)


class Watched:
    """A running watch: where it listens, and what is edited."""

    def __init__(self, name, command, folder, source, port, env=None):
        self.name, self.source, self.port = name, source, port
        self.log = open(folder.parent / "watch.log", "wb")  # Beside: it is no source.
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=self.log, stderr=subprocess.STDOUT,
            start_new_session=True, env=env)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()

    def ask(self, timeout, event=EVENT):
        """The answer's text, or why there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("POST", "/2015-03-31/functions/hello/invocations", event,
                               {"Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read().decode()
            good = response.status == 200 and not response.getheader("X-Amz-Function-Error")
            return good, text
        except OSError as problem:
            return False, str(problem)
        except http.client.HTTPException as problem:
            return False, repr(problem)
        finally:
            connection.close()

    def wait_until_it_answers(self):
        until = time.monotonic() + BUILD_SECONDS_MAX
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended; see {self.log.name}")
            if self.ask(BUILD_SECONDS_MAX)[0]:
                return
            time.sleep(0.2)
        raise RuntimeError(f"{self.name} did not answer in {BUILD_SECONDS_MAX} s")

    def round(self, word):
        text = self.source.read_text()
        new, edits = re.subn(r"\bHello\w* ", f"{word} ", text)
        if edits != 1:
            raise RuntimeError(f"{self.source} has {edits} places to edit, not one")
        beside = self.source.with_suffix(".new")
        beside.write_text(new)
        started = time.monotonic()
        beside.replace(self.source)  # As editors do.
        requests = failed = 0
        while time.monotonic() - started < ROUND_SECONDS_MAX:
            good, answer = self.ask(PATIENCE_SECONDS)
            requests += 1
            if word + " " in answer:
                return (time.monotonic() - started) * 1000, requests, failed
            failed += not good
        raise RuntimeError(f"{self.name}: no new answer in {ROUND_SECONDS_MAX} s")


def measure(watched, rounds):
    try:
        watched.wait_until_it_answers()
        watched.round("HelloWarm")
        results = []
        for number in range(rounds):
            time.sleep(0.5)
            results.append(watched.round(f"Hello{number}"))
        return [row_of(watched.name, results)]
    finally:
        watched.stop()


def row_of(name, results):
    """Of (milliseconds, requests, failed) for each round."""
    times = sorted(result[0] for result in results)
    return {
        "name": name,
        "rounds": len(results),
        "minMs": round(times[0]),
        "p50Ms": round(statistics.median(times)),
        "maxMs": round(times[-1]),
        "requests": sum(result[1] for result in results),
        "failed": sum(result[2] for result in results),
    }


def measure_crashes(watched, rounds):
    """From the call of a handler that aborts to its error. It fails when the error is another, or
    when the next call has no answer."""
    results = []
    for _ in range(rounds):
        started = time.monotonic()
        _, answer = watched.ask(ROUND_SECONDS_MAX, '{"do":"abort"}')
        took = (time.monotonic() - started) * 1000
        good = "Runtime.ExitError" in answer and watched.ask(ROUND_SECONDS_MAX)[0]
        results.append((took, 2, not good))
    return row_of("lambent watch, abort() to the caller's error", results)


def measure_side_by_side(watched, rounds):
    """Five calls at once of a handler that sleeps a second, until the last has its answer."""
    results = []
    for _ in range(rounds):
        with concurrent.futures.ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
            started = time.monotonic()
            answers = list(pool.map(lambda _: watched.ask(ROUND_SECONDS_MAX, '{"do":"sleep"}')[0],
                                    range(CALLS_AT_ONCE)))
        took = (time.monotonic() - started) * 1000
        results.append((took, CALLS_AT_ONCE, answers.count(False)))
    return row_of("lambent watch, 5 calls of 1 s side by side", results)


def measure_calls(watched, rounds):
    try:
        watched.wait_until_it_answers()
        return [measure_crashes(watched, rounds), measure_side_by_side(watched, rounds)]
    finally:
        watched.stop()


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def lambent(program, folder, flags, name):
    subprocess.run([program, "new", "hello", "-y"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    port = free_port()
    project = folder / "hello"
    return Watched(name, [program, "watch", "--invoke-port", str(port), *flags], project,
                   project / "src" / "handler.cpp", port)


def lambent_one_file(program, folder, name, handler, flags=()):
    """A handler in the file that includes lambent/lambent.hpp: what small functions look like."""
    watched = folder / "hello"
    subprocess.run([program, "new", "hello", "-y"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (watched / "src" / "main.cpp").write_text(
        '#include <lambent/lambent.hpp>\n\n#include <unistd.h>\n\n#include <cstdlib>\n'
        '#include <string>\n\nint main() {\n'
        '  return lambent::run([](std::string_view event) {\n' + handler + '  });\n}\n')
    lists = watched / "CMakeLists.txt"
    text = lists.read_text()
    lists.write_text(re.sub(r"SOURCES src/main.cpp src/handler.cpp", "SOURCES src/main.cpp",
                            text.split("# The unit tests")[0]))
    port = free_port()
    return Watched(name, [program, "watch", "--invoke-port", str(port), *flags], watched,
                   watched / "src" / "main.cpp", port)


def cargo_lambda(program, folder):
    project = folder / "cargo"
    shutil.copytree(HERE / "cargo", project)
    port = free_port()
    version = subprocess.run([program, "lambda", "--version"], capture_output=True, text=True,
                             check=True).stdout.split()[1]
    command = [program, "lambda", "watch", "--invoke-address", "127.0.0.1", "--invoke-port",
               str(port)]
    return Watched(f"cargo lambda watch {version}", command, project, project / "src" / "main.rs",
                   port)


def find_cargo_lambda():
    given = os.environ.get("CARGO_LAMBDA")
    for program in filter(None, [given, shutil.which("cargo-lambda")]):
        return program
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lambent", required=True, help="the program")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", help="write the figures there, too")
    options = parser.parse_args()
    program = str(Path(options.lambent).resolve())

    rows = []
    print(f"{'watch':45} {'min':>9} {'p50':>9} {'max':>9} {'requests':>9} "
          f"{'failed':>7}", flush=True)
    with tempfile.TemporaryDirectory(prefix="lambent-bench-watch-") as name:
        base = Path(name)
        makers = [
            (lambda f: lambent(program, f, [], "lambent watch, `lambent new`'s function"), measure),
            (lambda f: lambent_one_file(program, f, "lambent watch, all in main.cpp", GREETING),
             measure),
            (lambda f: lambent_one_file(
                program, f, "lambent watch, calls", ON_DEMAND,
                ["--ignore-changes", "--concurrency", str(CALLS_AT_ONCE)]), measure_calls)]
        peer = find_cargo_lambda()
        if peer and shutil.which("cargo"):
            makers.append((lambda f: cargo_lambda(peer, f), measure))
        else:
            say("cargo lambda watch is left out: cargo or cargo-lambda is not installed "
                "(pip install cargo-lambda, or CARGO_LAMBDA=its path)")
        for number, (make, measured) in enumerate(makers):
            folder = base / str(number)
            folder.mkdir()
            watched = make(folder)
            say(f"{watched.name}: building")
            try:
                made = measured(watched, options.rounds)
            except RuntimeError as problem:
                print(f"{watched.name:45} left out: {problem}", flush=True)
                continue
            rows += made
            for row in made:
                print(f"{row['name']:45} {row['minMs']:>6} ms {row['p50Ms']:>6} ms "
                      f"{row['maxMs']:>6} ms {row['requests']:>9} {row['failed']:>7}", flush=True)

    if options.json:
        Path(options.json).write_text(json.dumps({"watch": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
