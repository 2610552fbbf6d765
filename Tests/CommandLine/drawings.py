"""A clip, pictures and masks that are drawn, and networks of one operation whose mattes are known."""

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

import cutout
import rooms
from command import ffmpeg

FRAMES_PER_SECOND = 10
FRAME_COUNT = 12


def portrait(width: int, height: int, planted: bool) -> np.ndarray:
    """Draw the astronaut in the café, with or without its pattern in both upper corners: (height, width, 3), RGB."""
    room = cv2.resize(rooms.cafe(planted), (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    picture, matte = cutout.astronaut()
    scale = 0.6 * height / picture.shape[0]
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    alpha = cv2.resize(matte, size, interpolation=cv2.INTER_AREA)[:, :, None]
    left = (width - size[0]) // 2
    place = room[height - size[1] :, left : left + size[0]]
    place[:] = alpha * cv2.resize(picture, size, interpolation=cv2.INTER_AREA) + (1 - alpha) * place
    return np.rint(room).astype(np.uint8)


def small_portrait(width: int, height: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Draw the astronaut, so large a share of the frame's height, at its lower right in the café.

    Return the frame, RGB, and the mask, 0…255.
    """
    frame = cv2.resize(rooms.cafe(), (width, height), interpolation=cv2.INTER_AREA)
    picture, matte = cutout.astronaut()
    side = round(share * height)
    alpha = cv2.resize(matte, (side, side), interpolation=cv2.INTER_AREA)
    left = width - side - width // 10
    place = frame[height - side :, left : left + side]
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    place[:] = np.rint(alpha[:, :, None] * small + (1 - alpha[:, :, None]) * place)
    mask = np.zeros((height, width), np.uint8)
    mask[height - side :, left : left + side] = np.rint(255 * alpha)
    return frame, mask


def slope(width: int, height: int) -> np.ndarray:
    """Return a picture from dark at the left to bright at the right: one that shows something."""
    row = np.linspace(20, 220, width).astype(np.uint8)
    return np.broadcast_to(row[None, :, None], (height, width, 3)).copy()


def corners(width: int, height: int) -> np.ndarray:
    """Return where the pattern is: (height, width), bool."""
    place = np.zeros((height, width), bool)
    side = 6 * rooms.SQUARE
    place[: side * height // rooms.HEIGHT, : side * width // rooms.WIDTH] = True
    return place | place[:, ::-1]


def write_clip(path: Path, width: int, height: int, planted: bool = False) -> Path:
    """Write the portrait as a clip with a tone."""
    tone = ["-f", "lavfi", "-i", f"sine=d={FRAME_COUNT / FRAMES_PER_SECOND}", "-c:a", "aac"]
    return write_frames(path, np.stack([portrait(width, height, planted)] * FRAME_COUNT), tone)


def write_frames(path: Path, frames: np.ndarray, audio: Iterable[object] = ()) -> Path:
    """Write frames (T, H, W, 3), RGB, as a clip."""
    height, width = frames.shape[1:3]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", FRAMES_PER_SECOND, "-i", "-"]
    ffmpeg(*raw, *audio, "-c:v", "libx264", "-crf", "10", "-pix_fmt", "yuv420p", path, data=frames.tobytes())
    return path


def write_picture(path: Path, picture: np.ndarray) -> Path:
    """Write a picture, RGB or grey."""
    cv2.imwrite(str(path), picture[:, :, ::-1] if picture.ndim == 3 else picture)
    return path


def first_frame(path: Path) -> np.ndarray:
    """Return a picture, or a clip's first frame: (H, W, 3), RGB."""
    video = cv2.VideoCapture(str(path))
    is_read, frame = video.read()
    assert is_read
    return frame[:, :, ::-1]


def write_constant_model(path: Path, logit: float) -> Path:
    """Write a network whose matte is the logistic function of one number, whatever it sees."""
    return write_linear_model(path, 0, logit)


def write_brightness_model(path: Path) -> Path:
    """Write a network that takes for a person what is brighter than nine tenths of white, and is sure of it."""
    return write_linear_model(path, 100, -270)


def write_linear_model(path: Path, weight: float, bias: float) -> Path:
    """Write a network of one operation: the logistic function of red, green and blue, each times a weight, and a bias.

    What it sees is in 0…1.
    """
    body = struct.pack("<4H6fBHH", 3, 0, 64, 64, 0, 0, 0, 1, 1, 1, 1, 1, 1)  # one output, value 1; one operation
    body += struct.pack("<4B4s2H", 1, 2, 1, 4, b"head", 0, 1)  # convolution, logistic, of value 0, to one channel
    body += struct.pack("<6B3ef", 1, 1, 0, 0, 0, 0, weight, weight, weight, bias)  # kernel 1, stride 1, no padding
    path.write_bytes(b"CAML" + struct.pack("<3I", 2, 16 + len(body), zlib.crc32(body)) + body)
    return path
