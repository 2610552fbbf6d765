"""`camaleon evaluate rooms`: what networks that see everybody or nobody take for people."""

import json
from pathlib import Path

import numpy as np
import pytest

import drawings
import rooms
from command import camaleon


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rooms"
    folder.mkdir()
    for name, room in {"cafe": rooms.cafe(), "office": rooms.office(), "slope": drawings.slope(71, 50)}.items():
        drawings.write_picture(folder / f"{name}.png", room)
    return folder


@pytest.mark.parametrize(("logit", "share"), [(20, 1), (-20, 0)])
def test_a_share_of_all_pixels_is_counted(folder: Path, tmp_path: Path, logit: float, share: float) -> None:
    model = drawings.write_constant_model(tmp_path / "constant.cml", logit)

    result = camaleon("evaluate", "rooms", "--images", folder, "--network", model, "--json")

    assert result.returncode == 0, result.stderr
    measures = json.loads(result.stdout)
    assert measures["count"] == 3
    assert [picture["name"] for picture in measures["pictures"]] == ["cafe", "office", "slope"]
    for key in ("personShare", "personShareAtMost", "visibleShare", "visibleShareAtMost"):
        assert measures[key] == share


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_picture_that_shows_nothing_has_nobody_in_it(tmp_path: Path, grey: int) -> None:
    """Whatever the network says: the lid is closed."""
    drawings.write_picture(tmp_path / "lid.png", np.full((50, 71, 3), grey, np.uint8))
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)

    result = camaleon("evaluate", "rooms", "--images", tmp_path, "--network", model, "--json")

    assert json.loads(result.stdout)["visibleShare"] == 0


def test_only_the_rooms_of_an_index_are_measured(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index.csv"
    index.write_text("id\noffice\n")

    result = camaleon("evaluate", "rooms", "--images", folder, "--index", index)

    assert result.stdout.startswith("1 pictures\nperson, mean")
    assert result.stdout.endswith("worst: office\n")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = camaleon("evaluate", "rooms", "--images", tmp_path / "nowhere")

    assert result.returncode == 66
    assert "nowhere" in result.stderr
