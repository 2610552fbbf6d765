"""Small made-up pictures, so that tests need no data."""

import cv2
import numpy as np
import pytest
import torch

from camaleon_training.pictures import Pictures


def disc(height: int, width: int, *, radius: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a bright disc on a dark ground and its matte."""
    matte = np.zeros((height, width), np.uint8)
    cv2.circle(matte, (width // 2, height // 2), radius, 255, -1)
    picture = np.full((height, width, 3), 30, np.uint8)
    picture[matte > 0] = 220
    return picture, matte


@pytest.fixture
def pictures() -> Pictures:
    """Return two persons, one body, one room and one unlabelled picture, all drawn."""
    people = [disc(80, 60, radius=20), disc(64, 48, radius=15)]
    body, body_matte = disc(90, 60, radius=24)
    face, face_matte = disc(50, 50, radius=18)
    room = np.full((60, 80, 3), 30, np.uint8)
    return Pictures(
        portraits=[picture for picture, _ in people],
        portrait_mattes=[matte for _, matte in people],
        bodies=[body],
        body_mattes=[body_matte],
        rooms=[room],
        unlabelled=[face],
        unlabelled_mattes=[face_matte],
    )


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """Keep tests of tiny tensors from waiting for a second thread."""
    torch.set_num_threads(1)
