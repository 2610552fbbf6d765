"""Soft mattes from MediaPipe's selfie network, for pictures without masks or with coarse ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .pictures import Matte


def read_labels(path: Path) -> dict[str, list[Matte]]:
    """Read the teacher's mattes, each list in the order of the pictures' names."""
    with np.load(path) as file:
        return {name: list(file[name]) for name in file.files}
