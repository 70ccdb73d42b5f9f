"""What the server asks of the control plane, always over verified TLS."""

import json
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request

SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
TIMEOUT_SECONDS = 10
ANALYTICS_HOST = "analytics.zenml.io"


class Refused(Exception):
    """The control plane answered, with an error."""

    def __init__(self, status, detail):
        super().__init__(f"{status}: {detail}")
        self.status = status


def trust(environment):
    """A context that trusts what the environment names, else the image's own authorities."""
    bundle = environment.get("REQUESTS_CA_BUNDLE") or environment.get("SSL_CERT_FILE") or SYSTEM_BUNDLE
    return ssl.create_default_context(cafile=bundle if os.path.exists(bundle) else None)


class ControlPlane:
    def __init__(self, environment, version):
        self.url = environment.get("ZENML_SERVER_PRO_API_URL", "https://cloudapi.zenml.io").rstrip("/")
        self.workspace = environment.get("ZENML_SERVER_PRO_WORKSPACE_ID", "")
        self.key = environment.get("ZENML_SERVER_PRO_OAUTH2_CLIENT_SECRET", "")
        self.server_url = environment.get("ZENML_SERVER_SERVER_URL", "")
        self.version = version
        self.environment = environment

    def check_enrollment(self):
        return self._call("POST", f"/workspaces/{self.workspace}/enrollment", self.key, {})

    def heartbeat(self):
        body = {"version": self.version, "server_url": self.server_url}
        return self._call("POST", f"/workspaces/{self.workspace}/heartbeat", self.key, body)

    def login(self, username, password):
        form = urllib.parse.urlencode({"username": username, "password": password}).encode()
        return self._send(urllib.request.Request(f"{self.url}/auth/login", form, method="POST"))

    def me(self, token):
        return self._call("GET", "/users/me", token, None)

    def _call(self, method, path, token, body):
        request = urllib.request.Request(
            self.url + path, None if body is None else json.dumps(body).encode(), method=method
        )
        request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Content-Type", "application/json")
        return self._send(request)

    def _send(self, request):
        if not request.full_url.startswith("https://"):
            raise OSError(f"{self.url} is not https")
        request.add_header("User-Agent", f"zenml-server/{self.version}")
        try:
            with urllib.request.urlopen(
                request, timeout=TIMEOUT_SECONDS, context=trust(self.environment)
            ) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read(2000).decode("utf-8", "replace")) from None


def phone_home(version):
    """What the product does while analytics is on, as it is by default; failures do not matter to it."""
    try:
        urllib.request.urlopen(
            f"https://{ANALYTICS_HOST}/batch", json.dumps({"version": version}).encode(), timeout=3
        ).close()
    except OSError:
        pass
