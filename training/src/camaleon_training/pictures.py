"""Pictures and masks in memory, small enough for all of them to stay there."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

Picture = np.ndarray  # (H, W, 3) RGB, 0…255
Matte = np.ndarray  # (H, W), 0…255

LONGEST = 320  # pixels of the longer side kept for training; the networks see about 208


@dataclass(frozen=True)
class Pictures:
    """What samples are drawn from; a list of mattes is parallel to its list of pictures."""

    portraits: list[Picture]
    portrait_mattes: list[Matte]
    bodies: list[Picture]
    body_mattes: list[Matte]
    rooms: list[Picture]
    unlabelled: list[Picture]
    unlabelled_mattes: list[Matte]


def read_picture(path: Path) -> Picture:
    """Read a picture as (H, W, 3) RGB."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise FileNotFoundError(path)
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def read_mask(folder: Path, name: str) -> Matte:
    """Read the mask of that name, (H, W): 0 background, 255 person."""
    mask = cv2.imread(str(folder / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise FileNotFoundError(folder / f"{name}.png")
    return mask


def shrink(picture: np.ndarray, longest: int = LONGEST) -> np.ndarray:
    """Shrink (H, W, …) so that its longer side is at most ``longest``."""
    height, width = picture.shape[:2]
    factor = longest / max(height, width)
    if factor >= 1:
        return picture
    return cv2.resize(picture, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_AREA)


def portrait_names(data: Path, split: str) -> list[str]:
    """Return the names of the portraits of a split, ``train`` or ``validation``, in the index's order."""
    with (data / "portraits" / "index.csv").open() as file:
        return [row["id"] for row in csv.DictReader(file) if row["split"] == split]


def folder_names(folder: Path) -> list[str]:
    """Return the sorted names, without ending, of the pictures in a folder."""
    return sorted(path.stem for path in folder.glob("*.jpg"))


def read_portraits(data: Path, split: str) -> tuple[list[Picture], list[Matte]]:
    """Read a split's portraits and masks at their own size."""
    names = portrait_names(data, split)
    folder = data / "portraits"
    return (
        [read_picture(folder / "images" / f"{name}.jpg") for name in names],
        [read_mask(folder / "masks", name) for name in names],
    )


def blend(mask: Matte, teacher: Matte, share: float) -> Matte:
    """Mix a mask (H, W) with the teacher's matte of any size; the result is 0…255."""
    teacher = cv2.resize(teacher, mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.addWeighted(mask, 1 - share, teacher, share, 0)


def read_training(
    data: Path, teacher: dict[str, list[Matte]] | None = None, *, portrait_share: float = 0.0, body_share: float = 0.0
) -> Pictures:
    """Read what training draws from.

    Args:
        data: the data folder.
        teacher: the teacher's mattes of ``portraits``, ``bodies`` and ``unlabelled``, in the order of the names.
        portrait_share: how much of the teacher's matte goes into the portraits' targets, 0…1.
        body_share: the same for bodies.
    """
    portraits, portrait_mattes = read_portraits(data, "train")
    names = folder_names(data / "bodies" / "images")
    bodies = [read_picture(data / "bodies" / "images" / f"{name}.jpg") for name in names]
    body_mattes = [read_mask(data / "bodies" / "masks", name) for name in names]
    unlabelled: list[Picture] = []
    if teacher is not None:
        portrait_mattes = [
            blend(*pair, portrait_share) for pair in zip(portrait_mattes, teacher["portraits"], strict=True)
        ]
        body_mattes = [blend(*pair, body_share) for pair in zip(body_mattes, teacher["bodies"], strict=True)]
        folder = data / "unlabelled"
        unlabelled = [read_picture(folder / f"{name}.jpg") for name in folder_names(folder)]
    return Pictures(
        portraits=[shrink(picture) for picture in portraits],
        portrait_mattes=[shrink(matte) for matte in portrait_mattes],
        bodies=[shrink(picture) for picture in bodies],
        body_mattes=[shrink(matte) for matte in body_mattes],
        rooms=[shrink(read_picture(path)) for path in sorted((data / "rooms").glob("*.jpg"))],
        unlabelled=unlabelled,
        unlabelled_mattes=teacher["unlabelled"] if teacher is not None else [],
    )
