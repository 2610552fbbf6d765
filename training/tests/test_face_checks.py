"""The real face networks against their makers' runtimes, where these and the networks are there."""

import importlib.util
import os
import struct
from pathlib import Path

import pytest

from camaleon_training import face_checks, face_goldens
from camaleon_training.cml import decoded, encoded
from camaleon_training.config import default_data
from camaleon_training.face_chain import face_in
from camaleon_training.face_checks import LARGEST_ERROR, Check, compared
from camaleon_training.operations import multiply_adds, sizes
from camaleon_training.pictures import read_picture
from camaleon_training.sources import CACHE, SOURCES, cached

FOLDER = Path(os.environ.get("CAMALEON_FACE_SOURCES", CACHE))
PACKAGES = ("ai_edge_litert", "dlib", "skimage", "tflite")
HALF_PRECISION_COSTS = {"detector": 1e-5, "landmarks": 1e-5, "recognition": 2e-3}  # recipes/face-networks.md
PICTURES = 3  # of data/faces, besides the astronaut

lacking = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
lacking += [source.file for source in SOURCES if cached(source, FOLDER) is None]
pytestmark = pytest.mark.skipif(bool(lacking), reason=f"not there: {', '.join(lacking)}; see Scripts/networks")


@pytest.fixture(scope="module")
def networks() -> dict[str, Check]:
    """Return the three networks and their makers' runtimes."""
    return {check.name: check for check in face_checks.checks(FOLDER)}


@pytest.fixture(scope="module")
def inputs(networks: dict[str, Check]) -> dict[str, list]:
    """Return the networks' inputs for faces in real pictures."""
    paths = sorted((default_data() / "faces" / "images").glob("*.jpg"))[:PICTURES]
    pictures = [face_goldens.astronaut(), *map(read_picture, paths)]
    return face_checks.faces({name: check.stored for name, check in networks.items()}, pictures)


@pytest.mark.parametrize("name", ["detector", "landmarks", "recognition"])
def test_converted_network_makes_what_its_makers_runtime_makes(
    name: str, networks: dict[str, Check], inputs: dict[str, list]
) -> None:
    """Layer by layer where the runtime shows them."""
    exact, stored = compared(networks[name], inputs[name])
    print(face_checks.report(networks[name], exact, stored, len(inputs[name])))

    assert exact.worst()[0] <= LARGEST_ERROR
    assert stored.worst()[0] <= HALF_PRECISION_COSTS[name]


def test_networks_cost_what_the_recipe_says(networks: dict[str, Check]) -> None:
    """In multiply–adds."""
    costs = {name: multiply_adds(check.exact) for name, check in networks.items()}

    assert costs == {"detector": 30_760_960, "landmarks": 34_979_040, "recognition": 270_854_144}


def test_outputs_have_the_documented_names_and_sizes(networks: dict[str, Check]) -> None:
    """docs/face-networks.md."""
    outputs = {
        name: {check.exact.operations[value - 1].name: sizes(check.exact)[value] for value in check.exact.outputs}
        for name, check in networks.items()
    }

    assert outputs == {
        "detector": {
            "scores16x16": (16, 16, 2),
            "scores8x8": (8, 8, 6),
            "boxes16x16": (16, 16, 32),
            "boxes8x8": (8, 8, 96),
        },
        "landmarks": {"landmarks": (1, 1, 1404), "face": (1, 1, 1)},
        "recognition": {"embedding": (1, 1, 128)},
    }


def test_astronauts_face_is_found_and_aligned_as_dlib_would(networks: dict[str, Check]) -> None:
    """Five points of the mesh are within two pixels of those of dlib's own predictor, noted from one run of it."""
    face = face_in(face_goldens.astronaut(), {name: check.stored for name, check in networks.items()})

    assert face.presence > 0.99
    assert abs(face.five - [[255, 104], [238, 105], [195, 101], [212, 103], [224, 135]]).max() < 2


def test_goldens_hold_every_activation(tmp_path: Path, networks: dict[str, Check]) -> None:
    """And one file holds what stands between the networks."""
    models = {name: decoded(encoded(check.exact)) for name, check in networks.items()}

    face_goldens.write(tmp_path, models, face_goldens.astronaut())

    counts = {path.stem: struct.unpack_from("<4s2I", path.read_bytes()) for path in tmp_path.iterdir()}
    expected = {name: (b"CAMG", 1, 1 + len(model.operations)) for name, model in models.items()}
    assert counts == expected | {"faces": (b"CAMG", 1, 8)}
