"""The benchmark's page on a server of its own, isolated, for timers of microseconds."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import server

# What the first part of a path stands for; anything else is the benchmark's own.
FOLDERS = {
    "sdk": server.ROOT / "Web" / "sdk",
    "worker": server.ROOT / "Web" / "worker",
    "assets": server.ROOT / ".build" / "assets",
    "networks": server.ROOT / ".build" / "networks",
}
OWN = Path(__file__).parent / "browser"


class Handler(SimpleHTTPRequestHandler):
    """Serves files with the headers of cross-origin isolation."""

    # The class's own way to say it, which the lint takes for a default that instances share.
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".wasm": "application/wasm"}  # noqa: RUF012

    def translate_path(self, path: str) -> str:
        """Return the file of a path."""
        first, _, rest = path.lstrip("/").partition("/")
        return str(FOLDERS[first] / rest) if first in FOLDERS and ".." not in rest else str(OWN / Path(path).name)

    def end_headers(self) -> None:
        """Add the headers; <https://html.spec.whatwg.org/#coep>."""
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Yield the address of a server that runs."""
    with ThreadingHTTPServer(("localhost", 0), functools.partial(Handler)) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://localhost:{running.server_port}"
        running.shutdown()
