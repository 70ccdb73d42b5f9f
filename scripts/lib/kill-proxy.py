#!/usr/bin/env python3
"""Stands before a Kubernetes API server and kills a program at a chosen write.

usage: kill-proxy.py KUBECONFIG PORT FOLDER

FOLDER/rule   'METHOD REGEX before|after', or empty: whom to kill, and whether the write still goes through
FOLDER/pid    the process to kill
FOLDER/seen   every write that passed, one a line
FOLDER/killed is made when it happened

One thread a connection, one request a connection; answers are streamed, upgraded connections are passed through.
"""

import base64, json, os, re, signal, socket, ssl, sys, threading, urllib.parse

KUBECONFIG, PORT, FOLDER = sys.argv[1], int(sys.argv[2]), sys.argv[3]
LOCK = threading.Lock()


def upstream():
    """The server's address and a TLS context with the kubeconfig's client certificate."""
    import subprocess

    view = json.loads(subprocess.check_output(["kubectl", "--kubeconfig", KUBECONFIG, "config", "view", "--raw", "-o", "json"]))
    cluster, user = view["clusters"][0]["cluster"], view["users"][0]["user"]
    for name, part in (("ca", "certificate-authority"), ("crt", "client-certificate"), ("key", "client-key")):
        holder = cluster if name == "ca" else user
        path = os.path.join(FOLDER, "upstream." + name)
        content = base64.b64decode(holder[part + "-data"]) if part + "-data" in holder else open(holder[part], "rb").read()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
    context = ssl.create_default_context(cafile=os.path.join(FOLDER, "upstream.ca"))
    context.load_cert_chain(os.path.join(FOLDER, "upstream.crt"), os.path.join(FOLDER, "upstream.key"))
    url = urllib.parse.urlparse(cluster["server"])
    return url.hostname, url.port or 443, context


HOST, UPSTREAM_PORT, CONTEXT = upstream()


def read_head(client):
    head = b""
    while b"\r\n\r\n" not in head:
        more = client.recv(65536)
        if not more:
            return None, b""
        head += more
    head, body = head.split(b"\r\n\r\n", 1)
    return head, body


def pump(source, sink):
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def verdict(method, path):
    """'before' or 'after' if the rule hits this write; a rule hits once."""
    if method not in ("POST", "PUT", "PATCH", "DELETE") or "/selfsubject" in path:
        return None
    with LOCK, open(os.path.join(FOLDER, "seen"), "a") as seen:
        print(method, path.split("?")[0], file=seen)
        rule = open(os.path.join(FOLDER, "rule")).read().split()
        if len(rule) != 3 or os.path.exists(os.path.join(FOLDER, "killed")):
            return None
        wanted, regex, when = rule
        if method != wanted or not re.search(regex, path.split("?")[0]):
            return None
        open(os.path.join(FOLDER, "killed"), "w").close()
        return when


def kill():
    os.kill(int(open(os.path.join(FOLDER, "pid")).read()), signal.SIGKILL)


def serve(client):
    head, body = read_head(client)
    if head is None:
        client.close()
        return
    lines = head.split(b"\r\n")
    method, path, _ = lines[0].decode().split(" ", 2)
    headers = {l.split(b":", 1)[0].strip().lower(): l.split(b":", 1)[1].strip() for l in lines[1:]}
    hit = verdict(method, path)
    if hit == "before":
        kill()
        client.close()
        return
    server = CONTEXT.wrap_socket(socket.create_connection((HOST, UPSTREAM_PORT)), server_hostname=HOST)
    upgrade = headers.get(b"upgrade", b"h2c") != b"h2c"  # HTTP/2 is not offered here
    kept = [l for l in lines[1:] if upgrade or not re.match(rb"(?i)(connection|upgrade|http2-settings):", l)]
    server.sendall(b"\r\n".join([lines[0]] + kept + ([] if upgrade else [b"Connection: close"])) + b"\r\n\r\n" + body)
    missing = int(headers.get(b"content-length", b"0")) - len(body)
    while missing > 0:
        data = client.recv(min(65536, missing))
        if not data:
            break
        server.sendall(data)
        missing -= len(data)
    if hit == "after":
        server.recv(1)  # the write has been answered
        kill()
        client.close()
        server.close()
        return
    if upgrade:
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
    pump(server, client)
    client.close()
    server.close()


listener = socket.create_server(("127.0.0.1", PORT), backlog=128)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
