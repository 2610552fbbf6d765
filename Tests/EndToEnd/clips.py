"""Fake cameras: raw video files (Y4M, of which Chromium gives every frame), made once and kept.

She is put before a drawn room. The clips repeat without a jump, since a browser plays them for ever.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

import cutout
import frame_number
import rooms

FRAMES_PER_SECOND = 15
SCALE = 0.9

# Raised by whoever changes what a clip shows, so that no kept one is used.
VERSION = 2


@dataclass(frozen=True)
class Clip:
    """What a camera sees: a person (or nobody) before a room, swaying by `sway` pixels about the middle."""

    name: str
    person: Callable[[], tuple[np.ndarray, np.ndarray]] | None
    room: Callable[[], np.ndarray]
    sway: int = 0
    frame_count: int = 120
    is_numbered: bool = True

    def left(self, index: int) -> int:
        """Return where the cut-out's left edge is in a frame, in pixels; its lower edge is the frame's."""
        middle = (rooms.WIDTH - round(512 * SCALE)) // 2
        return middle + round(self.sway * math.sin(2 * math.pi * index / self.frame_count))

    def frames(self) -> Iterator[np.ndarray]:
        """Yield its frames, (HEIGHT, WIDTH, 3), RGB."""
        for index in range(self.frame_count):
            yield self._frame(index)

    def _frame(self, index: int) -> np.ndarray:
        frame = self.room().copy()
        if self.person is None:
            return frame
        picture, matte = self.person()
        if self.is_numbered:
            picture = frame_number.draw(index % frame_number.MODULUS, picture)
        size = (round(picture.shape[1] * SCALE), round(picture.shape[0] * SCALE))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        alpha = cv2.resize(matte, size, interpolation=cv2.INTER_AREA)[:, :, None]

        left, top = self.left(index), rooms.HEIGHT - size[1]
        clipped = slice(max(0, -left), min(size[0], rooms.WIDTH - left))
        place = frame[top:, left + clipped.start : left + clipped.stop]
        place[:] = np.rint(alpha[:, clipped] * picture[:, clipped] + (1 - alpha[:, clipped]) * place)
        return frame


IN_CAFE = Clip("in-cafe", cutout.astronaut, rooms.cafe)
IN_OFFICE = Clip("in-office", cutout.in_blue, rooms.office)
MOVING_IN_OFFICE = Clip("moving-in-office", cutout.in_blue, rooms.office, sway=150, frame_count=150)
NOBODY_IN_CAFE = Clip("nobody-in-cafe", None, rooms.cafe, frame_count=15)


class Camera(Protocol):
    """What a fake camera can be made of."""

    @property
    def name(self) -> str:
        """Return what its file is called."""

    def frames(self) -> Iterator[np.ndarray]:
        """Yield its frames, (HEIGHT, WIDTH, 3), RGB."""


def file_of(clip: Camera, folder: Path) -> Path:
    """Return the clip's file in a folder; it is written there unless it is already."""
    path = folder / f"{clip.name}-{VERSION}.y4m"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(f"YUV4MPEG2 W{rooms.WIDTH} H{rooms.HEIGHT} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in clip.frames():
            file.write(b"FRAME\n" + cv2.cvtColor(np.ascontiguousarray(frame), cv2.COLOR_RGB2YUV_I420).tobytes())
    return unfinished.rename(path)


def number_places() -> list[list[tuple[float, float]]]:
    """Return where the blocks of the number are in a frame of a clip without sway, as shares of its size."""
    left, top = (rooms.WIDTH - round(512 * SCALE)) // 2, rooms.HEIGHT - round(cutout.ROWS * SCALE)
    return [
        [((left + x * SCALE) / rooms.WIDTH, (top + y * SCALE) / rooms.HEIGHT) for x, y in row]
        for row in frame_number.centres()
    ]
