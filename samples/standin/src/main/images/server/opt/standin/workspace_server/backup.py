"""What is kept of the database while a migration runs; gone when it has gone well."""

import os
from contextlib import contextmanager


class Backup:
    def __init__(self, environment):
        self.strategy = environment.get("ZENML_STORE_BACKUP_STRATEGY", "in-memory")
        self.other = environment.get("ZENML_STORE_BACKUP_DATABASE", "")
        self.folder = environment.get("ZENML_STORE_BACKUP_DIRECTORY", "/backups")

    @contextmanager
    def of(self, database, say):
        """Stays after a failure, as with the real server."""
        if self.strategy == "database":
            say(f"backing up into the database {self.other}")
            self._copy(database)
        elif self.strategy in ("dump-file", "mydumper"):
            say(f"backing up by {self.strategy} into {self.folder}")
            self._dump(database)
        yield
        if self.strategy == "database":
            database.ask(f"DROP DATABASE {self._name()}")
        elif self.strategy in ("dump-file", "mydumper"):
            os.remove(self._file())

    def _name(self):
        return "`" + self.other.replace("`", "``") + "`"

    def _file(self):
        return os.path.join(self.folder, "zenml-backup.sql")

    def _copy(self, database):
        database.ask(f"DROP DATABASE IF EXISTS {self._name()}")
        database.ask(f"CREATE DATABASE {self._name()}")
        for (table,) in database.ask("SHOW TABLES"):
            database.ask(f"CREATE TABLE {self._name()}.`{table}` AS SELECT * FROM `{table}`")

    def _dump(self, database):
        with open(self._file(), "w", encoding="utf-8") as file:
            for (table,) in database.ask("SHOW TABLES"):
                for row in database.ask(f"SELECT * FROM `{table}`"):
                    file.write(f"{table}\t{row!r}\n")
