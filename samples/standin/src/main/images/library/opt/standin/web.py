"""A small JSON web service: routes on top of the standard library's threaded HTTP server."""

import json
import re
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

MAX_BODY_BYTES = 1 << 20
IDLE_SECONDS = 30


def log(message):
    """One line on standard output, with the time in UTC."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    print(f"{stamp} {message}", flush=True)


class HttpError(Exception):
    """An answer that is not 2xx; `detail` is text, or a list for what a field lacks."""

    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Text(str):
    """A body that is sent as it is instead of as JSON."""

    content_type = "text/plain; charset=utf-8"


class Page(Text):
    content_type = "text/html; charset=utf-8"


class Request:
    """What a handler gets: method, path without query, query, headers and body."""

    def __init__(self, method, target, headers, body):
        parts = urlsplit(target)
        self.method = method
        self.path = parts.path
        self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.headers = headers
        self.body = body

    def form(self):
        if "application/x-www-form-urlencoded" not in self.headers.get("Content-Type", ""):
            raise HttpError(422, [{"loc": ["body"], "msg": "a form is expected"}])
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in fields.items()}

    def json(self):
        try:
            value = json.loads(self.body)
        except ValueError:
            raise HttpError(422, [{"loc": ["body"], "msg": "JSON is expected"}]) from None
        if not isinstance(value, dict):
            raise HttpError(422, [{"loc": ["body"], "msg": "an object is expected"}])
        return value

    def bearer(self):
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise HttpError(401, "Not authenticated")
        return token.strip()


class Router:
    """Routes in order; a pattern's `{name}` is one path segment, handed to the handler by name."""

    def __init__(self):
        self.routes = []

    def add(self, method, pattern, handler):
        expression = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)
        self.routes.append((method, re.compile(expression), handler))

    def answer(self, request):
        other_methods = False
        for method, expression, handler in self.routes:
            match = expression.fullmatch(request.path)
            if match and method == request.method:
                return handler(request, **match.groupdict())
            other_methods = other_methods or match is not None
        raise HttpError(405, "Method Not Allowed") if other_methods else HttpError(404, "Not Found")


def handler_class(router, banner):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = banner
        sys_version = ""
        timeout = IDLE_SECONDS

        def serve(self):
            status, body = self.result()
            payload = body if isinstance(body, Text) else json.dumps(body)
            payload = payload.encode()
            self.send_response(status)
            self.send_header("Content-Type", getattr(body, "content_type", "application/json"))
            self.send_header("Content-Length", str(len(payload)))
            if status == 401:
                self.send_header("WWW-Authenticate", "Bearer")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(payload)
            if "kube-probe" not in self.headers.get("User-Agent", ""):
                # Never the query: passwords of new users stand there.
                log(f"{self.command} {urlsplit(self.path).path} {status}")

        def result(self):
            try:
                method = "GET" if self.command == "HEAD" else self.command
                request = Request(method, self.path, self.headers, self.body())
                return 200, router.answer(request)
            except HttpError as error:
                return error.status, {"detail": error.detail}
            except Exception as error:  # a handler's bug must not end the service
                log(f"error: {self.command} {urlsplit(self.path).path}: {type(error).__name__}: {error}")
                return 500, {"detail": "Internal Server Error"}

        def body(self):
            length = int(self.headers.get("Content-Length") or 0)
            if length > MAX_BODY_BYTES:
                self.close_connection = True
                raise HttpError(413, f"more than {MAX_BODY_BYTES} bytes")
            return self.rfile.read(length)

        def log_message(self, *_):
            pass  # `serve` logs, without the query

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = serve

    return Handler


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        log(f"connection broke: {type(sys.exc_info()[1]).__name__}")


def serve(router, port, banner, address=""):
    """Serves until the process is told to end; as process 1 it would not hear SIGTERM by itself."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Server((address, port), handler_class(router, banner)) as server:
        log(f"{banner} listens on port {server.server_address[1]}")
        server.serve_forever()
