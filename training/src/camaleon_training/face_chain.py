"""From a picture to a face's embedding: the three networks one after the other, through the plain interpreter."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .face_geometry import (
    DETECTOR_SIDE,
    FIVE_OF_MESH,
    LANDMARKS_SIDE,
    RECOGNITION_SIDE,
    Detection,
    Region,
    chip,
    detections,
    letterbox,
    mesh_points,
)
from .interpreter import outputs
from .operations import Model
from .pictures import Picture


@dataclass(frozen=True)
class Face:
    """What is known of the largest face of a picture, and the networks' inputs (H, W, 3), 0…1, by their names."""

    detection: Detection
    region: Region  # that the mesh saw
    presence: float  # 0…1
    points: np.ndarray  # (468, 2)
    chip: Region
    inputs: dict[str, np.ndarray]

    @property
    def five(self) -> np.ndarray:
        """Return the five points (5, 2) by which the face is aligned."""
        return self.points[list(FIVE_OF_MESH)]


def unit(picture: Picture) -> np.ndarray:
    """Return a picture in 0…1."""
    return picture.astype(np.float32) / 255


def area(detection: Detection) -> float:
    """Return the area of a detection's box, in pixels."""
    left, top, right, bottom = detection.box
    return (right - left) * (bottom - top)


def face_in(picture: Picture, models: dict[str, Model]) -> Face | None:
    """Find the largest face, its mesh and its chip; None where there is no face."""
    whole = letterbox(picture)
    inputs = {"detector": unit(whole.cut(picture, DETECTOR_SIDE))}
    found = detections(outputs(models["detector"], inputs["detector"]), whole)
    if not found:
        return None
    detection = max(found, key=area)
    region = detection.face()
    inputs["landmarks"] = unit(region.cut(picture, LANDMARKS_SIDE, cv2.BORDER_REPLICATE))
    made = outputs(models["landmarks"], inputs["landmarks"])
    points = mesh_points(made["landmarks"], region)
    aligned = chip(points[list(FIVE_OF_MESH)])
    inputs["recognition"] = unit(aligned.cut(picture, RECOGNITION_SIDE))
    return Face(detection, region, float(made["face"].item()), points, aligned, inputs)
