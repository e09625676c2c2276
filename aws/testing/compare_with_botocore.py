"""compare_with_botocore.py PEER [CASES [SEED]]: signs generated requests with botocore and with
PEER (sigv4_peer), and has PEER verify what botocore signed.

The requests are those that break signers: ARNs and slashes in path segments, dot segments, double
slashes, Unicode, unsorted, repeated and empty query values, odd header values, S3 keys. The same
seed gives the same requests. Debian's awscli has botocore inside; without any, the exit status is
77, which ctest takes for skipped.
"""

import datetime
import random
import subprocess
import sys
from urllib.parse import parse_qsl, quote, unquote, urlsplit

try:
    import awscli  # noqa: F401  Debian's makes the botocore inside it known.
except ImportError:
    pass
try:
    from botocore import __version__, auth, awsrequest, credentials, utils
except ImportError:
    print("skipped: no botocore here (Debian: awscli)")
    sys.exit(77)

PIECES = [
    "a", "Z", "0", "-", ".", "_", "~", " ", "+", "%", "%2F", "/", "//", ":", ";", "=", "&", "?", "#",
    "@", "!", "$", "'", "(", ")", "*", ",", "[", "]", "\\", "^", "|", '"', "<", ">", "`", "{", "}",
    "ü", "ሴ", "😀", "arn:aws:lambda:eu-west-1:123456789012:function:f:live", "$LATEST",
]
ENDPOINTS = ["https://h.example.com", "http://127.0.0.1:4566", "https://h:443", "http://h:80"]
# Older ones sign an IPv6 host without its brackets, which is not what they send.
if auth._host_from_url("http://[::1]:1") == "[::1]:1":
    ENDPOINTS.append("http://[::1]:1")
SERVICES = ["lambda", "iam", "sts", "logs", "execute-api", "s3", "s3"]


def text(rng, least, most):
    return "".join(rng.choice(PIECES) for _ in range(rng.randint(least, most)))


def a_request(rng):
    service = rng.choice(SERVICES)
    presign = rng.random() < 0.25
    asked = {
        "service": service,
        "region": rng.choice(["us-east-1", "eu-west-1", "cn-north-1"]),
        "method": "GET" if presign else rng.choice(["GET", "PUT", "POST", "DELETE", "HEAD"]),
        "endpoint": rng.choice(ENDPOINTS),
        "key": "AKID" + str(rng.randint(0, 99)),
        "secret": text(rng, 1, 6),
        "token": rng.choice(["", "token/+=" + text(rng, 0, 2)]),
        "time": rng.randint(0, 4102444800),
        "segments": [text(rng, 1, 4) for _ in range(rng.randint(0, 4))],
        "query": [(text(rng, 1, 3), text(rng, 0, 3)) for _ in range(rng.choice([0, 0, 1, 2, 5]))],
        "headers": [],
        "body": b"",
    }
    for _ in range(rng.choice([0, 0, 1, 3])):
        asked["segments"].insert(rng.randint(0, len(asked["segments"])), rng.choice([".", "..", ""]))
    if rng.random() < 0.4 and asked["query"]:
        asked["query"].append((asked["query"][0][0], text(rng, 0, 3)))
    if presign:
        asked["expires"] = rng.randint(1, 604800)
        asked["query"] = list({name: (name, value) for name, value in asked["query"]}.values())
    else:
        asked["body"] = text(rng, 0, 5).encode()
    for name in rng.sample(["x-amz-copy-source", "x-amz-copy-source-range", "Content-Type", "X-Amz-Meta-A", "Range"],
                           rng.randint(0, 4)):
        value = " ".join(rng.choice(["", "a", "b c", "d   e", '"q"', "f=g;h", ","]) for _ in range(rng.randint(1, 4)))
        asked["headers"].append((name, value))
    return asked


def botocore_url(asked):
    safe = "/~" if asked["service"] == "s3" else "-._~"
    path = "".join("/" + utils.percent_encode(s, safe=safe) for s in asked["segments"]) or "/"
    query = utils.percent_encode_sequence(asked["query"])
    # Its HTTP layer leaves usual ports out of Host.
    endpoint = asked["endpoint"].replace("https://h:443", "https://h").replace("http://h:80", "http://h")
    return endpoint + path + ("?" + query if query else "")


