"""One way to ask PostgreSQL, MySQL and SQLite: `?` as placeholder, a connection for each unit of work."""

import os
import sqlite3
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Place:
    """Where a database is. The password is never printed."""

    kind: str  # postgres, mysql, sqlite
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    name: str = ""
    tls: dict = field(default_factory=dict, repr=False)

    def __str__(self):
        return f"{self.kind} {self.user}@{self.host}:{self.port}/{self.name}" if self.host else self.name


def place_from_url(url, password, tls):
    """Reads mysql://user:password@host:port/database."""
    parts = urlsplit(url)
    if parts.scheme.split("+")[0] != "mysql":
        raise ValueError(f"the database URL begins with {parts.scheme}://, but only mysql:// is supported")
    return Place(
        "mysql",
        parts.hostname or "",
        parts.port or 3306,
        unquote(parts.username or ""),
        password or unquote(parts.password or ""),
        parts.path.lstrip("/"),
        tls,
    )


def tls_from_environment(environment):
    """What pymysql needs for TLS; a certificate is a path or the PEM text itself.

    As in the real server nothing is verified without a CA, and with one the host's name only when asked for.
    """
    if environment.get("ZENML_STORE_SSL", "").lower() != "true":
        return {}
    files = {}
    for option in ("ca", "cert", "key"):
        value = environment.get(f"ZENML_STORE_SSL_{option.upper()}")
        if value:
            files[f"ssl_{option}"] = _as_file(value)
    if "ssl_ca" not in files:
        return {**files, "ssl": {"check_hostname": False, "verify_mode": "none"}}
    verify = environment.get("ZENML_STORE_SSL_VERIFY_SERVER_CERT", "").lower() == "true"
    return {**files, "ssl_verify_cert": True, "ssl_verify_identity": verify}


def _as_file(value):
    if "-----BEGIN" not in value:
        return value
    with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
        file.write(value)
        return file.name


class Database:
    """Each `unit` is one connection and one transaction."""

    def __init__(self, place):
        self.place = place

    @contextmanager
    def unit(self):
        connection = self._connect(self.place.name)
        try:
            yield Unit(connection, "?" if self.place.kind == "sqlite" else "%s")
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        finally:
            connection.close()

    def ask(self, statement, *values):
        with self.unit() as unit:
            return unit.ask(statement, *values)

    def is_encrypted(self):
        """Whether MySQL says that this connection has TLS."""
        if self.place.kind != "mysql":
            return False
        rows = self.ask("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
        return bool(rows and rows[0][1])

    def create_if_missing(self):
        """Makes the database itself where it is missing and the user may."""
        if self.place.kind == "postgres":
            self._create_in_postgres()
        elif self.place.kind == "mysql":
            self._create_in_mysql()
        else:
            os.makedirs(os.path.dirname(self.place.name), exist_ok=True)

    def _create_in_postgres(self):
        try:
            self._connect(self.place.name).close()
            return
        except Exception as error:
            if "does not exist" not in str(error):
                raise
        connection = self._connect("postgres")
        connection.autocommit = True
        try:
            name = self.place.name.replace('"', '""')
            connection.cursor().execute(f'CREATE DATABASE "{name}"')
        finally:
            connection.close()

    def _create_in_mysql(self):
        try:
            self._connect(self.place.name).close()
            return
        except Exception as error:
            if error.args[:1] != (1049,):
                raise
        connection = self._connect(None)
        try:
            name = self.place.name.replace("`", "``")
            connection.cursor().execute(f"CREATE DATABASE IF NOT EXISTS `{name}` CHARACTER SET utf8mb4")
        finally:
            connection.close()

    def _connect(self, name):
        place = self.place
        if place.kind == "sqlite":
            return sqlite3.connect(name, timeout=CONNECT_SECONDS)
        if place.kind == "postgres":
            import psycopg2

            return psycopg2.connect(
                host=place.host, port=place.port, user=place.user, password=place.password,
                dbname=name, connect_timeout=CONNECT_SECONDS, application_name="zenml-standin",
            )
        import pymysql

        return pymysql.connect(
            host=place.host, port=place.port, user=place.user, password=place.password, database=name,
            connect_timeout=CONNECT_SECONDS, read_timeout=30, write_timeout=30, charset="utf8mb4",
            **place.tls,
        )


class Unit:
    def __init__(self, connection, placeholder):
        self._connection = connection
        self._placeholder = placeholder

    def ask(self, statement, *values):
        """Rows of a query as tuples; an empty list for a statement that has none."""
        cursor = self._connection.cursor()
        cursor.execute(statement.replace("?", self._placeholder), values)
        return list(cursor.fetchall()) if cursor.description else []


def is_duplicate(error):
    """Whether a unique key was hit, in any of the three databases."""
    return "UniqueViolation" in type(error).__name__ or (
        type(error).__name__ == "IntegrityError" and (error.args[:1] == (1062,) or "UNIQUE" in str(error))
    )
