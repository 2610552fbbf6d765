"""Soft mattes from MediaPipe's selfie network, for pictures without masks or with coarse ones.

``python -m camaleon_training.teacher`` labels the training pictures; the network is Apache-2.0 and comes out of PyPI's
mediapipe wheel, the last that carries it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from .config import default_data
from .measure import measures
from .pictures import Matte, Picture, folder_names, portrait_names, read_picture, read_portraits
from .sources import CACHE, SELFIE, fetched

SIDE = 256  # pixels; the network sees pictures stretched to a square

Teacher = Callable[[Picture], np.ndarray]  # (H, W, 3), 0…255, to (256, 256), 0…1


def load(cache: Path, threads: int) -> Teacher:
    """Return the teacher as a function; it averages a picture and its mirror image."""
    from ai_edge_litert.interpreter import Interpreter  # an optional dependency

    interpreter = Interpreter(model_content=fetched((SELFIE,), cache)[SELFIE], num_threads=threads)
    interpreter.allocate_tensors()
    source, result = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]

    def once(square: np.ndarray) -> np.ndarray:
        interpreter.set_tensor(source, square[None])
        interpreter.invoke()
        return interpreter.get_tensor(result)[0, :, :, -1].copy()

    def matte(picture: Picture) -> np.ndarray:
        square = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        return (once(square) + once(np.ascontiguousarray(square[:, ::-1]))[:, ::-1]) / 2

    return matte


def labelled(teacher: Teacher, paths: list[Path], size: int) -> np.ndarray:
    """Return the teacher's mattes of pictures, (B, size, size), 0…255."""
    mattes = (cv2.resize(teacher(read_picture(path)), (size, size), interpolation=cv2.INTER_AREA) for path in paths)
    return np.stack([np.rint(matte * 255).clip(0, 255).astype(np.uint8) for matte in mattes])


def write_labels(teacher: Teacher, data: Path, path: Path) -> None:
    """Label portraits and bodies as squares, and the unlabelled pictures at their own size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    portraits = [data / "portraits" / "images" / f"{name}.jpg" for name in portrait_names(data, "train")]
    images = data / "bodies" / "images"
    bodies = [images / f"{name}.jpg" for name in folder_names(images)]
    unlabelled = [data / "unlabelled" / f"{name}.jpg" for name in folder_names(data / "unlabelled")]
    np.savez_compressed(
        path,
        portraits=labelled(teacher, portraits, SIDE),
        bodies=labelled(teacher, bodies, SIDE),
        unlabelled=labelled(teacher, unlabelled, read_picture(unlabelled[0]).shape[0]),
    )


def read_labels(path: Path) -> dict[str, list[Matte]]:
    """Read the teacher's mattes, each list in the order of the pictures' names."""
    with np.load(path) as file:
        return {name: list(file[name]) for name in file.files}


def validated(teacher: Teacher, data: Path) -> dict[str, float]:
    """Measure the teacher on the validation portraits, at their own size."""
    pictures, masks = read_portraits(data, "validation")
    mattes = [
        cv2.resize(teacher(picture), picture.shape[1::-1], interpolation=cv2.INTER_LINEAR) for picture in pictures
    ]
    return measures(mattes, masks)


def main() -> None:
    """Measure the teacher, then label."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--output", type=Path, default=Path("runs/teacher.npz"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    teacher = load(options.cache, options.threads)
    print(json.dumps(validated(teacher, options.data)))
    write_labels(teacher, options.data, options.output)


if __name__ == "__main__":
    main()
