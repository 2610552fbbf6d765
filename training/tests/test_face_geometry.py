"""What stands between a picture and the face networks."""

import numpy as np
import pytest

from camaleon_training.face_geometry import (
    CHIP_PADDING,
    FIVE_OF_CHIP,
    Detection,
    Region,
    anchors,
    chip,
    detections,
    letterbox,
    mesh_points,
)

HEADS = {"scores16x16": (16, 16, 2), "scores8x8": (8, 8, 6), "boxes16x16": (16, 16, 32), "boxes8x8": (8, 8, 96)}


def empty_maps() -> dict[str, np.ndarray]:
    """Return the detector's maps of a picture without a face."""
    return {name: np.full(shape, -10 if "scores" in name else 0, np.float32) for name, shape in HEADS.items()}


def face_maps(logit: float, *, row: int = 4, column: int = 5, anchor: int = 1) -> dict[str, np.ndarray]:
    """Return maps with one face of 64 × 32 pixels of the 128, at an anchor of the finer grid."""
    maps = empty_maps()
    maps["scores16x16"][row, column, anchor] = logit
    # The box's centre and size; two points: the eyes, 16 pixels apart and the second 4 lower; four more at the centre.
    numbers = [2, -3, 64, 32, -8, 0, 8, 4, 0, 0, 0, 0, 0, 0, 0, 0]
    maps["boxes16x16"][row, column, 16 * anchor : 16 * anchor + 16] = numbers
    return maps


def test_anchors_are_896_cell_centres_in_the_order_of_the_maps() -> None:
    """Row by row, two a cell of the finer grid, then six a cell of the coarser."""
    centres = anchors()

    assert centres.shape == (896, 2)
    np.testing.assert_allclose(centres[[0, 1, 2, 32]], np.array([[1, 1], [1, 1], [3, 1], [1, 3]]) / 32)
    np.testing.assert_allclose(centres[[512, 517, 518, 895]], np.array([[1, 1], [1, 1], [3, 1], [15, 15]]) / 16)


def test_face_is_decoded_into_the_pictures_pixels() -> None:
    """Out of a letterbox around 640 × 480, whose square is 5 times the detector's 128 pixels."""
    region = letterbox(np.zeros((480, 640, 3), np.uint8))

    (face,) = detections(face_maps(3), region)

    centre = np.array([(5.5 * 8 + 2) * 5, (4.5 * 8 - 3) * 5 - 80])
    np.testing.assert_allclose(face.box.reshape(2, 2), centre + np.array([[-160, -80], [160, 80]]))
    np.testing.assert_allclose(face.points[:2], [[(44 - 8) * 5, 36 * 5 - 80], [(44 + 8) * 5, 40 * 5 - 80]])
    assert face.score == pytest.approx(1 / (1 + np.exp(-3)))


def test_picture_without_a_face_has_no_detection() -> None:
    """Nor has one whose score is below a half."""
    assert detections(empty_maps(), Region(64, 64, 128)) == []
    assert detections(face_maps(-0.01), Region(64, 64, 128)) == []


def test_detections_of_one_face_are_averaged_by_their_scores() -> None:
    """And keep the best score; another face stays another."""
    maps = face_maps(2)
    other = face_maps(1, column=6)  # 8 pixels to the right: most of the box is the same
    far = face_maps(3, row=13, column=13)
    for more in (other, far):
        for name, values in more.items():
            maps[name] = np.maximum(maps[name], values) if "scores" in name else maps[name] + values

    first, second = detections(maps, Region(64, 64, 128))

    strong, weak = 1 / (1 + np.exp(-2)), 1 / (1 + np.exp(-1))
    assert first.score == pytest.approx(1 / (1 + np.exp(-3)))
    assert second.score == pytest.approx(strong)
    np.testing.assert_allclose(second.box[[0, 2]].mean(), 46 + 8 * weak / (strong + weak))


def test_mesh_sees_a_square_half_as_large_again_with_level_eyes() -> None:
    """Around the box's centre, by its longer side."""
    points = np.array([[40.0, 50], [60, 70], *[[0, 0]] * 4])

    face = Detection(0.9, np.array([30.0, 40, 70, 60]), points).face()

    assert (face.x, face.y, face.side) == (50, 50, 60)
    assert face.angle == pytest.approx(np.pi / 4)


def test_turned_region_is_cut_upright() -> None:
    """What lies along the region's x axis lies along the cut's."""
    picture = np.zeros((100, 100, 3), np.uint8)
    region = Region(50, 50, 40, np.pi / 2)  # its x axis points down
    (x, y), *_ = region.in_picture(np.array([[0.75, 0.5]]))
    picture[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2] = 255

    cut = region.cut(picture, 80)

    assert (round(x), round(y)) == (50, 60)
    assert cut[40, 60].tolist() == [255] * 3
    assert cut[60, 40].tolist() == [0] * 3


def test_outside_of_a_picture_is_black() -> None:
    """In the letterbox above and below."""
    picture = np.full((40, 80, 3), 200, np.uint8)

    cut = letterbox(picture).cut(picture, 80)

    assert cut[10, 40].tolist() == [0] * 3
    assert cut[40, 40].tolist() == [200] * 3


def test_mesh_points_lie_where_the_region_is() -> None:
    """The centre of 192 pixels is the region's centre; depth is left out."""
    numbers = np.full((468, 3), 96, np.float32)
    numbers[1] = (192, 96, 5)

    points = mesh_points(numbers.ravel(), Region(30, 40, 20, np.pi / 2))

    np.testing.assert_allclose(points[:2], [[30, 40], [30, 50]], atol=1e-9)


def test_chip_undoes_any_similarity() -> None:
    """Five points where dlib wants them, then scaled, turned and moved."""
    region = Region(123, 45, 67, -0.4)
    wanted = (FIVE_OF_CHIP + CHIP_PADDING) / (1 + 2 * CHIP_PADDING)

    found = chip(region.in_picture(wanted))

    np.testing.assert_allclose((found.x, found.y, found.side, found.angle), (123, 45, 67, -0.4))
