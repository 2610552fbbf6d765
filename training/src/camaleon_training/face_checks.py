"""Compare the converted face networks with their makers' runtimes: ``python -m camaleon_training.face_checks``.

Each value of the two TFLite networks that the runtime can show is compared, and dlib's output. An error is the largest
difference of a tensor, divided by its largest value.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from .cml import decoded, encoded
from .config import default_data
from .face_chain import face_in
from .face_goldens import astronaut
from .interpreter import activations
from .networks import DETECTOR_HEADS, FACE_NETWORKS, LANDMARKS_HEADS
from .operations import Model, multiply_adds
from .pictures import Picture, read_picture
from .sources import CACHE, fetched

LARGEST_ERROR = 1e-3  # relative, in single precision
HEADS = {"detector": DETECTOR_HEADS, "landmarks": LANDMARKS_HEADS}

Runtime = Callable[[np.ndarray], dict[str, np.ndarray]]  # rgb (H, W, 3), 0…1, to activations (H, W, C) by our names


@dataclass
class Errors:
    """The largest errors seen so far, by tensor."""

    tensors: dict[str, float]

    def note(self, made: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> None:
        """Compare activations (H, W, C)."""
        for name, values in expected.items():
            error = np.abs(made[name] - values).max() / max(np.abs(values).max(), np.finfo(np.float32).tiny)
            self.tensors[name] = max(self.tensors.get(name, 0), float(error))

    def worst(self, names: set[str] | None = None) -> tuple[float, str]:
        """Return the largest error and its tensor, among those of some names if given."""
        return max((error, name) for name, error in self.tensors.items() if names is None or name in names)


def tflite_runtime(data: bytes, model: Model, heads: dict[str, str]) -> Runtime:
    """Return LiteRT's reference of a network, without the delegate, which hides the values in between."""
    from ai_edge_litert.interpreter import Interpreter, OpResolverType  # an optional dependency

    interpreter = Interpreter(
        model_content=data,
        num_threads=1,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        experimental_preserve_all_tensors=True,
    )
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]["index"]
    ours = {heads.get(tensor["name"], tensor["name"]): tensor["index"] for tensor in interpreter.get_tensor_details()}

    def run(rgb: np.ndarray) -> dict[str, np.ndarray]:
        interpreter.set_tensor(source, ((rgb - np.float32(model.mean)) * np.float32(model.scale))[None])
        interpreter.invoke()
        made = {step.name: interpreter.get_tensor(ours[step.name])[0] for step in model.operations}
        if "face" in made:
            made["face"] = 1 / (1 + np.exp(-made["face"]))  # which MediaPipe's graph does after the network
        return made

    return run


def dlib_runtime(data: bytes) -> Runtime:
    """Return dlib's own recognition network, which shows its output alone."""
    import dlib  # an optional dependency

    with tempfile.NamedTemporaryFile(suffix=".dat") as file:
        file.write(data)
        file.flush()
        network = dlib.face_recognition_model_v1(file.name)

    def run(rgb: np.ndarray) -> dict[str, np.ndarray]:
        chip = np.rint(rgb * 255).astype(np.uint8)
        return {"embedding": np.array(network.compute_face_descriptor(chip), np.float32)[None, None]}

    return run


@dataclass(frozen=True)
class Check:
    """A network three times: as converted, as the file holds it, and as its maker runs it."""

    name: str
    exact: Model
    stored: Model
    runtime: Runtime


def checks(cache: Path) -> list[Check]:
    """Return the three networks; raise ModuleNotFoundError without the makers' runtimes."""
    data = fetched(tuple(network.source for network in FACE_NETWORKS.values()), cache)
    found = []
    for name, network in FACE_NETWORKS.items():
        content = data[network.source]
        model = network.convert(content)
        runtime = tflite_runtime(content, model, HEADS[name]) if name in HEADS else dlib_runtime(content)
        found.append(Check(name, model, decoded(encoded(model)), runtime))
    return found


def compared(check: Check, inputs: list[np.ndarray]) -> tuple[Errors, Errors]:
    """Return the errors on inputs (H, W, 3), 0…1, of the network as converted and as the file holds it."""
    exact, stored = Errors({}), Errors({})
    for rgb in inputs:
        expected = check.runtime(rgb)
        exact.note(activations(check.exact, rgb), expected)
        stored.note(activations(check.stored, rgb), expected)
    return exact, stored


def report(check: Check, exact: Errors, stored: Errors, count: int) -> str:
    """Return the errors on a number of pictures in words."""
    heads = {check.exact.operations[value - 1].name for value in check.exact.outputs}
    cost = f"{multiply_adds(check.exact):,} multiply–adds"
    lines = [f"{check.name}: {cost}, {len(exact.tensors)} tensors compared on {count} pictures"]
    for what, errors in (("as converted", exact), ("weights in half precision", stored)):
        (worst, tensor), (output, head) = errors.worst(), errors.worst(heads)
        lines.append(f"  {what}: {worst:.1e} at worst ({tensor}), {output:.1e} at the outputs ({head})")
    return "\n".join(lines)


def faces(models: dict[str, Model], pictures: list[Picture]) -> dict[str, list[np.ndarray]]:
    """Return the networks' inputs for the faces in pictures, by network."""
    found = [face for face in (face_in(picture, models) for picture in pictures) if face is not None]
    return {name: [face.inputs[name] for face in found] for name in models}


def main() -> int:
    """Print the errors; fail if one of those in single precision is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=CACHE, help="where the makers' own files are kept")
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--count", type=int, default=20, help="pictures of data/faces besides the astronaut")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    networks = checks(options.sources)
    paths = sorted((options.data / "faces" / "images").glob("*.jpg"))[: options.count]
    inputs = faces({check.name: check.stored for check in networks}, [astronaut(), *map(read_picture, paths)])
    is_good = True
    for check in networks:
        exact, stored = compared(check, inputs[check.name])
        print(report(check, exact, stored, len(inputs[check.name])), flush=True)
        is_good &= exact.worst()[0] <= LARGEST_ERROR
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
