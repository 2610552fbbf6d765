"""Golden activations: a second implementation of each operation, PyTorch's, on seeded weights and inputs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .cml import decoded, encoded, golden
from .config import Shape
from .interpreter import activations
from .operations import (
    AVERAGE_POOL,
    CONVOLUTION,
    DEPTHWISE,
    GLOBAL_AVERAGE,
    HARD_SWISH,
    LOGISTIC,
    MAX_POOL,
    NONE,
    PRELU,
    RELU,
    TRANSPOSED_2X2,
    UPSAMPLE_2X,
    WEIGHTED,
    Geometry,
    Model,
    Operation,
    centred,
)

HALVING = Geometry(2, 2)


@dataclass(frozen=True)
class Single:
    """A golden of one operation."""

    kind: int
    name: str
    shape: Shape  # of the operation's input
    c_in: int
    c_out: int
    geometry: Geometry | None = None
    activation: int = NONE


WITH_HEAD = (  # an operation, what brings the size back, and a 1×1 head: networks that make a matte
    Single(CONVOLUTION, "conv3x3", (5, 7), 3, 5, centred(3), RELU),
    Single(CONVOLUTION, "conv3x3", (1, 1), 4, 8, centred(3), RELU),
    Single(CONVOLUTION, "conv3x3", (13, 18), 8, 16, centred(3), RELU),
    Single(CONVOLUTION, "conv3x3", (9, 11), 16, 24, centred(3), RELU),
    Single(CONVOLUTION, "conv3x3", (6, 3), 20, 32, centred(3), RELU),
    Single(CONVOLUTION, "conv1x1", (5, 7), 3, 5, centred(1)),
    Single(CONVOLUTION, "conv1x1", (1, 1), 7, 9, centred(1)),
    Single(CONVOLUTION, "conv1x1", (4, 9), 16, 8, centred(1)),
    Single(TRANSPOSED_2X2, "transposed2x2", (3, 5), 5, 3),
    Single(TRANSPOSED_2X2, "transposed2x2", (1, 1), 8, 8),
    Single(TRANSPOSED_2X2, "transposed2x2", (7, 2), 16, 24),
    Single(MAX_POOL, "maxpool2x2", (6, 10), 3, 3, HALVING),
    Single(MAX_POOL, "maxpool2x2", (2, 2), 8, 8, HALVING),
    Single(MAX_POOL, "maxpool2x2", (4, 14), 13, 13, HALVING),
)

ALONE = (
    Single(CONVOLUTION, "conv1x1-prelu", (6, 5), 12, 20, centred(1), PRELU),
    Single(CONVOLUTION, "conv3x3-stride2-valid", (35, 18), 8, 16, Geometry(3, 2)),
    Single(CONVOLUTION, "conv3x3-stride2-same", (12, 16), 3, 16, Geometry(3, 2, 0, 0, 1, 1), PRELU),
    Single(CONVOLUTION, "conv3x3-logistic", (4, 7), 5, 1, centred(3), LOGISTIC),
    Single(CONVOLUTION, "conv3x3-whole", (3, 3), 32, 37, Geometry(3, 3)),
    Single(CONVOLUTION, "conv4x4-stride4", (9, 14), 6, 11, Geometry(4, 4, 3, 0, 0, 2), RELU),
    Single(CONVOLUTION, "conv5x5-stride2-same", (18, 12), 3, 24, Geometry(5, 2, 1, 1, 2, 2), RELU),
    Single(CONVOLUTION, "conv7x7-stride2", (22, 19), 3, 32, Geometry(7, 2), RELU),
    Single(CONVOLUTION, "conv3x3-stride3", (11, 10), 9, 8, Geometry(3, 3, 2, 1, 0, 0)),
    Single(DEPTHWISE, "depthwise3x3", (7, 9), 5, 5, centred(3)),
    Single(DEPTHWISE, "depthwise3x3", (1, 1), 8, 8, centred(3)),
    Single(DEPTHWISE, "depthwise3x3-stride2-same", (8, 6), 28, 28, Geometry(3, 2, 0, 0, 1, 1)),
    Single(DEPTHWISE, "depthwise3x3-stride2-odd", (11, 7), 42, 42, Geometry(3, 2, 1, 1, 1, 1), PRELU),
    Single(DEPTHWISE, "depthwise5x5-relu", (9, 6), 16, 16, centred(5), RELU),
    Single(DEPTHWISE, "depthwise5x5-hardswish", (7, 19), 8, 8, centred(5), HARD_SWISH),
    Single(DEPTHWISE, "depthwise5x5-stride2-same", (12, 22), 20, 20, Geometry(5, 2, 1, 1, 2, 2)),
    Single(CONVOLUTION, "conv1x1-hardswish", (5, 6), 9, 17, centred(1), HARD_SWISH),
    Single(TRANSPOSED_2X2, "transposed2x2-prelu", (2, 3), 8, 13, None, PRELU),
    Single(TRANSPOSED_2X2, "transposed2x2-matte", (5, 7), 16, 1, None, LOGISTIC),
    Single(TRANSPOSED_2X2, "transposed2x2-matte", (1, 1), 5, 1, None, LOGISTIC),
    Single(UPSAMPLE_2X, "upsample2x", (5, 7), 13, 13),
    Single(UPSAMPLE_2X, "upsample2x", (1, 1), 8, 8),
    Single(MAX_POOL, "maxpool3x3-stride2", (16, 11), 9, 9, Geometry(3, 2)),
    Single(MAX_POOL, "maxpool3x3-padded", (6, 9), 8, 8, Geometry(3, 2, 0, 1, 1, 0)),
    Single(MAX_POOL, "maxpool2x2-odd", (5, 9), 16, 16, HALVING),
    Single(AVERAGE_POOL, "averagepool2x2-odd", (9, 7), 13, 13, HALVING),
    Single(AVERAGE_POOL, "averagepool3x3", (5, 4), 8, 8, Geometry(3)),
    Single(GLOBAL_AVERAGE, "globalaverage", (4, 5), 21, 21),
    Single(GLOBAL_AVERAGE, "globalaverage", (1, 1), 8, 8),
)


@dataclass
class Builder:
    """Adds operations with seeded weights to a model."""

    model: Model
    rng: np.random.Generator

    def add(
        self,
        kind: int,
        name: str,
        inputs: tuple[int, ...],
        channels: int,
        geometry: Geometry | None = None,
        activation: int = NONE,
    ) -> int:
        """Append an operation and return the value that it makes."""
        operation = Operation(kind, name, inputs, channels, activation, geometry)
        if kind in WEIGHTED:
            shape = operation.weight_shape(self.model.channels(inputs[0]))
            spread = np.sqrt(2 / np.prod(shape[1:]))
            operation.weight = self.rng.normal(0, spread, shape).astype(np.float16)
            operation.bias = self.rng.normal(0, 0.2, channels).astype(np.float32)
        if activation == PRELU:
            operation.slopes = self.rng.uniform(-0.5, 1.5, channels).astype(np.float32)
        return self.model.add(operation)


def builder(channels: int, shape: Shape, seed: tuple[int, ...], mean: float = 0.5) -> Builder:
    """Start a model for inputs of a shape."""
    model = Model((mean,) * channels, (2.0,) * channels, [], (shape[1], shape[0]))
    return Builder(model, np.random.default_rng(seed))


def input_shape(case: Single) -> Shape:
    """Return the network's input, which a transposed convolution needs pooled first."""
    return (2 * case.shape[0], 2 * case.shape[1]) if case.kind == TRANSPOSED_2X2 else case.shape


