"""A fake camera for measurements: the astronaut, cut out, swaying before a drawn room, 30 times a second."""

import math
from pathlib import Path

import cv2
import numpy as np

import cutout
import rooms
import server

FRAMES_PER_SECOND = 30
FRAME_COUNT = 60

# Raised by whoever changes what a clip shows, so that no kept one is used.
VERSION = 1


def clip(width: int, height: int) -> Path:
    """Return a raw video (Y4M, of which Chromium gives every frame) of this size; it is made once."""
    path = server.ROOT / ".build" / "bench" / f"camera-{width}x{height}-{VERSION}.y4m"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for index in range(FRAME_COUNT):
            sway = math.sin(2 * math.pi * index / FRAME_COUNT)
            file.write(b"FRAME\n" + cv2.cvtColor(_frame(width, height, sway), cv2.COLOR_RGB2YUV_I420).tobytes())
    return unfinished.rename(path)


def _frame(width: int, height: int, sway: float) -> np.ndarray:
    """Return (height, width, 3), RGB; she is as wide as four fifths of the height, and moves by a twentieth of it."""
    room = cv2.resize(rooms.cafe(planted=False), (width, height)).astype(np.float32)
    picture, matte = cutout.astronaut()
    scale = 0.8 * height / picture.shape[0]
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    person = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(matte, size, interpolation=cv2.INTER_AREA)[:, :, None]

    left = round((width - size[0]) / 2 + sway * height / 20)
    place = room[height - size[1] :, left : left + size[0]]
    place[:] = alpha * person + (1 - alpha) * place
    return np.rint(room).astype(np.uint8)
