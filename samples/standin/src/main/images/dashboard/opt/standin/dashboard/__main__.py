import html
import os
from pathlib import Path

from web import Page, Router, Text, serve


def main(environment):
    version = environment.get("STANDIN_VERSION", "0")
    page = (Path(__file__).parent / "index.html").read_text()
    page = page.replace("{version}", html.escape(version))
    page = page.replace("{api}", html.escape(environment.get("ZENML_CLOUD_API_URL", "")))
    router = Router()
    router.add("GET", "/health", lambda request: Text("OK"))
    # The dashboard routes in the browser: every other path is the page.
    router.add("GET", "/.*", lambda request: Page(page))
    serve(router, int(environment.get("STANDIN_PORT", "8080")), f"zenml-pro-dashboard/{version}")


main(os.environ)
