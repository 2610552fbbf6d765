"""Make model files of others' networks: ``python -m camaleon_training.networks --output DIR``.

Does nothing, quickly, where DIR already holds what it would make. Needs numpy, tflite, setuptools and pip.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import sources
from .operations import LOGISTIC, Model
from .sources import CACHE, FetchError, Source, digest, fetched

STAMP = "networks.json"
# Whose bytes decide what is written; the stamp hashes them.
CONVERTERS = ("checks", "cml", "dlib_reader", "dlib_stream", "networks", "operations", "rewrites", "tflite_reader")
SCORES_16X16, SCORES_8X8, BOXES_16X16, BOXES_8X8 = "scores16x16", "scores8x8", "boxes16x16", "boxes8x8"
# The makers' tensors that become outputs, and their names in our files.
DETECTOR_HEADS = {
    "classificator_8": SCORES_16X16,
    "classificator_16": SCORES_8X8,
    "regressor_8": BOXES_16X16,
    "regressor_16": BOXES_8X8,
}
LANDMARKS_HEADS = {"conv2d_21": "landmarks", "conv2d_31": "face"}


@dataclass(frozen=True)
class Converted:
    """A model file, what it is made of, and how."""

    source: Source
    convert: Callable[[bytes], Model]


def detector(data: bytes) -> Model:
    """Convert BlazeFace short range; its heads' raw maps are the outputs, and it wants rgb in −1…1."""
    from . import tflite_reader  # which takes long to import

    return tflite_reader.converted(data, DETECTOR_HEADS, mean=(0.5,) * 3, scale=(2.0,) * 3)


def landmarks(data: bytes) -> Model:
    """Convert the face mesh of 468 points; its face flag gets the logistic function that MediaPipe's graph applies."""
    from . import tflite_reader

    model = tflite_reader.converted(data, LANDMARKS_HEADS, mean=(0.0,) * 3, scale=(1.0,) * 3)
    model.operations[model.outputs[1] - 1].activation = LOGISTIC
    return model


def recognition(data: bytes) -> Model:
    """Convert dlib's residual network of 128 numbers a face."""
    from . import dlib_reader

    return dlib_reader.converted(data, "embedding")


def selfie(data: bytes) -> Model:
    """Convert MediaPipe's selfie network, which makes a matte of rgb in 0…1, into a faster one that makes the same."""
    from . import rewrites, tflite_reader

    return rewrites.rewritten(
        tflite_reader.converted(data, {"activation_10": "matte"}, mean=(0.0,) * 3, scale=(1.0,) * 3)
    )


FACE_NETWORKS = {
    "detector": Converted(sources.DETECTOR, detector),
    "landmarks": Converted(sources.LANDMARKS, landmarks),
    "recognition": Converted(sources.RECOGNITION, recognition),
}
NETWORKS = FACE_NETWORKS | {"selfie": Converted(sources.SELFIE, selfie)}


def inputs() -> str:
    """Return a hash of all that decides what is written: the pinned files, and the code that converts them."""
    pins = [f"{network.source.sha256} {name}" for name, network in NETWORKS.items()]
    folder = Path(__file__).parent
    code = [digest((folder / f"{name}.py").read_bytes()) for name in CONVERTERS]
    return digest("\n".join(pins + code).encode())


def is_made(output: Path) -> bool:
    """Tell whether a folder holds the model files that would be made now."""
    try:
        stamp = json.loads((output / STAMP).read_text())
        files = {name: digest((output / name).read_bytes()) for name in stamp["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return stamp == {"inputs": inputs(), "files": files} and len(files) == len(NETWORKS)


def make(output: Path, cache: Path) -> None:
    """Write the model files, then the stamp."""
    from . import cml

    data = fetched(tuple(network.source for network in NETWORKS.values()), cache)
    output.mkdir(parents=True, exist_ok=True)
    (output / STAMP).unlink(missing_ok=True)
    files = {}
    for name, network in NETWORKS.items():
        encoded = cml.encoded(network.convert(data[network.source]))
        (output / f"{name}.cml").write_bytes(encoded)
        files[f"{name}.cml"] = digest(encoded)
        print(f"{name}.cml: {len(encoded)} bytes, from {network.source.package.requirement}", flush=True)
    (output / STAMP).write_text(json.dumps({"inputs": inputs(), "files": files}, indent=2) + "\n")


def main() -> int:
    """Make what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder for the model files")
    parser.add_argument("--sources", type=Path, default=CACHE, help="where the makers' own files are kept")
    options = parser.parse_args()
    if is_made(options.output):
        return 0
    try:
        make(options.output, options.sources)
    except (FetchError, OSError, ValueError) as error:
        print(f"networks: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
