"""The real server, on a port that the system chooses."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def program() -> Path:
    """Return the built command: the one in CAMALEON_PROGRAM, else the one that was built last."""
    chosen = os.environ.get("CAMALEON_PROGRAM")
    paths = [Path(chosen)] if chosen else [ROOT / ".build" / name / "camaleon" for name in ("release", "debug")]
    built = [path for path in paths if path.exists()]
    if not built:
        raise FileNotFoundError("camaleon is not built: run `make build`")
    return max(built, key=lambda path: path.stat().st_mtime)


@contextmanager
def running(log: Path) -> Iterator[str]:
    """Yield the address of a server that is ready; its log goes to a file."""
    command = [program(), "serve", "--port", "0", "--web", ROOT / "Web", "--assets", ROOT / ".build" / "assets"]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ) as process,
    ):
        try:
            ready = process.stdout.readline() if process.stdout else ""
            address = re.search(r"https?://\S+", ready)
            if not address:
                raise RuntimeError(f"the server did not start: {ready}{log.read_text()}")
            yield address.group().rstrip("/").replace("127.0.0.1", "localhost")
        finally:
            process.terminate()
