#!/usr/bin/env python3
"""Pushes images of random bytes to a registry without TLS, and prints NAME:TAG of each.

usage: images.py HOST:PORT/PREFIX reference           four images of 4 and 5 gzip layers, 1.05 GB, two layers shared
       images.py HOST:PORT/PREFIX small COUNT LAYERS  COUNT images of LAYERS layers of 20 kB, the four of the product first
       images.py HOST:PORT/PREFIX large GIGABYTES     the four of the product, of layers of 1 GB
"""

import gzip, hashlib, http.client, json, os, sys
from concurrent.futures import ThreadPoolExecutor
from threading import local

ADDRESS, PREFIX = sys.argv[1].split("/", 1)
PRODUCT = ["zenml-pro-api:0.13.18", "zenml-pro-dashboard:0.13.18", "zenml-pro-server:0.95.1", "zenml:0.95.1"]
OCI = "application/vnd.oci.image."
MB = 1_000_000
OWN = local()


def ask(method, path, body=None, headers={}):
    if not hasattr(OWN, "connection"):
        OWN.connection = http.client.HTTPConnection(ADDRESS)
    OWN.connection.request(method, path, body, headers)
    answer = OWN.connection.getresponse()
    answer.read()
    if answer.status not in (200, 201, 202):
        sys.exit(f"{method} {path}: {answer.status}")
    return answer


def push_blob(repository, content, kind):
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    upload = ask("POST", f"/v2/{PREFIX}/{repository}/blobs/uploads/").getheader("Location")
    path = upload.split(ADDRESS, 1)[1]
    ask("PUT", f"{path}&digest={digest}", content)
    return {"mediaType": OCI + kind, "digest": digest, "size": len(content)}


def push_image(name, layers):
    """The layers are functions that make their bytes: no more than one of them is in memory."""
    repository, tag = name.split(":")
    descriptors, ids = [], []
    for layer in layers:
        content, kind = layer()
        descriptors.append(push_blob(repository, content, "layer.v1." + kind))
        ids.append(descriptors[-1]["digest"] if kind == "tar" else "sha256:" + hashlib.sha256(gzip.decompress(content)).hexdigest())
        del content
    config = {"architecture": "amd64", "os": "linux", "config": {"Labels": {"name": name}}, "rootfs": {"type": "layers", "diff_ids": ids}}
    manifest = {
        "schemaVersion": 2,
        "mediaType": OCI + "manifest.v1+json",
        "config": push_blob(repository, json.dumps(config).encode(), "config.v1+json"),
        "layers": descriptors,
    }
    ask("PUT", f"/v2/{PREFIX}/{repository}/manifests/{tag}", json.dumps(manifest), {"Content-Type": manifest["mediaType"]})
    sys.stdout.write(name + "\n")  # one call: images are pushed by many threads
    sys.stdout.flush()


def zipped(size):
    return lambda: (gzip.compress(os.urandom(size), 0), "tar+gzip")


def kept(layer):
    made = layer()
    return lambda: made


def reference():
    base, python = kept(zipped(50 * MB)), kept(zipped(120 * MB))
    own = [[100, 60], [90, 40, 20], [180, 70], [200, 70, 50]]
    for name, sizes, shared in zip(PRODUCT, own, [[base, python], [base], [base, python], [base, python]]):
        push_image(name, shared + [zipped(size * MB) for size in sizes])


def small(count, layers):
    names = PRODUCT + [f"extra-{i:05d}:1" for i in range(count - len(PRODUCT))]
    random = lambda: (os.urandom(20_000), "tar")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: push_image(name, [random] * layers), names))


def large(gigabytes):
    gigabyte = os.urandom(1000 * MB)
    for i, name in enumerate(PRODUCT):
        push_image(name, [lambda: (os.urandom(32) + gigabyte, "tar")] * len(range(i, gigabytes, len(PRODUCT))))


{"reference": reference, "small": small, "large": large}[sys.argv[2]](*map(int, sys.argv[3:]))
