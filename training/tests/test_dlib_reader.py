"""The reader of dlib's recognition network, on small files of the same shape."""

import numpy as np
import pytest
import torch
from torch.nn import functional

import tiny_dlib
from camaleon_training.dlib_reader import converted
from camaleon_training.dlib_stream import Stream
from camaleon_training.interpreter import outputs
from camaleon_training.operations import ADDITION, sizes

HEIGHT, WIDTH = 29, 33  # 12 × 14 after the first convolution, then 5 × 6, then 2 × 2 and 2 × 3


def tiny() -> bytes:
    """Return a whole file."""
    return tiny_dlib.file(tiny_dlib.random_layers(np.random.default_rng(1)), HEIGHT, WIDTH)


def test_network_becomes_blocks_with_unequal_sums() -> None:
    """Two sums, the second of a smaller value and a shallower one."""
    model = converted(tiny(), "embedding")
    made = sizes(model)

    sums = [[made[value] for value in step.inputs] for step in model.operations if step.kind == ADDITION]

    assert sums == [[(5, 6, 4), (5, 6, 4)], [(2, 3, 4), (2, 2, 6)]]
    assert [made[value] for value in model.outputs] == [(1, 1, 5)]
    assert model.default_size == (WIDTH, HEIGHT)


def test_input_range_is_dlibs() -> None:
    """(value − mean) / 256 of values in 0…255, in terms of 0…1."""
    model = converted(tiny(), "embedding")

    np.testing.assert_allclose(model.mean, (0.2, 0.4, 0.6))
    np.testing.assert_allclose(model.scale, (255 / 256,) * 3)


def test_affine_layers_are_folded() -> None:
    """One convolution and its affine layer equal the folded convolution."""
    rng = np.random.default_rng(2)
    weights, bias = rng.normal(0, 0.3, (4, 3, 3, 3)), rng.normal(0, 0.3, 4)
    scales, shifts = rng.uniform(0.5, 2, 4), rng.normal(0, 0.3, 4)
    layers = [tiny_dlib.convolution(weights, bias, 1), tiny_dlib.affine(scales, shifts)]
    rgb = rng.random((6, 5, 3), dtype=np.float32)

    model = converted(tiny_dlib.file(layers, 6, 5), "scaled")
    made = outputs(model, rgb)["scaled"]

    x = torch.from_numpy((rgb - np.array([0.2, 0.4, 0.6])) * 255 / 256).permute(2, 0, 1)[None]
    plain = functional.conv2d(x, torch.from_numpy(weights), torch.from_numpy(bias), padding=1)[0].permute(1, 2, 0)
    np.testing.assert_allclose(made, plain.numpy() * scales + shifts, rtol=1e-5, atol=1e-5)


def test_fully_connected_layer_multiplies_its_input_from_the_left() -> None:
    """Weights are (C_in, C_out) in the file."""
    weights = np.arange(15.0).reshape(3, 5)
    layers = [tiny_dlib.pooling("avg_pool_2", 0, 0, 1, 1, 0, 0), tiny_dlib.connected(weights)]
    rgb = np.full((2, 2, 3), (0.5, 0.25, 1), np.float32)

    made = outputs(converted(tiny_dlib.file(layers, 2, 2), "embedding"), rgb)["embedding"]

    x = (np.array([0.5, 0.25, 1]) - [0.2, 0.4, 0.6]) * 255 / 256
    np.testing.assert_allclose(made[0, 0], x @ weights, rtol=1e-5)


def test_file_that_ends_early_is_refused_wherever_it_ends() -> None:
    """With a sentence, whatever is cut off."""
    data = tiny()
    rng = np.random.default_rng(3)

    for end in {*range(400), *rng.integers(400, len(data), 200).tolist(), len(data) - 1}:
        with pytest.raises(ValueError, match=r".+"):
            converted(data[:end], "embedding")


def test_damaged_file_never_fails_otherwise_than_with_a_sentence() -> None:
    """Any byte, changed to any other."""
    data = tiny()
    rng = np.random.default_rng(4)

    for _ in range(500):
        damaged = bytearray(data)
        damaged[rng.integers(0, 600)] = rng.integers(0, 256)
        try:
            converted(bytes(damaged), "embedding")
        except ValueError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([tiny_dlib.text("bn_con2")], "'bn_con2'"),
        ([tiny_dlib.text("add_prev_")], "no tagged value"),
        ([tiny_dlib.text("relu_")], "folded"),
        ([tiny_dlib.pooling("max_pool_2", 3, 2, 1, 1, 0, 0)], "not square"),
        ([tiny_dlib.pooling("max_pool_2", 2, 2, 2, 2, 0, 0), 3, tiny_dlib.text("relu_")], "3 tags in a row"),
        ([tiny_dlib.pooling("max_pool_2", 2, 2, 2, 2, 0, 0), 1], "last layers are tags"),
        ([tiny_dlib.pooling("max_pool_2", 2, 2, 2, 2, 0, 0), tiny_dlib.connected(np.ones((3, 2)))], "no average"),
        ([tiny_dlib.convolution(np.ones((2, 4, 3, 3)), np.ones(2), 1)], "of 3 channels has 74 parameters"),
    ],
)
def test_other_networks_are_refused(layers: list[bytes | int], words: str) -> None:
    """Layers and orders that the recognition network does not have."""
    with pytest.raises(ValueError, match=words):
        converted(tiny_dlib.file(layers, 8, 8), "embedding")


@pytest.mark.parametrize("value", [0, 1, 255, 256, -1, -28, 10_736_394, 2**40])
def test_integers_are_read_back(value: int) -> None:
    """With their signs."""
    assert Stream(tiny_dlib.integer(value)).integer() == value
