"""The server's database: schema versions, a canary secret, and a diary of what the server did."""

import hashlib
import hmac
import secrets
import time

from sql import Database, Place, place_from_url, tls_from_environment
from workspace_server.backup import Backup
from workspace_server.vault import VaultStore

SQLITE_FILE = "/zenml/.zenconfig/local_stores/default_zen_store/zenml.db"
DIARY_LENGTH = 200

# Each release brings the tables that it adds; what stands in schema_versions is not made again.
BASE_TABLES = (
    """CREATE TABLE IF NOT EXISTS schema_versions (
        version VARCHAR(60) PRIMARY KEY, applied BIGINT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS server_diary (
        at_ns BIGINT PRIMARY KEY, version VARCHAR(60) NOT NULL, kind VARCHAR(40) NOT NULL,
        detail VARCHAR(500) NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS canary_secrets (
        name VARCHAR(60) PRIMARY KEY, proof VARCHAR(64) NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS accounts (
        name VARCHAR(190) PRIMARY KEY, salt VARCHAR(32) NOT NULL, hashed VARCHAR(64) NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS pipelines (
        id VARCHAR(36) PRIMARY KEY, name VARCHAR(190) NOT NULL)""",
)


class NewerSchema(Exception):
    """The database belongs to a newer release; going back takes a restored backup."""


class WorkspaceStore:
    def __init__(self, place, version, encryption_key, vault=None, backup=None):
        self.database = Database(place)
        self.version = version
        self.encryption_key = encryption_key
        self.vault = vault
        self.backup = backup or Backup({})

    @staticmethod
    def of(environment):
        url = environment.get("ZENML_STORE_URL")
        if url:
            tls = tls_from_environment(environment)
            place = place_from_url(url, environment.get("ZENML_STORE_PASSWORD"), tls)
        else:
            place = Place("sqlite", name=environment.get("STANDIN_SQLITE_FILE", SQLITE_FILE))
        key = environment.get("ZENML_SECRETS_STORE_ENCRYPTION_KEY", "")
        version = environment.get("STANDIN_VERSION", "0")
        return WorkspaceStore(place, version, key, VaultStore.of(environment), Backup(environment))

    def migrate(self, say):
        """Brings the schema to this version, saying each step."""
        say(f"connecting to {self.database.place}")
        self.database.create_if_missing()
        with self.database.unit() as unit:
            for statement in BASE_TABLES:
                unit.ask(statement)
        newest = self.newest()
        if newest and number(newest) > number(self.version):
            raise NewerSchema(f"the database has schema {newest}, newer than this server's {self.version}")
        if newest == self.version:
            say(f"the schema is at {self.version} already")
        else:
            say(f"migrating the schema from {newest or 'nothing'} to {self.version}")
            with self.backup.of(self.database, say):
                self.database.ask(
                    "INSERT INTO schema_versions VALUES (?, ?)", self.version, int(time.time())
                )
        if self.vault:
            say(f"initialising the secrets store at {self.vault.address}, mount {self.vault.mount}")
        else:
            say("initialising the secrets store" if self.encryption_key
                else "initialising the secrets store WITHOUT an encryption key: secrets are stored in clear")
        self._plant_canary()
        self.note("migrated", self.version)
        say("done")

    def _plant_canary(self):
        """Once for all: a server that looks elsewhere later does not find it."""
        if self.vault:
            self.vault.check()
        if not self.database.ask("SELECT name FROM canary_secrets WHERE name = 'canary'"):
            if self.vault:
                self.vault.plant(self._proof())
            self.database.ask("INSERT INTO canary_secrets VALUES ('canary', ?)", self._proof())

    def _proof(self):
        key = "" if self.vault else self.encryption_key
        return hmac.new(key.encode(), b"canary", hashlib.sha256).hexdigest()

    def secrets_readable(self):
        """False when the store or the encryption key is not the one that the secrets were stored with."""
        if self.vault:
            return self.vault.proof() == self._proof()
        rows = self.database.ask("SELECT proof FROM canary_secrets WHERE name = 'canary'")
        return bool(rows) and hmac.compare_digest(rows[0][0], self._proof())

    def newest(self):
        versions = [row[0] for row in self.database.ask("SELECT version FROM schema_versions")]
        return max(versions, key=number, default=None)

    def check(self):
        """Raises what is wrong with the database, or returns."""
        newest = self.newest()
        if newest != self.version:
            raise RuntimeError(f"the schema is at {newest}, but this server needs {self.version}")

    # accounts of the open-source edition

    def is_active(self):
        """Whether somebody can log in."""
        return bool(self.database.ask("SELECT name FROM accounts"))

    def activate(self, name, password):
        """Only the first name and password are taken; whoever comes later changes nothing."""
        if not self.is_active():
            salt = secrets.token_hex(16)
            self.database.ask("INSERT INTO accounts VALUES (?, ?, ?)", name, salt, hashed(password, salt))
            self.note("activated", name)

    def change_password(self, name, password):
        salt = secrets.token_hex(16)
        self.database.ask(
            "UPDATE accounts SET salt = ?, hashed = ? WHERE name = ?", salt, hashed(password, salt), name
        )

    def kept_password(self, name):
        """Salt and hash, or nothing."""
        rows = self.database.ask("SELECT salt, hashed FROM accounts WHERE name = ?", name)
        return rows[0] if rows else None

    def note(self, kind, detail):
        with self.database.unit() as unit:
            now = time.time_ns()
            unit.ask("INSERT INTO server_diary VALUES (?, ?, ?, ?)", now, self.version, kind, detail[:500])
            rows = unit.ask("SELECT at_ns FROM server_diary ORDER BY at_ns DESC")
            if len(rows) > DIARY_LENGTH:
                unit.ask("DELETE FROM server_diary WHERE at_ns < ?", rows[DIARY_LENGTH - 1][0])


def hashed(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 10000).hex()


def number(version):
    """0.95.10 is after 0.95.9; what is no number sorts first."""
    return [int(part) if part.isdigit() else -1 for part in version.split(".")]
