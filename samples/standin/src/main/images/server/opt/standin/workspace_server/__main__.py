import os
import sys

from web import log
from workspace_server.server import Server
from workspace_server.store import WorkspaceStore


def migrate(environment):
    """Exit code 1 and the reason when the database cannot be brought to this version."""
    try:
        WorkspaceStore.of(environment).migrate(log)
    except Exception as error:
        sys.exit(f"error: the migration failed: {type(error).__name__}: {error}")


def serve(environment):
    store = WorkspaceStore.of(environment)
    # With a database URL the hook has migrated; SQLite is the server's own.
    if environment.get("DISABLE_DATABASE_MIGRATION", "").lower() != "true":
        store.migrate(log)
    Server(environment, store).run()


def main(arguments, environment):
    match arguments:
        case ["migrate-database"]:
            migrate(environment)
        case ["version"]:
            print(f"ZenML version: {environment.get('STANDIN_VERSION', '0')}")
        case []:
            serve(environment)
        case _:
            sys.exit(f"zenml: unknown command {' '.join(arguments)}")


main(sys.argv[1:], os.environ)
