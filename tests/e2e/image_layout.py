#!/usr/bin/env python3
"""An OCI image layout for tests: DIR TAG MEGABYTES PLATFORM...

One layer of that many megabytes of noise, alike for all platforms, and a small one for each. With
several platforms there is an index. The same arguments give the same bytes.
"""
import hashlib
import io
import json
import os
import random
import sys
import tarfile

IMAGE = "application/vnd.oci.image."


def blob(folder, media_type, content):
    digest = hashlib.sha256(content).hexdigest()
    with open(os.path.join(folder, "blobs", "sha256", digest), "wb") as out:
        out.write(content)
    return {"mediaType": IMAGE + media_type, "digest": "sha256:" + digest, "size": len(content)}


def layer(name, content):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o755
        tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def document(folder, media_type, value):
    return blob(folder, media_type, json.dumps(value).encode())


def image(folder, noise, platform):
    own = layer("var/runtime/bootstrap", b"#!/bin/sh\n# " + platform.encode() + b"\n")
    layers = [blob(folder, "layer.v1.tar", each) for each in (noise, own)]
    system, architecture = platform.split("/")
    config = document(folder, "config.v1+json", {
        "os": system, "architecture": architecture,
        "config": {"Entrypoint": ["/var/runtime/bootstrap"]},
        "rootfs": {"type": "layers", "diff_ids": [each["digest"] for each in layers]}})
    found = document(folder, "manifest.v1+json", {
        "schemaVersion": 2, "mediaType": IMAGE + "manifest.v1+json", "config": config,
        "layers": layers})
    return found | {"platform": {"os": system, "architecture": architecture}}


def main(folder, tag, megabytes, *platforms):
    os.makedirs(os.path.join(folder, "blobs", "sha256"))
    noise = layer("var/task/noise", random.Random(7).randbytes(int(megabytes) * 1_000_000))
    images = [image(folder, noise, each) for each in platforms]
    root = images[0]
    if len(images) > 1:
        root = document(folder, "index.v1+json", {
            "schemaVersion": 2, "mediaType": IMAGE + "index.v1+json", "manifests": images})
    root = root | {"annotations": {"org.opencontainers.image.ref.name": tag}}
    with open(os.path.join(folder, "index.json"), "w", encoding="ascii") as out:
        json.dump({"schemaVersion": 2, "manifests": [root]}, out)
    with open(os.path.join(folder, "oci-layout"), "w", encoding="ascii") as out:
        out.write('{"imageLayoutVersion": "1.0.0"}')


main(*sys.argv[1:])
