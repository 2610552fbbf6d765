"""MediaPipe's selfie network against its maker's runtime, where both are there."""

import importlib.util

import numpy as np
import pytest

from camaleon_training.cml import decoded, encoded
from camaleon_training.interpreter import outputs
from camaleon_training.sources import CACHE, SELFIE, cached

needed = {package: importlib.util.find_spec(package) for package in ("ai_edge_litert", "skimage", "tflite")}
lacking = [package for package, found in needed.items() if found is None]
if cached(SELFIE, CACHE) is None:
    lacking.append("the network, which Scripts/networks downloads")
pytestmark = pytest.mark.skipif(bool(lacking), reason=f"not there: {', '.join(lacking)}")


def astronaut() -> np.ndarray:
    """Return a portrait in the public domain, (256, 256, 3), 0…1."""
    from skimage import data, transform

    return transform.resize(data.astronaut(), (256, 256), anti_aliasing=True).astype(np.float32)


def makers_matte(data: bytes, rgb: np.ndarray) -> np.ndarray:
    """Return the matte that the maker's runtime makes, (H, W, 1)."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=data)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], rgb[None])
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]


def test_converted_network_makes_the_makers_matte() -> None:
    """To rounding, as rewritten and as stored; and there is somebody to be seen."""
    from camaleon_training.networks import selfie

    data, rgb = cached(SELFIE, CACHE), astronaut()
    expected = makers_matte(data, rgb)

    made = outputs(decoded(encoded(selfie(data))), rgb)["matte"]

    assert (expected > 0.9).mean() > 0.2
    np.testing.assert_allclose(made, expected, atol=2e-3)
