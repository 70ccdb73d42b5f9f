"""What a pod of bundle-probe runs: it says what it sees from there, and passes on TCP to databases.

The task stands in the variable PROBE, as JSON; one line of JSON is the answer. No secret is in either.
"""
import json
import os
import socket
import ssl
import threading
import time

PATIENCE = 12
task = json.loads(os.environ["PROBE"])
answer = {"names": {}, "ports": {}, "tls": {}}


def words(failure):
    return "%s: %s" % (type(failure).__name__, failure)


def name(host):
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        answer["names"][host] = {"addresses": sorted({one[4][0] for one in found})}
    except (OSError, UnicodeError) as failure:
        answer["names"][host] = {"error": words(failure)}


def port(key, host, number):
    try:
        socket.create_connection((host, number), PATIENCE / 2).close()
        answer["ports"][key] = ""
    except (OSError, UnicodeError) as failure:
        answer["ports"][key] = words(failure)


def tls(host, number, authorities):
    try:
        context = ssl.create_default_context(cadata=authorities or None)
        with socket.create_connection((host, number), PATIENCE / 2) as plain:
            with context.wrap_socket(plain, server_hostname=host) as shown:
                answer["tls"] = {"version": shown.version()}
    except ssl.SSLCertVerificationError as failure:
        answer["tls"] = {"untrusted": failure.verify_message}
    except (OSError, UnicodeError) as failure:
        answer["tls"] = {"error": words(failure)}


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for one in (source, target):
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def relay(listener, host, number):
    while True:
        near, _ = listener.accept()
        try:
            far = socket.create_connection((host, number), PATIENCE / 2)
            far.settimeout(None)
        except (OSError, UnicodeError):
            near.close()
            continue
        begin(pump, near, far)
        begin(pump, far, near)


def begin(work, *arguments):
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


for own, host, number in task["relays"]:
    begin(relay, socket.create_server(("127.0.0.1", own)), host, number)
looks = [begin(name, host) for host in task["names"]]
looks += [begin(port, *one) for one in task["ports"]]
if task["tls"]:
    looks.append(begin(tls, *task["tls"]))
end = time.monotonic() + PATIENCE
for look in looks:
    look.join(max(0, end - time.monotonic()))
print(json.dumps(answer.copy()), flush=True)
time.sleep(60)
