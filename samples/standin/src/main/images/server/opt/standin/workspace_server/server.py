"""The running server: its calls, and the thread that keeps the control plane informed."""

import hashlib
import hmac
import threading
import time

from web import HttpError, Router, Text, log, serve
from workspace_server.control_plane import ControlPlane, Refused, phone_home
from workspace_server.store import hashed

RETRY_SECONDS = 3


class Server:
    def __init__(self, environment, store):
        self.environment = environment
        self.store = store
        self.pro = environment.get("ZENML_SERVER_DEPLOYMENT_TYPE") == "cloud"
        self.control_plane = ControlPlane(environment, store.version)
        self.analytics = environment.get("ZENML_ANALYTICS_OPT_IN", "true").lower() == "true"
        self.period = float(environment.get("STANDIN_HEARTBEAT_SECONDS", "5"))
        self.connected = threading.Event()

    def run(self):
        threading.Thread(target=self.keep_connected, daemon=True).start()
        if self.analytics:
            threading.Thread(target=self.phone_home_forever, daemon=True).start()
        port = int(self.environment.get("STANDIN_PORT", "8080"))
        serve(self.router(), port, f"zenml-server/{self.store.version}")

    # what it does by itself

    def keep_connected(self):
        """Not ready before the database and, in Pro, the control plane have answered once."""
        self.persist(self.begin)
        log("the server is ready")
        while self.pro:
            time.sleep(self.period)
            self.attempt("heartbeat", self.control_plane.heartbeat)

    def begin(self):
        self.store.check()
        self.store.note("started", self.control_plane.url if self.pro else "without a control plane")
        if self.pro:
            workspace = self.control_plane.check_enrollment()
            log(f"enrolled as {workspace['name']} with {self.control_plane.url}")
            self.control_plane.heartbeat()
            self.store.note("enrolled", workspace["id"])
        elif self.environment.get("ZENML_SERVER_AUTO_ACTIVATE", "").lower() in ("1", "true"):
            self.store.activate(
                self.environment.get("ZENML_DEFAULT_USER_NAME", "default"),
                self.environment.get("ZENML_DEFAULT_USER_PASSWORD", ""),
            )
        self.connected.set()

    def persist(self, action):
        while not self.connected.is_set():
            self.attempt("start", action)
            if not self.connected.is_set():
                time.sleep(RETRY_SECONDS)

    def attempt(self, what, action):
        try:
            action()
        except Exception as error:  # certificate, name, connection, refusal, database: say it, try again
            log(f"error: {what} failed: {type(error).__name__}: {getattr(error, 'reason', error)}")

    def phone_home_forever(self):
        while True:
            phone_home(self.store.version)
            time.sleep(60)

    # its calls

    def router(self):
        router = Router()
        router.add("GET", "/health", lambda request: Text("OK"))
        router.add("GET", "/ready", self.ready)
        router.add("GET", "/api/v1/info", self.info)
        router.add("POST", "/api/v1/login", self.login)
        router.add("GET", "/api/v1/current-user", self.current_user)
        router.add("PUT", "/api/v1/current-user", self.change_password)
        router.add("GET", "/", lambda request: Text("ZenML server (stand-in)\n"))
        return router

    def ready(self, request):
        if not self.connected.is_set():
            raise HttpError(503, "not connected to the database or the control plane yet")
        try:
            self.store.check()
        except Exception as error:
            raise HttpError(503, f"the database is not well: {type(error).__name__}") from None
        return Text("OK")

    def info(self, request):
        return {
            "id": self.environment.get("ZENML_SERVER_PRO_WORKSPACE_ID") or "00000000-0000-0000-0000-000000000000",
            "name": self.environment.get("ZENML_SERVER_PRO_WORKSPACE_NAME") or "default",
            "version": self.store.version,
            "deployment_type": self.environment.get("ZENML_SERVER_DEPLOYMENT_TYPE", "other"),
            "auth_scheme": self.environment.get("ZENML_SERVER_AUTH_SCHEME", "OAUTH2_PASSWORD_BEARER"),
            "server_url": self.environment.get("ZENML_SERVER_SERVER_URL", ""),
            "dashboard_url": self.environment.get("ZENML_SERVER_DASHBOARD_URL", ""),
            "pro_api_url": self.control_plane.url if self.pro else None,
            "active": self.pro or self.store.is_active(),
            "analytics_enabled": self.analytics,
            "secrets_store_type": self.environment.get("ZENML_SECRETS_STORE_TYPE", "none"),
            "secrets_readable": self.store.secrets_readable(),
            "database_type": self.store.database.place.kind,
            "database_tls": self.store.database.is_encrypted(),
        }

    def login(self, request):
        form = request.form()
        username, password = form.get("username", ""), form.get("password", "")
        if self.pro:
            return self.forwarded(lambda: self.control_plane.login(username, password))
        kept = self.store.kept_password(username)
        if not kept or not hmac.compare_digest(hashed(password, kept[0]), kept[1]):
            raise HttpError(401, "Authentication error: invalid username or password")
        return {"access_token": self.token(username, kept), "token_type": "bearer"}

    def current_user(self, request):
        token = request.bearer()
        if self.pro:
            return self.forwarded(lambda: self.control_plane.me(token))
        return {"name": self.bearer_of(token)}

    def change_password(self, request):
        """As the dashboard's settings do; whoever asks says the old one again."""
        name = self.bearer_of(request.bearer())
        body = request.json()
        kept = self.store.kept_password(name)
        if not hmac.compare_digest(hashed(body.get("old_password", ""), kept[0]), kept[1]):
            raise HttpError(403, "The current password is another one")
        self.store.change_password(name, body.get("password", ""))
        return {"name": name}

    def forwarded(self, call):
        try:
            return call()
        except Refused as refused:
            raise HttpError(refused.status, "The control plane refused this login") from None

    def token(self, name, kept):
        """Ends with the password that it was given for."""
        key = self.environment.get("ZENML_SERVER_JWT_SECRET_KEY", "").encode()
        proof = hmac.new(key, f"{name}\n{kept[1]}".encode(), hashlib.sha256).hexdigest()
        return f"{name.encode().hex()}.{proof}"

    def bearer_of(self, token):
        try:
            name = bytes.fromhex(token.partition(".")[0]).decode()
        except ValueError:
            name = ""
        kept = self.store.kept_password(name)
        if not kept or not hmac.compare_digest(token, self.token(name, kept)):
            raise HttpError(401, "Authentication error: invalid token")
        return name