def started(case: Single, seed: int) -> Builder:
    """Start a network with the operation itself; nothing but negative values goes into a padded pooling."""
    is_padded_pool = case.kind == MAX_POOL and any(case.geometry.padding)
    network = builder(case.c_in, input_shape(case), (seed, case.c_in, case.c_out), 1.0 if is_padded_pool else 0.5)
    value = 0
    if case.kind == TRANSPOSED_2X2:
        value = network.add(MAX_POOL, "halved", (0,), case.c_in, HALVING)
    network.add(case.kind, case.name, (value,), case.c_out, case.geometry, case.activation)
    return network


def alone(case: Single) -> Model:
    """Make a network of one operation."""
    network = started(case, case.kind)
    network.model.outputs = (len(network.model.operations),)
    return network.model


def with_head(case: Single) -> Model:
    """Make a network of one operation, what brings the size back, and a 1×1 logistic head."""
    seeds = {"conv3x3": 1, "conv1x1": 2, "transposed2x2": 3, "maxpool2x2": 4}  # as they always were
    network = started(case, seeds[case.name])
    value = len(network.model.operations)
    if case.kind == MAX_POOL:
        value = network.add(TRANSPOSED_2X2, "doubled", (value,), case.c_out)
    network.model.outputs = (network.add(CONVOLUTION, "head", (value,), 1, centred(1), LOGISTIC),)
    return network.model


def write(folder: Path, name: str, model: Model, shape: Shape) -> None:
    """Write a model, and the activations of what the file holds on a seeded input of a shape."""
    data = encoded(model)
    (folder / f"{name}.cml").write_bytes(data)
    write_golden(folder / f"{name}.golden", decoded(data), shape)


def write_golden(path: Path, model: Model, shape: Shape) -> None:
    """Write a model's activations on a seeded input of a shape."""
    rgb = np.random.default_rng(shape).random((*shape, len(model.mean)), dtype=np.float32)
    path.write_bytes(golden(activations(model, rgb)))


def write_singles(folder: Path) -> None:
    """Write the goldens of single operations."""
    for cases, make in ((WITH_HEAD, with_head), (ALONE, alone)):
        for case in cases:
            file = f"{case.name}-{case.shape[0]}x{case.shape[1]}-c{case.c_in}-c{case.c_out}"
            write(folder, file, make(case), input_shape(case))
