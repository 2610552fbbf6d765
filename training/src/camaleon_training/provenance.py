"""Hash the data that training reads: ``python -m camaleon_training.provenance``."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from .config import default_data

FOLDERS = ("bodies", "portraits", "rooms", "unlabelled")  # of the UNet
PEOPLE = "people"  # besides them, of what is trained on from the selfie network


def data_hash(data: Path, folders: tuple[str, ...] = FOLDERS) -> str:
    """Return the SHA-256 over the sorted relative names, each with the SHA-256 of its file's content."""
    paths = sorted(path for folder in folders for path in (data / folder).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(data).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def main() -> None:
    """Print the hashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data())
    data = parser.parse_args().data
    print(f"unet: {data_hash(data)}")
    print(f"person: {data_hash(data, (*FOLDERS, PEOPLE))}")


if __name__ == "__main__":
    main()
