"""`camaleon evaluate steadiness`: known answers from networks that see everybody, nobody, or whatever is bright."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import drawings
from command import camaleon

MAKERS = {"engine", "binary", "exponential", "hysteresis"}


def measure(*arguments: object) -> dict[str, Any]:
    """Return the measures."""
    result = camaleon("evaluate", "steadiness", "--json", *arguments)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def write_figure(folder: Path, lightness: int) -> list[object]:
    """Write a picture of one grey and a mask of a disc in it, and return the arguments that name them."""
    mask = np.zeros((160, 120), np.uint8)
    cv2.circle(mask, (60, 80), 50, 255, cv2.FILLED)
    for name, picture in {"images": np.full((160, 120, 3), lightness, np.uint8), "masks": mask}.items():
        (folder / name).mkdir()
        drawings.write_picture(folder / name / "disc.png", picture)
    return ["--images", folder / "images", "--masks", folder / "masks"]


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    folder = tmp_path / "clips"
    folder.mkdir()
    drawings.write_clip(folder / "still.mp4", 96, 64)
    (folder / "LICENSE").write_text("not a clip")
    return folder


def test_a_matte_that_never_changes_does_not_flicker(clips: Path, tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)

    measures = measure("--clips", clips, "--network", model, "--speed", 32)["clips"]

    assert (measures["count"], measures["frames"]) == (1, drawings.FRAME_COUNT)
    # The first ten of its twelve frames are needed to know what is still.
    assert measures["stillShare"] == pytest.approx(2 / 12, abs=0.02)
    assert measures["makers"] == {maker: {"dtSSD": 0, "flipsPerThousand": 0} for maker in MAKERS}


def test_a_matte_of_everything_has_no_outline_that_could_be_late(tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)

    measures = measure("--network", model, "--speed", 32)

    assert "clips" not in measures
    assert (measures["motion"]["count"], measures["motion"]["speed"]) == (1, 32)
    for maker in MAKERS:
        assert measures["motion"]["makers"][maker]["ghostShare"] == 1
        assert "lag" not in measures["motion"]["makers"][maker]


def test_a_matte_that_follows_at_once_is_less_late_than_an_average(tmp_path: Path) -> None:
    model = drawings.write_brightness_model(tmp_path / "bright.cml")

    makers = measure("--network", model, *write_figure(tmp_path, lightness=255), "--speed", 8)["motion"]["makers"]

    assert set(makers) == MAKERS
    assert abs(makers["binary"]["lag"]) < 0.5
    assert abs(makers["hysteresis"]["lag"]) < 0.5
    # Each frame halves what is left of an edge within 2.4 frames, and it passes 0.5 then.
    assert 8 < makers["exponential"]["lag"] < 24
    assert makers["binary"]["ghostShare"] < 0.1 < makers["exponential"]["ghostShare"]


def test_a_background_is_moved_in_front_of(tmp_path: Path) -> None:
    model = drawings.write_brightness_model(tmp_path / "bright.cml")
    wall = drawings.write_picture(tmp_path / "wall.png", np.full((90, 70, 3), 255, np.uint8))

    makers = measure("--network", model, *write_figure(tmp_path, 0), "--background", wall, "--speed", 32)["motion"][
        "makers"
    ]

    # The wall is what is bright, and the disc the hole in it.
    assert makers["binary"]["ghostShare"] > 0.9


def test_the_measures_are_also_said_in_words(clips: Path, tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)

    result = camaleon("evaluate", "steadiness", "--clips", clips, "--network", model, "--speed", 32)

    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("1 clips, 12 frames, ")
    assert "engine: lag in pixels" in result.stdout


def test_a_folder_without_clips_is_refused(tmp_path: Path) -> None:
    result = camaleon("evaluate", "steadiness", "--clips", tmp_path)

    assert (result.returncode, result.stdout) == (66, "")
    assert "no clips" in result.stderr


def test_a_clip_that_is_none_is_refused(clips: Path) -> None:
    (clips / "another.mkv").write_text("not a clip")

    result = camaleon("evaluate", "steadiness", "--clips", clips)

    assert result.returncode == 65
    assert "another.mkv" in result.stderr


def test_a_clip_in_which_nothing_rests_is_refused(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    drawings.write_frames(tmp_path / "noise.mp4", generator.integers(0, 256, (12, 64, 96, 3), np.uint8))

    result = camaleon("evaluate", "steadiness", "--clips", tmp_path)

    assert result.returncode == 65
    assert "still" in result.stderr


def test_a_mask_with_nobody_in_it_is_refused(tmp_path: Path) -> None:
    arguments = write_figure(tmp_path, 0)
    drawings.write_picture(tmp_path / "masks" / "disc.png", np.zeros((160, 120), np.uint8))

    result = camaleon("evaluate", "steadiness", *arguments)

    assert result.returncode == 65
    assert "nobody" in result.stderr


@pytest.mark.parametrize("arguments", [["--speed", 0], ["--images", "."], ["--index", "a.csv"]])
def test_arguments_that_make_no_sense_are_refused(arguments: list[object]) -> None:
    assert camaleon("evaluate", "steadiness", *arguments).returncode == 64
