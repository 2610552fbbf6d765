"""Rewriting a network into the same one in less time."""

import numpy as np
import pytest

from camaleon_training.goldens import Builder, builder
from camaleon_training.interpreter import outputs
from camaleon_training.operations import (
    ADDITION,
    CHANNEL_SCALE,
    CONVOLUTION,
    GLOBAL_AVERAGE,
    LOGISTIC,
    RELU,
    TRANSPOSED_2X2,
    UPSAMPLE_2X,
    Geometry,
    Model,
    centred,
    multiply_adds,
)
from camaleon_training.rewrites import rewritten

SHAPE = (12, 20)
HALVING = Geometry(3, 2, 0, 0, 1, 1)


def started() -> tuple[Builder, int, int]:
    """Return a network with a map at half and one at a quarter of the size."""
    network = builder(3, SHAPE, (6,))
    fine = network.add(CONVOLUTION, "fine", (0,), 6, HALVING, RELU)
    return network, fine, network.add(CONVOLUTION, "coarse", (fine,), 9, HALVING, RELU)


def decoder() -> Model:
    """Return MediaPipe's way up: enlarge, narrow, gate the skip by the average of both, add, a head."""
    network, fine, coarse = started()
    enlarged = network.add(UPSAMPLE_2X, "enlarged", (coarse,), 9)
    narrow = network.add(CONVOLUTION, "narrow", (enlarged,), 6, centred(1))
    both = network.add(ADDITION, "both", (fine, narrow), 6)
    average = network.add(GLOBAL_AVERAGE, "average", (both,), 6)
    gate = network.add(CONVOLUTION, "gate", (average,), 6, centred(1), LOGISTIC)
    scaled = network.add(CHANNEL_SCALE, "scaled", (fine, gate), 6)
    joined = network.add(ADDITION, "joined", (scaled, narrow), 6)
    network.model.outputs = (network.add(TRANSPOSED_2X2, "matte", (joined,), 1, None, LOGISTIC),)
    return network.model


def difference(model: Model, other: Model) -> float:
    """Return the largest difference of the outputs of two networks on the same picture."""
    rgb = np.random.default_rng(3).random((*SHAPE, 3), dtype=np.float32)
    pairs = zip(outputs(model, rgb).values(), outputs(other, rgb).values(), strict=True)
    return max(float(np.abs(first - second).max()) for first, second in pairs)


def test_way_up_makes_the_same_with_less_work() -> None:
    """The three rules, together."""
    model = decoder()

    made = rewritten(model)

    names = [operation.name for operation in made.operations]
    averages = ["average_0", "average_1", "average"]
    assert names == ["fine", "coarse", "narrow_small", "narrow", *averages, "gate", "joined", "matte"]
    assert multiply_adds(made) < multiply_adds(model)
    assert difference(model, made) < 1e-5


def test_what_was_rewritten_is_left_alone() -> None:
    """A second time there is nothing to do."""
    made = rewritten(decoder())

    again = rewritten(made)

    assert [operation.name for operation in again.operations] == [operation.name for operation in made.operations]


def test_enlarged_value_that_is_read_twice_stays() -> None:
    """Who else reads it still can."""
    network, _, coarse = started()
    enlarged = network.add(UPSAMPLE_2X, "enlarged", (coarse,), 9)
    narrow = network.add(CONVOLUTION, "narrow", (enlarged,), 6, centred(1))
    network.model.outputs = (narrow, enlarged)

    made = rewritten(network.model)

    assert difference(network.model, made) < 1e-5
    assert len(made.outputs) == 2


@pytest.mark.parametrize("kernel", [1, 3])
def test_convolution_with_an_activation_or_neighbours_stays_after_the_enlargement(kernel: int) -> None:
    """Neither commutes with it."""
    network, _, coarse = started()
    enlarged = network.add(UPSAMPLE_2X, "enlarged", (coarse,), 9)
    activation = RELU if kernel == 1 else 0
    network.model.outputs = (network.add(CONVOLUTION, "narrow", (enlarged,), 6, centred(kernel), activation),)

    made = rewritten(network.model)

    assert [operation.name for operation in made.operations] == ["fine", "coarse", "enlarged", "narrow"]


def test_product_that_is_an_output_is_still_made() -> None:
    """It cannot go into the sum."""
    network, fine, _ = started()
    average = network.add(GLOBAL_AVERAGE, "average", (fine,), 6)
    scaled = network.add(CHANNEL_SCALE, "scaled", (fine, average), 6)
    network.model.outputs = (network.add(ADDITION, "joined", (scaled, fine), 6), scaled)

    made = rewritten(network.model)

    assert difference(network.model, made) < 1e-6
