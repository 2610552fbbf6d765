"""Cameras with too many faces, and with too large a one."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

import cutout
import rooms

# Her head in the picture: left, top, width, height, in pixels; and her face alone.
HEAD, FACE = (125, 5, 200, 200), (165, 60, 120, 90)
COLUMNS, ROWS = 5, 4


def part(box: tuple[int, int, int, int], size: tuple[int, int]) -> np.ndarray:
    """Return a part of her picture at a size (width, height)."""
    picture, _ = cutout.astronaut()
    left, top, width, height = box
    return cv2.resize(np.ascontiguousarray(picture[top : top + height, left : left + width]), size)


def crowd(head: np.ndarray) -> np.ndarray:
    """Return a head in every place of a grid: (HEIGHT, WIDTH, 3)."""
    small = cv2.resize(head, (rooms.WIDTH // COLUMNS, rooms.HEIGHT // ROWS), interpolation=cv2.INTER_AREA)
    return np.tile(small, (ROWS, COLUMNS, 1))


@dataclass(frozen=True)
class Still:
    """A picture (HEIGHT, WIDTH, 3), RGB, as a camera; noise and trembling make frames of it."""

    name: str
    picture: np.ndarray

    def frames(self) -> Iterator[np.ndarray]:
        """Yield its frames, (HEIGHT, WIDTH, 3), RGB."""
        noise = np.random.default_rng(1)
        for index in range(30):
            shifted = np.roll(self.picture, round(2 * np.sin(2 * np.pi * index / 30)), axis=1).astype(np.int16)
            yield np.clip(shifted + noise.integers(-3, 4, shifted.shape), 0, 255).astype(np.uint8)


def twenty_faces() -> Still:
    """Return twenty times the same head."""
    return Still("twenty-faces", crowd(part(HEAD, (200, 200))))


def covering_face() -> Still:
    """Return a face that is larger than the picture."""
    return Still("covering-face", part(FACE, (rooms.WIDTH, rooms.HEIGHT)))