def botocore_signed(asked):
    """The request, signed in place, and the canonical form (none for a presigned one)."""
    request = awsrequest.AWSRequest(
        method=asked["method"], url=botocore_url(asked), headers=dict(asked["headers"]), data=asked["body"]
    )
    when = datetime.datetime.fromtimestamp(asked["time"], datetime.timezone.utc)
    request.context["timestamp"] = when.strftime("%Y%m%dT%H%M%SZ")
    keys = credentials.Credentials(asked["key"], asked["secret"], asked["token"] or None)
    s3 = asked["service"] == "s3"
    if "expires" in asked:
        kind = auth.S3SigV4QueryAuth if s3 else auth.SigV4QueryAuth
        signer = kind(keys, asked["service"], asked["region"], expires=asked["expires"])
    else:
        kind = auth.S3SigV4Auth if s3 else auth.SigV4Auth
        signer = kind(keys, asked["service"], asked["region"])
    signer._modify_request_before_signing(request)
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    signer._inject_signature_to_request(request, signature)
    return request, canonical


def line(key, *values):
    parts = [quote(v if isinstance(v, bytes) else str(v).encode(), safe="") for v in values]
    return " ".join([key, *parts]) + "\n"


def to_sign(asked):
    out = "".join(
        line(k, asked[k])
        for k in ["service", "region", "method", "endpoint", "key", "secret", "token", "time", "body", "expires"]
        if k in asked
    )
    out += "".join(line("segment", s) for s in asked["segments"])
    out += "".join(line("query", *pair) for pair in asked["query"])
    return out + "".join(line("header", *pair) for pair in asked["headers"]) + "\n"


def to_verify(asked, request, body):
    url = urlsplit(request.url)
    target = (url.path or "/") + ("?" + url.query if url.query else "")
    headers = [(k, v) for k, v in request.headers.items() if k.lower() != "host"]
    out = "".join(line(k, asked[k]) for k in ["method", "secret", "time"])
    out += line("target", target) + line("body", body) + line("header", "Host", url.netloc)
    return out + "".join(line("header", *pair) for pair in headers) + "\n"


def ask(peer, requests):
    done = subprocess.run([peer], input="".join(requests), capture_output=True, text=True, timeout=240, check=True)
    answers = [dict(l.split(" ", 1) for l in block.splitlines()) for block in done.stdout.split("\n\n") if block]
    assert len(answers) == len(requests), f"{len(answers)} answers to {len(requests)} requests"
    return [{k: unquote(v) for k, v in answer.items()} for answer in answers]


def differences(asked, request, canonical, ours):
    if ours["url"] != botocore_url(asked):
        yield "url", botocore_url(asked), ours["url"]
    if "expires" in asked:
        theirs = sorted(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
        mine = sorted(parse_qsl(ours["presigned"], keep_blank_values=True))
        if theirs != mine:
            yield "presigned query", theirs, mine
        return
    if ours["canonical"] != canonical:
        yield "canonical request", canonical, ours["canonical"]
    if ours["authorization"] != request.headers["Authorization"]:
        yield "Authorization", request.headers["Authorization"], ours["authorization"]


def main(peer, cases=4000, seed=20150830):
    rng = random.Random(seed)
    requests = [a_request(rng) for _ in range(cases)]
    signed = [botocore_signed(asked) for asked in requests]
    bad = []
    for asked, (request, canonical), ours in zip(requests, signed, ask(peer, [to_sign(a) for a in requests])):
        for what, theirs, mine in differences(asked, request, canonical, ours):
            bad.append(f"{what} of {asked}\n  botocore: {theirs!r}\n  ours:     {mine!r}")

    pairs = [(asked, request) for asked, (request, _) in zip(requests, signed)]
    for (asked, _), answer in zip(pairs, ask(peer, [to_verify(a, r, a["body"]) for a, r in pairs])):
        if answer["verified"] != asked["key"]:
            bad.append(f"not verified: {answer['why']}: {asked}")
    pairs = [(asked, request) for asked, request in pairs if "expires" not in asked]
    for (asked, _), answer in zip(pairs, ask(peer, [to_verify(a, r, a["body"] + b"x") for a, r in pairs])):
        if answer["verified"]:
            bad.append(f"verified with another body: {asked}")

    print(*bad[:5], f"botocore {__version__}: {cases} requests signed and verified, {len(bad)} differences", sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
