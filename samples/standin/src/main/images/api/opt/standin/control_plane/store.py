"""What the control plane keeps in its database. Keys and tokens are stored as hashes only."""

import hashlib
import hmac
import secrets
import time
import uuid

from sql import is_duplicate

TOKEN_SECONDS = 3600
HEARTBEAT_SECONDS = 120
PASSWORD_ROUNDS = 20_000

TABLES = (
    """CREATE TABLE IF NOT EXISTS organizations (
        id VARCHAR(36) PRIMARY KEY, name VARCHAR(190) NOT NULL UNIQUE, description VARCHAR(500),
        created BIGINT NOT NULL, updated BIGINT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS users (
        id VARCHAR(36) PRIMARY KEY, username VARCHAR(190) NOT NULL UNIQUE, password VARCHAR(200) NOT NULL,
        is_superuser INT NOT NULL, is_active INT NOT NULL, created BIGINT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS tokens (
        token VARCHAR(64) PRIMARY KEY, user_id VARCHAR(36) NOT NULL, expires BIGINT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS workspaces (
        id VARCHAR(36) PRIMARY KEY, organization_id VARCHAR(36) NOT NULL, name VARCHAR(190) NOT NULL,
        enrollment_key VARCHAR(64), desired_state VARCHAR(20) NOT NULL, enrolled BIGINT, heartbeat BIGINT,
        version VARCHAR(60), server_url VARCHAR(300), created BIGINT NOT NULL, updated BIGINT NOT NULL,
        UNIQUE (organization_id, name))""",
)

WORKSPACE = """SELECT w.id, w.name, w.organization_id, o.name, w.enrollment_key, w.desired_state, w.enrolled,
    w.heartbeat, w.version, w.server_url, w.created, w.updated
    FROM workspaces w JOIN organizations o ON o.id = w.organization_id"""


class Taken(Exception):
    """A name that must be unique stands there already."""


class NotEnrolled(Exception):
    """An enrollment key that is not the workspace's."""


def fingerprint(token):
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password):
    salt = secrets.token_hex(8)
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), PASSWORD_ROUNDS)
    return f"{salt}${digest.hex()}"


def password_matches(password, stored):
    salt, _, digest = stored.partition("$")
    given = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), PASSWORD_ROUNDS)
    return hmac.compare_digest(given.hex(), digest)


