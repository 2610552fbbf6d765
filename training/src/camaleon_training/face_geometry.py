"""What stands between a picture and the three face networks, as their makers do it; docs/face-networks.md.

Pictures are (H, W, 3), 0…255; places are in source pixels, x to the right and y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .networks import BOXES_8X8, BOXES_16X16, SCORES_8X8, SCORES_16X16
from .pictures import Picture

DETECTOR_SIDE, LANDMARKS_SIDE, RECOGNITION_SIDE = 128, 192, 150  # pixels
LEAST_SCORE, SAME_FACE_OVERLAP = 0.5, 0.3  # face_detection_short_range.pbtxt, face_detection.pbtxt
ENLARGEMENT = 1.5  # face_detection_front_detection_to_roi.pbtxt
EYES = slice(0, 2)  # of the detector's six points
# Outer and inner corner of the eye at the picture's right, of that at its left, and where the nose meets the lip.
FIVE_OF_MESH = (263, 362, 33, 133, 2)
# Where dlib wants them in a chip without padding, in 0…1: get_face_chip_details, image_transforms/interpolation.h.
FIVE_OF_CHIP = np.array(
    [
        [0.8595674595992, 0.2134981538014],
        [0.6460604764104, 0.2289674387677],
        [0.1205750620789, 0.2137274526848],
        [0.3340850613712, 0.2290642403242],
        [0.4901123135679, 0.6277975316475],
    ]
)
CHIP_PADDING = 0.25  # of the chip without padding, on each side: dlib, tools/python/src/face_recognition.cpp


@dataclass(frozen=True)
class Region:
    """A square, perhaps turned: centre, side, and the angle from the picture's x axis to its own, in radians."""

    x: float
    y: float
    side: float
    angle: float = 0

    def in_picture(self, places: np.ndarray) -> np.ndarray:
        """Turn places (N, 2) in the square, 0…1, into places (N, 2) in the picture."""
        cosine, sine = np.cos(self.angle), np.sin(self.angle)
        turned = (places - 0.5) @ np.array([[cosine, sine], [-sine, cosine]])
        return turned * self.side + (self.x, self.y)

    def cut(self, picture: Picture, side: int, border: int = cv2.BORDER_CONSTANT) -> Picture:
        """Return the square as a picture (side, side, 3), interpolated between four pixels as MediaPipe does."""
        corners = self.in_picture(np.array([[0, 0], [1, 0], [0, 1]])).astype(np.float32)
        affine = cv2.getAffineTransform(corners, np.float32([[0, 0], [side, 0], [0, side]]))
        return cv2.warpAffine(picture, affine, (side, side), flags=cv2.INTER_LINEAR, borderMode=border)


@dataclass(frozen=True)
class Detection:
    """A face: score in 0…1, box as left, top, right, bottom, and six points (6, 2)."""

    score: float
    box: np.ndarray
    points: np.ndarray

    def face(self) -> Region:
        """Return what the mesh wants to see: the box's longer side and half as much again, eyes level."""
        left, top, right, bottom = self.box
        dx, dy = np.diff(self.points[EYES], axis=0)[0]
        side = max(right - left, bottom - top) * ENLARGEMENT
        return Region((left + right) / 2, (top + bottom) / 2, side, float(np.arctan2(dy, dx)))


def letterbox(picture: Picture) -> Region:
    """Return the square around a picture."""
    height, width = picture.shape[:2]
    return Region(width / 2, height / 2, max(width, height))


def anchors() -> np.ndarray:
    """Return the centres (896, 2) of the anchors, in 0…1: two in each of 16 × 16 cells, then six in each of 8 × 8."""

    def grid(side: int, count: int) -> np.ndarray:
        centres = (np.arange(side) + 0.5) / side
        x, y = np.meshgrid(centres, centres)
        return np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), count, axis=0)

    return np.concatenate([grid(16, 2), grid(8, 6)])


def overlaps(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return intersection over union (N,) of a box (4,) with boxes (N, 4)."""
    sides = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    both = np.prod(np.maximum(sides, 0), axis=1)
    return both / (np.prod(box[2:] - box[:2]) + np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) - both)


def detections(maps: dict[str, np.ndarray], region: Region) -> list[Detection]:
    """Decode the detector's maps of a region, and average what overlaps, each box and point by its score."""
    logits = np.concatenate([maps[SCORES_16X16].ravel(), maps[SCORES_8X8].ravel()])
    raw = np.concatenate([maps[BOXES_16X16].reshape(-1, 16), maps[BOXES_8X8].reshape(-1, 16)]) / DETECTOR_SIDE
    scores = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -100, 100)))
    kept = np.argsort(-scores, kind="stable")
    kept = kept[scores[kept] >= LEAST_SCORE]
    scores, places = scores[kept], raw[kept].astype(np.float64).reshape(-1, 8, 2)  # centre, size, six points
    centres = anchors()[kept]
    places[:, [0, *range(2, 8)]] += centres[:, None]
    boxes = np.concatenate([places[:, 0] - places[:, 1] / 2, places[:, 0] + places[:, 1] / 2], axis=1)  # (N, 4)
    found = []
    while len(scores):
        same = overlaps(boxes[0], boxes) > SAME_FACE_OVERLAP
        same[0] = True
        corners = np.average(boxes[same], axis=0, weights=scores[same]).reshape(2, 2)
        points = np.average(places[same, 2:], axis=0, weights=scores[same])
        found.append(Detection(scores[0], region.in_picture(corners).ravel(), region.in_picture(points)))
        scores, places, boxes = scores[~same], places[~same], boxes[~same]
    return found


def mesh_points(landmarks: np.ndarray, region: Region) -> np.ndarray:
    """Return the mesh's 468 points (468, 2) in the picture, from its output of 1,404 numbers about a region."""
    return region.in_picture(landmarks.reshape(468, 3)[:, :2].astype(np.float64) / LANDMARKS_SIDE)


def chip(five: np.ndarray) -> Region:
    """Return the square that brings five points (5, 2) nearest to where dlib wants them, by least squares.

    Source: Umeyama 1991, "Least-squares estimation of transformation parameters between two point patterns"; in the
    plane, and without mirroring, a similarity is a multiplication of complex numbers.
    """
    wanted = (FIVE_OF_CHIP + CHIP_PADDING) / (1 + 2 * CHIP_PADDING) @ np.array([1, 1j])
    actual = five @ np.array([1, 1j])
    centred = wanted - wanted.mean()
    factor = np.vdot(centred, actual - actual.mean()) / np.vdot(centred, centred).real
    centre = factor * (0.5 + 0.5j - wanted.mean()) + actual.mean()
    return Region(centre.real, centre.imag, abs(factor), float(np.angle(factor)))
