"""The portraits, where the data is."""

from pathlib import Path

import pytest

from camaleon_training.config import default_data
from camaleon_training.pictures import portrait_names, read_mask, read_picture
from camaleon_training.provenance import data_hash

needs_data = pytest.mark.skipif(
    not default_data().is_dir(), reason="needs the training data; set CAMALEON_DATA to its folder"
)


@needs_data
def test_validation_is_apart_from_training() -> None:
    """No portrait is in both splits."""
    training, validation = (set(portrait_names(default_data(), split)) for split in ("train", "validation"))

    assert (len(training), len(validation)) == (1072, 119)
    assert not training & validation


@needs_data
def test_masks_fit_their_pictures() -> None:
    """Height and width agree, and masks are binary."""
    folder = default_data() / "portraits"
    name = portrait_names(default_data(), "train")[0]

    picture, mask = read_picture(folder / "images" / f"{name}.jpg"), read_mask(folder / "masks", name)

    assert picture.shape[:2] == mask.shape
    assert set(mask.reshape(-1).tolist()) == {0, 255}


def test_data_hash_sees_names_and_contents(tmp_path: Path) -> None:
    """Renaming a file or changing a byte changes the hash; a file elsewhere does not."""
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "a.jpg").write_bytes(b"1")
    first = data_hash(tmp_path)

    (tmp_path / "README.md").write_bytes(b"2")
    elsewhere = data_hash(tmp_path)
    (tmp_path / "rooms" / "a.jpg").write_bytes(b"3")
    changed = data_hash(tmp_path)
    (tmp_path / "rooms" / "a.jpg").rename(tmp_path / "rooms" / "b.jpg")

    assert first == elsewhere
    assert len({first, changed, data_hash(tmp_path)}) == 3