class Store:
    def __init__(self, database):
        self.database = database

    def prepare(self, admin, password):
        """Makes the database and its tables where missing, and the administrator with this password."""
        self.database.create_if_missing()
        with self.database.unit() as unit:
            for statement in TABLES:
                unit.ask(statement)
        if not password:
            return
        try:
            self.add_user(admin, password, True)
        except Taken:
            self.database.ask(
                "UPDATE users SET password = ? WHERE username = ?", hash_password(password), admin
            )

    def ping(self):
        self.database.ask("SELECT COUNT(*) FROM workspaces")

    # users and tokens

    def login(self, username, password):
        """A new token, or None."""
        rows = self.database.ask(
            "SELECT id, password FROM users WHERE username = ? AND is_active = 1", username
        )
        if not rows or not password_matches(password, rows[0][1]):
            return None
        token = secrets.token_urlsafe(32)
        now = int(time.time())
        with self.database.unit() as unit:
            unit.ask("DELETE FROM tokens WHERE expires < ?", now)
            unit.ask("INSERT INTO tokens VALUES (?, ?, ?)", fingerprint(token), rows[0][0], now + TOKEN_SECONDS)
        return token

    def user_of(self, token):
        """The user whose token this is, or None."""
        rows = self.database.ask(
            """SELECT u.id, u.username, u.is_superuser, u.is_active FROM users u
               JOIN tokens t ON t.user_id = u.id WHERE t.token = ? AND t.expires >= ?""",
            fingerprint(token), int(time.time()),
        )
        return _user(rows[0]) if rows else None

    def add_user(self, username, password, is_superuser):
        identity = str(uuid.uuid4())
        self._insert(
            "INSERT INTO users VALUES (?, ?, ?, ?, 1, ?)",
            identity, username, hash_password(password), int(is_superuser), int(time.time()),
        )
        return _user((identity, username, is_superuser, True))

    def users(self):
        rows = self.database.ask("SELECT id, username, is_superuser, is_active FROM users ORDER BY username")
        return [_user(row) for row in rows]

    def delete_user(self, identity):
        with self.database.unit() as unit:
            unit.ask("DELETE FROM tokens WHERE user_id = ?", identity)
            unit.ask("DELETE FROM users WHERE id = ?", identity)

    # organizations

    def organizations(self):
        rows = self.database.ask("SELECT id, name, description, created, updated FROM organizations ORDER BY name")
        return [_organization(row) for row in rows]

    def organization(self, identity):
        return next((found for found in self.organizations() if found["id"] == identity), None)

    def add_organization(self, name, description):
        now = int(time.time())
        row = (str(uuid.uuid4()), name, description, now, now)
        self._insert("INSERT INTO organizations VALUES (?, ?, ?, ?, ?)", *row)
        return _organization(row)

    # workspaces

    def workspaces(self, organization_id=None, name=None):
        statement, values = WORKSPACE + " WHERE 1 = 1", []
        if organization_id:
            statement, values = statement + " AND w.organization_id = ?", [*values, organization_id]
        if name:
            statement, values = statement + " AND w.name = ?", [*values, name]
        return [_workspace(row) for row in self.database.ask(statement + " ORDER BY w.created, w.id", *values)]

    def workspace(self, identity):
        rows = self.database.ask(WORKSPACE + " WHERE w.id = ?", identity)
        return _workspace(rows[0]) if rows else None

    def add_workspace(self, organization_id, name, enroll):
        """The new workspace; its enrollment key is in this answer and never again."""
        identity, now = str(uuid.uuid4()), int(time.time())
        key = secrets.token_urlsafe(32) if enroll else None
        self._insert(
            """INSERT INTO workspaces (id, organization_id, name, enrollment_key, desired_state, created, updated)
               VALUES (?, ?, ?, ?, 'available', ?, ?)""",
            identity, organization_id, name, fingerprint(key) if key else None, now, now,
        )
        return {**self.workspace(identity), "enrollment_key": key}

    def delete_workspace(self, identity):
        self.database.ask("DELETE FROM workspaces WHERE id = ?", identity)

    def enrolled(self, identity, key):
        """A server showed up with its enrollment key."""
        self._authorize(identity, key)
        self.database.ask("UPDATE workspaces SET enrolled = ? WHERE id = ?", int(time.time()), identity)
        return self.workspace(identity)

    def heartbeat(self, identity, key, version, server_url):
        self._authorize(identity, key)
        now = int(time.time())
        self.database.ask(
            """UPDATE workspaces SET enrolled = COALESCE(enrolled, ?), heartbeat = ?, version = ?, server_url = ?,
               updated = ? WHERE id = ?""",
            now, now, version, server_url, now, identity,
        )
        return self.workspace(identity)

    def _authorize(self, identity, key):
        rows = self.database.ask("SELECT enrollment_key FROM workspaces WHERE id = ?", identity)
        if not rows:
            raise LookupError(identity)
        if not rows[0][0] or not hmac.compare_digest(rows[0][0], fingerprint(key)):
            raise NotEnrolled(identity)

    def _insert(self, statement, *values):
        try:
            self.database.ask(statement, *values)
        except Exception as error:
            if is_duplicate(error):
                raise Taken from error
            raise


def _time(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


def _user(row):
    identity, username, is_superuser, is_active = row
    return {
        "id": identity, "username": username, "name": username,
        "is_superuser": bool(is_superuser), "is_active": bool(is_active),
    }


def _organization(row):
    identity, name, description, created, updated = row
    return {
        "id": identity, "name": name, "description": description,
        "created": _time(created), "updated": _time(updated),
    }


def _workspace(row):
    (identity, name, organization_id, organization, _, desired, enrolled, heartbeat, version, url,
     created, updated) = row
    return {
        "id": identity,
        "name": name,
        "organization": {"id": organization_id, "name": organization},
        "status": _status(enrolled, heartbeat),
        "desired_state": desired,
        "zenml_service": {
            "configuration": None,
            "status": {"server_url": url, "version": version} if heartbeat else None,
        },
        "created": _time(created),
        "updated": _time(updated),
    }


def _status(enrolled, heartbeat):
    if heartbeat:
        return "available" if heartbeat > time.time() - HEARTBEAT_SECONDS else "failed"
    return "pending" if enrolled else "not_initialized"
