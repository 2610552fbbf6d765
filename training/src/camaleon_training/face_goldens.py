"""Write the face networks' activations: ``python -m camaleon_training.face_goldens --models DIR --output DIR``.

The weights are not ours, so these goldens are made where they are needed and never committed. The picture is
scikit-image's astronaut, a photograph by NASA in the public domain.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from .cml import decoded, golden
from .face_chain import Face, face_in
from .face_geometry import Region
from .interpreter import activations
from .networks import FACE_NETWORKS
from .operations import Model
from .pictures import Picture
from .sources import REPOSITORY


def astronaut() -> Picture:
    """Return the picture of Eileen Collins, (512, 512, 3)."""
    from skimage.data import astronaut as portrait  # an optional dependency

    return np.ascontiguousarray(portrait())


def models(folder: Path) -> dict[str, Model]:
    """Read the three model files."""
    return {name: decoded((folder / f"{name}.cml").read_bytes()) for name in FACE_NETWORKS}


def row(values: np.ndarray | list[float]) -> np.ndarray:
    """Return numbers (N, C) or (C,) as an activation (1, N, C)."""
    return np.atleast_2d(np.asarray(values, np.float32))[None]


def square(region: Region) -> np.ndarray:
    """Return a region as an activation (1, 1, 4): x, y, side, angle."""
    return row([region.x, region.y, region.side, region.angle])


def places(picture: Picture, face: Face) -> dict[str, np.ndarray]:
    """Return what stands between the networks, as activations: the picture in 0…1, then places in its pixels."""
    return {
        "picture": picture.astype(np.float32) / 255,
        "score": row([face.detection.score]),
        "box": row(face.detection.box),  # left, top, right, bottom
        "points": row(face.detection.points),
        "region": square(face.region),
        "mesh": row(face.points),
        "five": row(face.five),
        "chip": square(face.chip),
    }


def write(folder: Path, networks: dict[str, Model], picture: Picture) -> None:
    """Write a golden of each network, and of what stands between them."""
    face = face_in(picture, networks)
    if face is None:
        raise ValueError("no face was found in the picture; make the model files again")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "faces.golden").write_bytes(golden(places(picture, face)))
    for name, model in networks.items():
        (folder / f"{name}.golden").write_bytes(golden(activations(model, face.inputs[name])))


def main() -> None:
    """Write the goldens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=REPOSITORY / ".build" / "networks")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    write(options.output, models(options.models), astronaut())


if __name__ == "__main__":
    main()
