"""Compose small people: ``python -m camaleon_training.small_people --output DIR``.

Each validation portrait, cut out by its mask, at a quarter of the size at which it would fill a frame of 1280×720, at
the frame's lower edge in front of an empty room: what the crop about a face is measured by.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from .config import default_data
from .pictures import read_picture, read_portraits

WIDTH, HEIGHT = 1280, 720
SHARE = 0.25
SEED = 7


def cover(room: np.ndarray) -> np.ndarray:
    """Scale and crop a room (h, w, 3) to the frame's size."""
    scale = max(WIDTH / room.shape[1], HEIGHT / room.shape[0])
    size = (max(WIDTH, round(room.shape[1] * scale)), max(HEIGHT, round(room.shape[0] * scale)))
    wide = cv2.resize(room, size, interpolation=cv2.INTER_CUBIC)
    left, top = (size[0] - WIDTH) // 2, (size[1] - HEIGHT) // 2
    return wide[top : top + HEIGHT, left : left + WIDTH]


def compose(picture: np.ndarray, mask: np.ndarray, room: np.ndarray, left: float) -> tuple[np.ndarray, np.ndarray]:
    """Put a person, ``left`` of 0…1 across, into a frame-sized room; return the frame and the mask, 0…255."""
    scale = SHARE * HEIGHT / picture.shape[0]
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    x, y = round(left * (WIDTH - size[0])), HEIGHT - size[1]
    alpha = cv2.resize(mask, size, interpolation=cv2.INTER_AREA).astype(np.float32)[:, :, None] / 255
    frame, truth = room.copy(), np.zeros((HEIGHT, WIDTH), np.uint8)
    place = frame[y:, x : x + size[0]]
    place[:] = np.rint(alpha * cv2.resize(picture, size, interpolation=cv2.INTER_AREA) + (1 - alpha) * place)
    truth[y:, x : x + size[0]] = np.rint(255 * alpha[:, :, 0])
    return frame, truth


def main() -> None:
    """Write images/ and masks/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    random = np.random.default_rng(SEED)
    rooms = sorted((options.data / "rooms").glob("*.jpg"))
    for name in ("images", "masks"):
        (options.output / name).mkdir(parents=True, exist_ok=True)
    for number, (picture, mask) in enumerate(zip(*read_portraits(options.data, "validation"), strict=True)):
        room = cover(read_picture(rooms[random.integers(len(rooms))]))
        frame, truth = compose(picture, mask, room, random.random())
        cv2.imwrite(str(options.output / "images" / f"{number:03}.png"), frame[:, :, ::-1])
        cv2.imwrite(str(options.output / "masks" / f"{number:03}.png"), truth)


if __name__ == "__main__":
    main()
