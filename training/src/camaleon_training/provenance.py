"""Hash the data that training reads: ``python -m camaleon_training.provenance``."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from .config import default_data

FOLDERS = ("bodies", "portraits", "rooms", "unlabelled")


def data_hash(data: Path) -> str:
    """Return the SHA-256 over the sorted relative names, each with the SHA-256 of its file's content."""
    paths = sorted(path for folder in FOLDERS for path in (data / folder).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(data).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def main() -> None:
    """Print the hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data())
    print(data_hash(parser.parse_args().data))


if __name__ == "__main__":
    main()
