"""`camaleon evaluate segmentation`: known answers from networks that see everybody or nobody."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

import drawings
from command import ROOT, camaleon

DETECTOR = ROOT / ".build" / "networks" / "detector.cml"

# The share of each mask that is the person; the pictures have odd sizes.
SHARES = {"a": 1.0, "b": 0.5, "c": 0.2, "d": 0.0}


class Folders:
    """Pictures and masks on disk, and the command over them."""

    def __init__(self, path: Path) -> None:
        """Make empty folders."""
        self.path = path
        self.images, self.masks = path / "images", path / "masks"
        self.images.mkdir()
        self.masks.mkdir()

    def add(self, name: str, picture: np.ndarray, mask: np.ndarray) -> None:
        """Write a picture and its mask."""
        drawings.write_picture(self.images / f"{name}.png", picture)
        drawings.write_picture(self.masks / f"{name}.png", mask)

    def run(self, *arguments: object) -> Any:  # noqa: ANN401 - a finished process
        """Evaluate with further arguments."""
        return camaleon("evaluate", "segmentation", "--images", self.images, "--masks", self.masks, *arguments)

    def measure(self, *arguments: object) -> dict[str, float]:
        """Evaluate, and return the measures."""
        result = self.run("--json", *arguments)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path)
    for number, (name, share) in enumerate(SHARES.items()):
        width = 75 + 20 * number
        mask = np.zeros((51, width), np.uint8)
        mask[:, : round(share * width)] = 255
        made.add(name, drawings.slope(width, 51), mask)
    return made


def exact_shares(folders: Folders) -> np.ndarray:
    """Return what rounding to whole pixels made of the shares."""
    masks = [cv2.imread(str(folders.masks / f"{name}.png"), cv2.IMREAD_GRAYSCALE) for name in SHARES]
    return np.array([(mask > 127).mean() for mask in masks])


def test_a_network_that_sees_a_person_everywhere(folders: Folders, tmp_path: Path) -> None:
    measures = folders.measure("--network", drawings.write_constant_model(tmp_path / "everyone.cml", 20))

    person = exact_shares(folders)
    background = person == 1  # Nothing where nothing is agrees.
    assert measures["count"] == 4
    assert measures["personIoU"] == pytest.approx(person.mean(), abs=1e-6)
    assert measures["meanIoU"] == pytest.approx((person.mean() + background.mean()) / 2, abs=1e-6)
    assert measures["personIoU5thPercentile"] == pytest.approx(np.percentile(person, 5), abs=1e-6)
    assert measures["meanAbsoluteDifference"] == pytest.approx((1 - person).mean(), abs=0.005)
    assert measures["meanSquaredError"] == pytest.approx((1 - person).mean(), abs=0.005)
    assert (measures["translucentPersonShare"], measures["visibleBackgroundShare"]) == (0, 1)
    assert [picture["name"] for picture in measures["pictures"]] == list(SHARES)
    assert [picture["boundaryF"] for picture in measures["pictures"]] == [1, 0, 0, 1]


def test_a_network_that_sees_nobody(folders: Folders, tmp_path: Path) -> None:
    measures = folders.measure("--network", drawings.write_constant_model(tmp_path / "nobody.cml", -20))

    shares = exact_shares(folders)
    assert measures["personIoU"] == pytest.approx((shares == 0).mean(), abs=1e-6)
    assert measures["meanIoU"] == pytest.approx(((shares == 0).mean() + (1 - shares).mean()) / 2, abs=1e-6)
    assert measures["meanAbsoluteDifference"] == pytest.approx(shares.mean(), abs=0.005)
    assert (measures["translucentPersonShare"], measures["visibleBackgroundShare"]) == (1, 0)


def test_a_split_of_the_index_is_measured_alone(folders: Folders, tmp_path: Path) -> None:
    index = tmp_path / "index.csv"
    index.write_text("id,split,note\na,train,\nb,validation,\nc,validation,\nd,train,\n")
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)

    measures = folders.measure("--network", model, "--index", index, "--split", "validation")

    assert measures["count"] == 2
    assert measures["personIoU"] == pytest.approx(exact_shares(folders)[1:3].mean(), abs=1e-6)


def test_pictures_do_not_influence_each_other(tmp_path: Path) -> None:
    pictures = {"1": data.astronaut()[:301, :399], "2": data.astronaut()[100:401, 50:449], "3": data.coffee()}
    masks = {name: np.full(picture.shape[:2], 255, np.uint8) for name, picture in pictures.items()}
    alone = []
    for name in pictures:
        (tmp_path / name).mkdir()
        single = Folders(tmp_path / name)
        single.add(name, pictures[name], masks[name])
        alone.append(single.measure()["meanAbsoluteDifference"])
    together = Folders(tmp_path)
    for name in pictures:
        together.add(name, pictures[name], masks[name])

    assert together.measure()["meanAbsoluteDifference"] == pytest.approx(np.mean(alone), abs=1e-9)


@pytest.mark.skipif(not DETECTOR.exists(), reason="needs the face detector, which Scripts/networks makes")
def test_a_crop_about_the_face_cuts_a_small_person_out_better(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    frame, mask = drawings.small_portrait(1280, 720, share=0.28)
    folders.add("small", frame, mask)

    whole, cropped = folders.measure(), folders.measure("--detector", DETECTOR)

    assert cropped["personIoU"] >= whole["personIoU"] + 0.05


@pytest.mark.skipif(not DETECTOR.exists(), reason="needs the face detector, which Scripts/networks makes")
def test_a_picture_without_a_face_is_segmented_whole(folders: Folders, tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)

    assert folders.measure("--network", model, "--detector", DETECTOR) == folders.measure("--network", model)


def test_a_detector_that_is_none_is_refused(folders: Folders, tmp_path: Path) -> None:
    result = folders.run("--detector", drawings.write_constant_model(tmp_path / "everyone.cml", 20))

    assert result.returncode == 65
    assert "everyone.cml" in result.stderr


def test_a_network_is_chosen_by_name_or_by_file(folders: Folders, tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)

    assert folders.measure("--network", model)["personIoU"] != folders.measure("--network", "unet")["personIoU"]
    assert folders.measure("--network", "unet") == folders.measure("--network", "Models/unet.cml")


def test_a_network_that_nobody_knows_is_named(folders: Folders) -> None:
    result = folders.run("--network", "vnet")

    assert result.returncode == 66
    assert "no network vnet" in result.stderr


def test_the_measures_are_also_said_in_words(folders: Folders, tmp_path: Path) -> None:
    result = folders.run("--network", drawings.write_constant_model(tmp_path / "everyone.cml", 20))

    assert result.stdout.startswith("4 pictures\nperson IoU")


def test_a_missing_mask_is_named(folders: Folders) -> None:
    (folders.masks / "c.png").unlink()

    result = folders.run("--json")

    assert (result.returncode, result.stdout) == (66, "")
    assert "no mask for c" in result.stderr


def test_a_mask_of_another_size_is_refused(folders: Folders) -> None:
    drawings.write_picture(folders.masks / "b.png", np.zeros((50, 95), np.uint8))

    result = folders.run("--json")

    assert result.returncode == 65
    assert "95×50" in result.stderr


def test_a_mask_of_class_numbers_is_refused(folders: Folders) -> None:
    drawings.write_picture(folders.masks / "b.png", (np.arange(51 * 95).reshape(51, 95) % 2).astype(np.uint8))

    result = folders.run("--json")

    assert (result.returncode, result.stdout) == (65, "")
    assert "b.png has no value over 1" in result.stderr


def test_a_mask_with_a_palette_is_refused(folders: Folders) -> None:
    mask = Image.fromarray(np.eye(51, 95, dtype=np.uint8), "P")
    mask.putpalette([0, 0, 0, 255, 255, 255])
    mask.save(folders.masks / "b.png")

    result = folders.run("--json")

    assert (result.returncode, result.stdout) == (65, "")
    assert "b.png has a palette" in result.stderr


def test_a_mask_in_one_bit_is_black_and_white(folders: Folders, tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)
    before = folders.measure("--network", model)
    for path in folders.masks.iterdir():
        Image.open(path).convert("1").save(path)

    assert folders.measure("--network", model) == before


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    result = Folders(tmp_path).run("--json")

    assert result.returncode == 66
    assert "no pictures" in result.stderr


def test_a_picture_of_the_index_that_is_not_there_is_named(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("id,split\nz,validation\n")

    result = folders.run("--index", tmp_path / "index.csv")

    assert result.returncode == 66
    assert "no picture z" in result.stderr
