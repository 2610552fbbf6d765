"""Each operation against its formula, written out."""

import numpy as np
import pytest

from camaleon_training.golden_networks import NETWORKS
from camaleon_training.goldens import ALONE, WITH_HEAD, Single, alone, input_shape
from camaleon_training.interpreter import outputs, values
from camaleon_training.operations import (
    ADDITION,
    AVERAGE_POOL,
    CHANNEL_SCALE,
    CONCATENATION,
    CONVOLUTION,
    DEPTHWISE,
    GLOBAL_AVERAGE,
    HARD_SWISH,
    LOGISTIC,
    MAX_POOL,
    PRELU,
    RELU,
    TRANSPOSED_2X2,
    UPSAMPLE_2X,
    Operation,
    multiply_adds,
    output_size,
    sizes,
)

SINGLES = [*WITH_HEAD, *ALONE]


def windowed(operation: Operation, x: np.ndarray) -> np.ndarray:
    """Carry out an operation with a geometry on (H, W, C_in), window by window."""
    kernel, stride = operation.geometry.kernel, operation.geometry.stride
    top, left, bottom, right = operation.geometry.padding
    border = -np.inf if operation.kind == MAX_POOL else 0.0
    x = np.pad(x.astype(np.float64), ((top, bottom), (left, right), (0, 0)), constant_values=border)
    made = np.empty(output_size(operation, [(x.shape[0] - top - bottom, x.shape[1] - left - right, x.shape[2])]))
    for row, column in np.ndindex(made.shape[:2]):
        window = x[row * stride : row * stride + kernel, column * stride : column * stride + kernel]
        if operation.kind == CONVOLUTION:
            made[row, column] = (operation.weight * window).sum(axis=(1, 2, 3)) + operation.bias
        elif operation.kind == DEPTHWISE:
            made[row, column] = (operation.weight * window.transpose(2, 0, 1)).sum(axis=(1, 2)) + operation.bias
        else:
            made[row, column] = {MAX_POOL: np.max, AVERAGE_POOL: np.mean}[operation.kind](window, axis=(0, 1))
    return made


def doubled(x: np.ndarray) -> np.ndarray:
    """Double the first axis, ¾ of the nearer and ¼ of the farther neighbour, the edge repeated."""
    before, after = np.concatenate([x[:1], x[:-1]]), np.concatenate([x[1:], x[-1:]])
    return np.stack([0.25 * before + 0.75 * x, 0.75 * x + 0.25 * after], axis=1).reshape(-1, *x.shape[1:])


def formula(operation: Operation, inputs: list[np.ndarray]) -> np.ndarray:
    """Carry out an operation on inputs (H, W, C) as docs/model-format.md says it."""
    x = inputs[0].astype(np.float64)
    if operation.kind == CONCATENATION:
        made = np.concatenate(inputs, axis=2)
    elif operation.kind == ADDITION:
        made = np.zeros(np.max([value.shape for value in inputs], axis=0))
        for value in inputs:
            made += np.pad(value, [(0, whole - part) for whole, part in zip(made.shape, value.shape, strict=True)])
    elif operation.kind == CHANNEL_SCALE:
        made = x * inputs[1] + sum(inputs[2:])
    elif operation.kind == UPSAMPLE_2X:
        made = doubled(doubled(x).swapaxes(0, 1)).swapaxes(0, 1)
    elif operation.kind == GLOBAL_AVERAGE:
        made = x.mean(axis=(0, 1), keepdims=True)
    elif operation.kind == TRANSPOSED_2X2:
        made = np.empty((2 * x.shape[0], 2 * x.shape[1], operation.channels))
        for row, column in np.ndindex(made.shape[:2]):
            weight = operation.weight[:, row % 2, column % 2].astype(np.float64)  # (C_out, C_in)
            made[row, column] = weight @ x[row // 2, column // 2] + operation.bias
    else:
        made = windowed(operation, x)
    if operation.activation == HARD_SWISH:
        return made * np.clip(made / 6 + 0.5, 0, 1)
    if operation.activation == PRELU:
        return np.where(made < 0, operation.slopes * made, made)
    if operation.activation == LOGISTIC:
        return 1 / (1 + np.exp(-made))
    return np.maximum(made, 0) if operation.activation == RELU else made


@pytest.mark.parametrize("case", ALONE, ids=lambda case: f"{case.name} of {case.shape}")
def test_single_operation_equals_its_formula(case: Single) -> None:
    """Odd sizes, strides, uneven padding, every activation."""
    model = alone(case)
    made = values(model, np.random.default_rng(1).random((*input_shape(case), case.c_in), dtype=np.float32))

    for operation, actual in zip(model.operations, made[1:], strict=True):
        expected = formula(operation, [made[value] for value in operation.inputs])
        np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_operation_of_a_network_equals_its_formula(name: str) -> None:
    """Sums and concatenations among them."""
    make, shape = NETWORKS[name]
    model = make(shape)
    made = values(model, np.random.default_rng(2).random((*shape, 3), dtype=np.float32))

    for operation, actual in zip(model.operations, made[1:], strict=True):
        expected = formula(operation, [made[value] for value in operation.inputs])
        np.testing.assert_allclose(actual, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", NETWORKS)
def test_sizes_are_foreseen(name: str) -> None:
    """What the shapes say is what the network makes."""
    make, shape = NETWORKS[name]
    model = make(shape)

    made = values(model, np.zeros((*shape, 3), np.float32))

    assert [value.shape for value in made] == sizes(model)


def test_residual_network_adds_values_of_unequal_heights_widths_and_depths() -> None:
    """The golden would prove nothing otherwise."""
    make, shape = NETWORKS["recognition-tiny"]
    model = make(shape)
    made = sizes(model)

    unequal = [
        [made[value] for value in operation.inputs]
        for operation in model.operations
        if operation.kind == ADDITION and len({made[value] for value in operation.inputs}) > 1
    ]

    assert unequal == [[(3, 4, 8), (3, 4, 16)], [(1, 2, 16), (1, 1, 20)]]


def test_outputs_come_in_the_files_order_by_name() -> None:
    """Four maps of two scales."""
    make, shape = NETWORKS["detector-tiny"]

    made = outputs(make(shape), np.zeros((*shape, 3), np.float32))

    assert {name: map_.shape for name, map_ in made.items()} == {
        "scores.fine": (8, 6, 2),
        "scores.coarse": (4, 3, 6),
        "boxes.fine": (8, 6, 32),
        "boxes.coarse": (4, 3, 96),
    }


def test_multiply_adds_count_each_weight_once_a_pixel_it_serves() -> None:
    """A transposed convolution's output pixel uses one tap of four."""
    cases = {case.name: alone(case) for case in ALONE}

    assert multiply_adds(cases["conv3x3-stride2-valid"]) == 17 * 8 * 9 * 8 * 16
    assert multiply_adds(cases["transposed2x2-prelu"]) == 2 * 3 * 4 * 8 * 13
