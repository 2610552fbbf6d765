"""Golden activations: a second implementation of each operation, PyTorch's, on seeded inputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .cml import (
    CONCATENATION,
    CONVOLUTION_1X1,
    CONVOLUTION_3X3,
    MAX_POOL_2X2,
    NONE,
    RELU,
    SIGMOID,
    TRANSPOSED_2X2,
    Model,
    Operation,
    encoded,
    golden,
)
from .config import Shape

SINGLE = (  # kind, name, shape of the operation's input, input channels, output channels
    (CONVOLUTION_3X3, "conv3x3", (5, 7), 3, 5),
    (CONVOLUTION_3X3, "conv3x3", (1, 1), 4, 8),
    (CONVOLUTION_3X3, "conv3x3", (13, 18), 8, 16),
    (CONVOLUTION_3X3, "conv3x3", (9, 11), 16, 24),
    (CONVOLUTION_3X3, "conv3x3", (6, 3), 20, 32),
    (CONVOLUTION_1X1, "conv1x1", (5, 7), 3, 5),
    (CONVOLUTION_1X1, "conv1x1", (1, 1), 7, 9),
    (CONVOLUTION_1X1, "conv1x1", (4, 9), 16, 8),
    (TRANSPOSED_2X2, "transposed2x2", (3, 5), 5, 3),
    (TRANSPOSED_2X2, "transposed2x2", (1, 1), 8, 8),
    (TRANSPOSED_2X2, "transposed2x2", (7, 2), 16, 24),
    (MAX_POOL_2X2, "maxpool2x2", (6, 10), 3, 3),
    (MAX_POOL_2X2, "maxpool2x2", (2, 2), 8, 8),
    (MAX_POOL_2X2, "maxpool2x2", (4, 14), 13, 13),
)


def activated(values: Tensor, activation: int) -> Tensor:
    """Apply an activation."""
    return {NONE: lambda x: x, RELU: torch.relu, SIGMOID: torch.sigmoid}[activation](values)


def result(operation: Operation, inputs: list[Tensor]) -> Tensor:
    """Carry out one operation on inputs (1, C_in, H, W) with the file's weights, in single precision."""
    if operation.kind == CONCATENATION:
        return torch.cat(inputs, dim=1)
    if operation.kind == MAX_POOL_2X2:
        return functional.max_pool2d(inputs[0], 2)
    weight = torch.from_numpy(operation.weight.astype(np.float32))  # (C_out, K, K, C_in)
    bias = torch.from_numpy(operation.bias.astype(np.float32))
    if operation.kind == TRANSPOSED_2X2:
        values = functional.conv_transpose2d(inputs[0], weight.permute(3, 0, 1, 2), bias, stride=2)
    else:
        padding = 1 if operation.kind == CONVOLUTION_3X3 else 0
        values = functional.conv2d(inputs[0], weight.permute(0, 3, 1, 2), bias, padding=padding)
    return activated(values, operation.activation)


@torch.inference_mode()
def activations(model: Model, rgb: np.ndarray) -> dict[str, np.ndarray]:
    """Run a model file's network on rgb (H, W, C), 0…1; return its input and every operation's output, (H, W, C)."""
    x = (rgb - np.float32(model.mean)) * np.float32(model.scale)
    values = [torch.from_numpy(x).permute(2, 0, 1)[None]]  # (1, C, H, W)
    outputs = {"input": rgb}
    for operation in model.operations:
        values.append(result(operation, [values[index] for index in operation.inputs]))
        outputs[operation.name] = values[-1][0].permute(1, 2, 0).numpy()
    return outputs


def random_operation(rng: np.random.Generator, kind: int, name: str, inputs: tuple[int, int], c_out: int) -> Operation:
    """Make an operation with seeded weights; ``inputs`` is its input value and that value's channels."""
    value, c_in = inputs
    size = {CONVOLUTION_3X3: 3, CONVOLUTION_1X1: 1, TRANSPOSED_2X2: 2}.get(kind)
    operation = Operation(kind, name, (value,), c_out)
    if size is not None:
        spread = np.sqrt(2 / (c_in * size * size))
        operation.weight = rng.normal(0, spread, (c_out, size, size, c_in)).astype(np.float16)
        operation.bias = rng.normal(0, 0.2, c_out).astype(np.float32)
    return operation


def single(kind: int, name: str, c_in: int, c_out: int) -> Model:
    """Make a network of one operation, what brings the size back, and the 1×1 sigmoid head of every model file."""
    rng = np.random.default_rng((kind, c_in, c_out))
    operations: list[Operation] = []
    if kind == TRANSPOSED_2X2:
        operations.append(Operation(MAX_POOL_2X2, "halved", (0,), c_in))
    operations.append(random_operation(rng, kind, name, (len(operations), c_in), c_out))
    operations[-1].activation = RELU if kind == CONVOLUTION_3X3 else NONE
    if kind == MAX_POOL_2X2:
        operations.append(random_operation(rng, TRANSPOSED_2X2, "doubled", (1, c_out), c_out))
    operations.append(random_operation(rng, CONVOLUTION_1X1, "head", (len(operations), c_out), 1))
    operations[-1].activation = SIGMOID
    return Model((0.5,) * c_in, (2.0,) * c_in, operations)


def write(folder: Path, name: str, model: Model, shape: Shape) -> None:
    """Write a model and its activations on a seeded input of a shape."""
    (folder / f"{name}.cml").write_bytes(encoded(model))
    write_golden(folder / f"{name}.golden", model, shape)


def write_golden(path: Path, model: Model, shape: Shape) -> None:
    """Write a model's activations on a seeded input of a shape."""
    rgb = np.random.default_rng(shape).random((*shape, len(model.mean)), dtype=np.float32)
    path.write_bytes(golden(activations(model, rgb)))


def write_singles(folder: Path) -> None:
    """Write the goldens of single operations."""
    for kind, name, shape, c_in, c_out in SINGLE:
        file = f"{name}-{shape[0]}x{shape[1]}-c{c_in}-c{c_out}"
        whole = (2 * shape[0], 2 * shape[1]) if kind == TRANSPOSED_2X2 else shape  # which is pooled first
        write(folder, file, single(kind, name, c_in, c_out), whole)
