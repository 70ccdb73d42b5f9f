"""The calls of the control plane's API, below its root path."""

import re

from control_plane.store import TOKEN_SECONDS, NotEnrolled, Taken
from web import HttpError, Router, Text

WORKSPACE_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class Api:
    def __init__(self, store, version, ready, password_login):
        self.store = store
        self.version = version
        self.ready = ready
        self.password_login = password_login

    def router(self, root):
        router = Router()
        routes = (
            ("GET", "/health", lambda request: Text("OK")),
            ("GET", "/ready", self.readiness),
            ("GET", f"{root}/?", lambda request: {"name": "ZenML Pro", "version": self.version}),
            ("POST", f"{root}/auth/login", self.login),
            ("GET", f"{root}/users/me", self.me),
            ("GET", f"{root}/users", self.users),
            ("POST", f"{root}/users", self.add_user),
            ("DELETE", f"{root}/users/{{identity}}", self.delete_user),
            ("GET", f"{root}/organizations", self.organizations),
            ("POST", f"{root}/organizations", self.add_organization),
            ("GET", f"{root}/organizations/{{identity}}", self.organization),
            ("GET", f"{root}/workspaces", self.workspaces),
            ("POST", f"{root}/workspaces", self.add_workspace),
            ("GET", f"{root}/workspaces/{{identity}}", self.workspace),
            ("DELETE", f"{root}/workspaces/{{identity}}", self.delete_workspace),
            # How a server reports: the real paths are not public.
            ("POST", f"{root}/workspaces/{{identity}}/enrollment", self.enrollment),
            ("POST", f"{root}/workspaces/{{identity}}/heartbeat", self.heartbeat),
        )
        for method, pattern, handler in routes:
            router.add(method, pattern, handler)
        return router

    def readiness(self, request):
        if not self.ready.is_set():
            raise HttpError(503, "the database is not ready")
        self.store.ping()
        return Text("OK")

    def login(self, request):
        form = request.form()
        missing = [name for name in ("username", "password") if name not in form and name != "username"]
        if missing:
            raise HttpError(422, [{"loc": ["body", name], "msg": "Field required"} for name in missing])
        token = None
        if self.password_login:
            token = self.store.login(form.get("username", ""), form["password"])
        if token is None:
            raise HttpError(401, "Invalid username or password")
        return {
            "access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS,
            "device_id": None, "device_metadata": None,
        }

    def me(self, request):
        user = self.store.user_of(request.bearer())
        if user is None:
            raise HttpError(401, "Invalid or expired token")
        return user

    def superuser(self, request):
        user = self.me(request)
        if not user["is_superuser"]:
            raise HttpError(403, "A super-user is needed")
        return user

    def users(self, request):
        self.superuser(request)
        return self.store.users()

    def add_user(self, request):
        self.superuser(request)
        username, password = required(request.query, "query", "username", "password")
        try:
            return self.store.add_user(username, password, request.query.get("is_superuser") == "true")
        except Taken:
            raise HttpError(409, f"A user named {username} exists") from None

    def delete_user(self, request, identity):
        if self.superuser(request)["id"] == identity:
            raise HttpError(403, "Users cannot delete themselves")
        self.store.delete_user(identity)

    def organizations(self, request):
        self.me(request)
        return page(request, self.store.organizations())

    def organization(self, request, identity):
        self.me(request)
        return found(self.store.organization(identity), "organization", identity)

    def add_organization(self, request):
        self.me(request)
        body = request.json()
        (name,) = required(body, "body", "name")
        try:
            return self.store.add_organization(name, body.get("description"))
        except Taken:
            raise HttpError(409, f"An organization named {name} exists") from None

    def workspaces(self, request):
        self.me(request)
        query = request.query
        result = self.store.workspaces(query.get("organization_id"), query.get("workspace_name"))
        status = query.get("status")
        return page(request, [entry for entry in result if status in (None, entry["status"])])

    def workspace(self, request, identity):
        self.me(request)
        return found(self.store.workspace(identity), "workspace", identity)

    def add_workspace(self, request):
        self.me(request)
        # Older scripts send a body, newer ones the query alone.
        values = request.json() if request.body else request.query
        name, organization_id = required(values, "body", "name", "organization_id")
        if not WORKSPACE_NAME.fullmatch(name):
            raise HttpError(422, [{"loc": ["body", "name"], "msg": "lower-case letters, digits and hyphens only"}])
        found(self.store.organization(organization_id), "organization", organization_id)
        try:
            enroll = request.query.get("enroll", "false").lower() == "true"
            return self.store.add_workspace(organization_id, name, enroll)
        except Taken:
            raise HttpError(409, f"A workspace named {name} exists in this organization") from None

    def delete_workspace(self, request, identity):
        result = self.workspace(request, identity)
        self.store.delete_workspace(identity)
        return {**result, "status": "deleted"}

    def enrollment(self, request, identity):
        return reported(self.store.enrolled, identity, request.bearer())

    def heartbeat(self, request, identity):
        body = request.json()
        version, url = required(body, "body", "version", "server_url")
        return reported(self.store.heartbeat, identity, request.bearer(), version, url)


def reported(call, identity, *arguments):
    try:
        return call(identity, *arguments)
    except LookupError:
        raise HttpError(404, f"No workspace {identity}") from None
    except NotEnrolled:
        raise HttpError(401, "This enrollment key is not the workspace's") from None


def required(values, place, *names):
    """The named values as text; all that is missing or is no text at once."""
    bad = [name for name in names if not isinstance(values.get(name), str) or not values[name].strip()]
    if bad:
        raise HttpError(422, [{"loc": [place, name], "msg": "Field required"} for name in bad])
    return [values[name] for name in names]


def found(value, kind, identity):
    if value is None:
        raise HttpError(404, f"No {kind} {identity}")
    return value


def page(request, entries):
    try:
        offset, limit = int(request.query.get("offset", 0)), int(request.query.get("limit", 100))
    except ValueError:
        raise HttpError(422, [{"loc": ["query"], "msg": "offset and limit are numbers"}]) from None
    return entries[max(offset, 0):][:max(limit, 0)]
