import os
import threading
import time

from control_plane.routes import Api
from control_plane.store import Store
from sql import Database, Place
from web import log, serve

RETRY_SECONDS = 2


def place(environment):
    return Place(
        environment["ZENML_CLOUD_DATABASE_TYPE"],
        environment["ZENML_CLOUD_DATABASE_HOST"],
        int(environment["ZENML_CLOUD_DATABASE_PORT"]),
        environment["ZENML_CLOUD_DATABASE_USERNAME"],
        environment.get("ZENML_CLOUD_DATABASE_PASSWORD", ""),
        environment["ZENML_CLOUD_DATABASE_NAME"],
    )


def prepare(store, environment, ready):
    """Tries until the database answers; the service listens meanwhile, but is not ready."""
    while not ready.is_set():
        try:
            store.prepare(
                environment.get("ZENML_CLOUD_ADMIN_USERNAME", "admin"),
                environment.get("ZENML_CLOUD_ADMIN_PASSWORD"),
            )
            log(f"the database is ready: {store.database.place}")
            ready.set()
        except Exception as error:
            log(f"the database is not ready, next try in {RETRY_SECONDS} s: {type(error).__name__}: {error}")
            time.sleep(RETRY_SECONDS)


def main(environment):
    version = environment.get("STANDIN_VERSION", "0")
    store = Store(Database(place(environment)))
    ready = threading.Event()
    threading.Thread(target=prepare, args=(store, environment, ready), daemon=True).start()
    password_login = environment.get("ZENML_CLOUD_PASSWORD_AUTH_ENABLED", "true").lower() == "true"
    api = Api(store, version, ready, password_login)
    router = api.router(environment.get("ZENML_CLOUD_API_ROOT_PATH", "/api/v1").rstrip("/"))
    serve(router, int(environment.get("STANDIN_PORT", "8080")), f"zenml-pro-api/{version}")


main(os.environ)
