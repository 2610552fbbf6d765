"""Rooms and backgrounds that are drawn, so that a test knows every pixel of them."""

import cv2
import numpy as np

WIDTH, HEIGHT = 640, 480

# The planted pattern: colours that neither she nor any background has, in so many squares of so many pixels.
SQUARE, SQUARES = 16, 8
MAGENTA, GREEN = (255, 0, 255), (0, 255, 0)


def _rectangle(picture: np.ndarray, box: tuple[int, int, int, int], colour: tuple[int, int, int]) -> None:
    left, top, right, bottom = box
    cv2.rectangle(picture, (left, top), (right - 1, bottom - 1), colour, cv2.FILLED)


def _wall(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> np.ndarray:
    share = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    colours = np.array(top, np.float32) * (1 - share) + np.array(bottom, np.float32) * share
    return np.broadcast_to(colours, (HEIGHT, WIDTH, 3)).astype(np.uint8)


def cafe(planted: bool = True) -> np.ndarray:
    """Draw the room that must never arrive: (HEIGHT, WIDTH, 3), RGB; the pattern is in both upper corners."""
    room = _wall((196, 188, 176), (150, 140, 128)).copy()
    _rectangle(room, (0, 400, WIDTH, HEIGHT), (110, 84, 62))
    _rectangle(room, (40, 190, 110, 330), (90, 70, 58))
    if planted:
        for corner in (0, WIDTH - SQUARES * SQUARE):
            for row in range(SQUARES):
                for column in range(SQUARES):
                    left, top = corner + column * SQUARE, row * SQUARE
                    colour = MAGENTA if (row + column) % 2 else GREEN
                    _rectangle(room, (left, top, left + SQUARE, top + SQUARE), colour)
    return room


def office() -> np.ndarray:
    """Draw the room that is shared in CamaLeon mode: (HEIGHT, WIDTH, 3), RGB, soft enough for a codec."""
    room = _wall((222, 214, 190), (188, 180, 160)).copy()
    _rectangle(room, (30, 40, 190, 230), (120, 150, 170))
    _rectangle(room, (40, 50, 180, 220), (190, 214, 226))
    _rectangle(room, (430, 60, 620, 300), (120, 90, 64))
    for shelf in range(3):
        _rectangle(room, (440, 70 + 76 * shelf, 610, 136 + 76 * shelf), (160 - 20 * shelf, 124, 90 + 10 * shelf))
    _rectangle(room, (0, 420, WIDTH, HEIGHT), (140, 120, 100))
    return cv2.GaussianBlur(room, (5, 5), 0)


def beach() -> np.ndarray:
    """Draw the image of image mode: (HEIGHT, WIDTH, 3), RGB, of the camera's shape, so that nothing is cut."""
    picture = _wall((120, 170, 220), (190, 210, 225)).copy()
    _rectangle(picture, (0, 250, WIDTH, 340), (70, 120, 160))
    _rectangle(picture, (0, 340, WIDTH, HEIGHT), (214, 190, 140))
    cv2.circle(picture, (540, 90), 44, (240, 220, 150), cv2.FILLED)
    return cv2.GaussianBlur(picture, (9, 9), 0)
