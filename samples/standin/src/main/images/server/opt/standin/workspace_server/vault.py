"""The secrets store in a Vault: login, and one canary below KV version 2."""

import json
import urllib.error
import urllib.request

SECONDS = 10
PREFIX = "ZENML_SECRETS_STORE_"


class VaultError(Exception):
    """What Vault refused, and on which call."""


class VaultStore:
    def __init__(self, environment):
        self.address = environment[PREFIX + "VAULT_ADDR"].rstrip("/")
        self.namespace = environment.get(PREFIX + "VAULT_NAMESPACE")
        self.mount = environment.get(PREFIX + "MOUNT_POINT") or "secret"
        self.method = environment.get(PREFIX + "AUTH_METHOD", "token")
        self.environment = environment

    @staticmethod
    def of(environment):
        return VaultStore(environment) if environment.get(PREFIX + "TYPE") == "hashicorp" else None

    def check(self):
        """Raises what Vault says against this login."""
        self._call("GET", "auth/token/lookup-self", token=self._login())

    def plant(self, proof):
        body = {"data": {"proof": proof}}
        self._call("POST", f"{self.mount}/data/zenml/canary", body, self._login())

    def proof(self):
        """None where there is none, or Vault does not answer."""
        try:
            answer = self._call("GET", f"{self.mount}/data/zenml/canary", token=self._login())
            return answer["data"]["data"]["proof"]
        except (VaultError, KeyError, TypeError):
            return None

    def _login(self):
        if self.method == "token":
            return self.environment[PREFIX + "VAULT_TOKEN"]
        if self.method != "app_role":
            raise VaultError(f"this stand-in cannot log in by {self.method}")
        mount = self.environment.get(PREFIX + "AUTH_MOUNT_POINT") or "approle"
        role = {
            "role_id": self.environment[PREFIX + "APP_ROLE_ID"],
            "secret_id": self.environment[PREFIX + "APP_SECRET_ID"],
        }
        return self._call("POST", f"auth/{mount}/login", role)["auth"]["client_token"]

    def _call(self, method, path, body=None, token=None):
        url = f"{self.address}/v1/{path}"
        headers = {"Content-Type": "application/json"}
        if token:
            headers["X-Vault-Token"] = token
        if self.namespace:
            headers["X-Vault-Namespace"] = self.namespace
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise VaultError(f"{self._words(error)}, on {method.lower()} {url}") from None
        except urllib.error.URLError as error:
            raise VaultError(f"{error.reason}, on {method.lower()} {url}") from None

    @staticmethod
    def _words(error):
        try:
            return ", ".join(json.loads(error.read()).get("errors") or []) or f"HTTP {error.code}"
        except ValueError:
            return f"HTTP {error.code}"
