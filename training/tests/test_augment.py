"""Augmentation."""

import cv2
import numpy as np
import pytest

from camaleon_training.augment import batch, in_place, over_room
from camaleon_training.config import Mixture
from camaleon_training.pictures import Pictures

SHAPE = (48, 64)


@pytest.mark.parametrize("seed", range(12))
def test_picture_and_matte_stay_aligned_in_place(pictures: Pictures, seed: int) -> None:
    """Where the bright disc lands, there the matte lands."""
    rng = np.random.default_rng(seed)

    frame, matte = in_place(rng, (pictures.portraits[0], pictures.portrait_mattes[0]), (0.75, 2.0), 0.3, SHAPE)

    certain = (matte < 10) | (matte > 245)  # borders of the disc are interpolated
    assert frame.shape == (*SHAPE, 3)
    assert np.array_equal((frame[..., 0] > 125)[certain], (matte > 127)[certain])


@pytest.mark.parametrize("seed", range(12))
def test_picture_and_matte_stay_aligned_over_a_room(pictures: Pictures, seed: int) -> None:
    """A feathered composite is bright inside the matte and dark outside."""
    rng = np.random.default_rng(seed)
    behind = np.full((*SHAPE, 3), 30, np.uint8), np.zeros(SHAPE, np.uint8)
    person = pictures.portraits[0], pictures.portrait_mattes[0]

    frame, matte = over_room(rng, person, behind, (0.35, 1.7), SHAPE)

    inside = cv2.erode(matte, np.ones((9, 9), np.uint8), borderValue=0) > 250
    assert (frame[inside] > 100).all()
    assert (frame[matte == 0] < 100).all()


def test_batch_depends_on_its_seed_alone(pictures: Pictures) -> None:
    """The same seed gives the same batch, another another."""
    mixture = Mixture(unlabelled=0.3)

    first, again, other = (batch((7, step), pictures, mixture, SHAPE, 6) for step in (1, 1, 2))

    assert np.array_equal(first[0], again[0]) and np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])


def test_empty_rooms_have_empty_mattes(pictures: Pictures) -> None:
    """Negatives stay negatives."""
    _, mattes = batch((1,), pictures, Mixture(portrait=0, body=0, room=1), SHAPE, 4)

    assert not mattes.any()
