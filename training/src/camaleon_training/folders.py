"""The folders of pictures that training on draws from, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .augment import Sample, upper_body
from .finetune_config import FineTuning
from .pictures import Matte, Picture, blend, folder_names, portrait_names, read_mask, read_picture, shrink

LONGEST = 512  # pixels of the longer side kept
HELD_OUT = 10  # every so many bodies is kept for measuring
ROOMS_HELD_OUT = 4
ASPECTS = (3 / 4, 4 / 3)  # of people/, whose pictures were stretched to squares


@dataclass(frozen=True)
class Folders:
    """Pictures with mattes, by folder; and rooms, where nobody is."""

    people: dict[str, list[Sample]]
    rooms: list[Picture]

    def drawn(self, rng: np.random.Generator, name: str) -> Sample:
        """Draw one picture with its matte."""
        picture, matte = self.people[name][rng.integers(len(self.people[name]))]
        return upper_body(rng, picture, matte) if name == "bodies" else unstretched(rng, name, picture, matte)


def unstretched(rng: np.random.Generator, name: str, picture: Picture, matte: Matte) -> Sample:
    """Give a picture that was stretched to a square one of the aspects that it may have had."""
    if name != "people":
        return picture, matte
    aspect = ASPECTS[rng.integers(len(ASPECTS))]
    side = picture.shape[0]
    size = (side, round(side / aspect)) if aspect > 1 else (round(side * aspect), side)
    picture, matte = (cv2.resize(image, size, interpolation=cv2.INTER_AREA) for image in (picture, matte))
    return picture, matte


def training_names(data: Path, folder: str) -> list[str]:
    """Return the names of a folder's pictures that may be trained with."""
    if folder == "portraits":
        return portrait_names(data, "train")
    names = folder_names(data / folder / "images")
    return [name for index, name in enumerate(names) if folder != "bodies" or index % HELD_OUT]


def read_people(data: Path, folder: str, teacher: list[Matte] | None, share: float) -> list[Sample]:
    """Read a folder's pictures and masks; into the masks goes a share of the teacher's mattes, in the files' order."""
    names = training_names(data, folder)
    places = {name: index for index, name in enumerate(folder_names(data / folder / "images"))}
    samples = []
    for name in names:
        mask = read_mask(data / folder / "masks", name)
        if teacher is not None and share:
            mask = blend(mask, teacher[places[name]], share)
        samples.append((shrink(read_picture(data / folder / "images" / f"{name}.jpg"), LONGEST), shrink(mask, LONGEST)))
    return samples


def read_folders(data: Path, run: FineTuning, labels: dict[str, list[Matte]]) -> Folders:
    """Read what a run draws from; ``labels`` are the teacher's mattes by folder."""
    people = {}
    for folder in run.shares:
        if folder == "unlabelled":
            paths = sorted((data / folder).glob("*.jpg"))
            people[folder] = list(zip(map(read_picture, paths), labels[folder], strict=True))
        elif folder != "rooms":
            people[folder] = read_people(data, folder, labels.get(folder), (run.teacher or {}).get(folder, 0.0))
    paths = sorted((data / "rooms").glob("*.jpg"))
    rooms = [shrink(read_picture(path), LONGEST) for index, path in enumerate(paths) if index % ROOMS_HELD_OUT]
    return Folders(people, rooms)
