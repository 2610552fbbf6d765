"""A person to put before any room: the astronaut of scikit-image (NASA, public domain), cut out."""

from functools import cache

import cv2
import numpy as np
from skimage import data

# Eileen Collins without the table and the helmet below her: rows of the picture that are kept.
ROWS = 400

# Corners of polygons on the 512 x 512 picture. Inside the first everything but its rim is her; outside
# the second nothing is. GrabCut decides between them.
INSIDE = [
    (165, 60), (230, 30), (285, 70), (285, 115), (255, 175), (305, 240), (345, 300),
    (345, 350), (275, 400), (45, 400), (60, 280), (120, 190), (185, 160), (165, 110),
]  # fmt: skip
OUTSIDE = [
    (130, 60), (220, 0), (310, 50), (305, 120), (272, 160), (275, 180), (330, 240), (375, 290),
    (385, 350), (330, 400), (5, 400), (25, 260), (105, 170), (175, 145), (150, 120),
]  # fmt: skip


@cache
def astronaut() -> tuple[np.ndarray, np.ndarray]:
    """Return her picture (ROWS, 512, 3), RGB, and her matte (ROWS, 512), 0...1."""
    picture = data.astronaut()[:ROWS]
    classes = np.full(picture.shape[:2], cv2.GC_BGD, np.uint8)
    cv2.fillPoly(classes, [np.array(OUTSIDE, np.int32)], int(cv2.GC_PR_BGD))
    cv2.fillPoly(classes, [np.array(INSIDE, np.int32)], int(cv2.GC_PR_FGD))
    core = cv2.erode((classes == cv2.GC_PR_FGD).astype(np.uint8), np.ones((25, 25), np.uint8))
    classes[core > 0] = cv2.GC_FGD

    cv2.setRNGSeed(1)
    cv2.grabCut(picture, classes, None, np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_MASK)
    person = np.isin(classes, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    person = cv2.morphologyEx(person, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    return picture, cv2.GaussianBlur(person.astype(np.float32), (5, 5), 0)


@cache
def in_blue() -> tuple[np.ndarray, np.ndarray]:
    """Return her in a blue suit, so that she is never taken for the one in orange."""
    picture, matte = astronaut()
    other = picture.copy()
    other[185:] = other[185:, :, ::-1]  # Below her chin red and blue change places.
    return other, matte
