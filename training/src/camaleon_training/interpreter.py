"""Run a model file's network operation by operation: plain, slow, and by PyTorch's own kernels."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .operations import (
    ADDITION,
    AVERAGE_POOL,
    CHANNEL_SCALE,
    CONCATENATION,
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
    Geometry,
    Model,
    Operation,
)


def single(values: np.ndarray) -> Tensor:
    """Return an array in single precision."""
    return torch.from_numpy(values.astype(np.float32))


ACTIVATIONS = {NONE: lambda x: x, RELU: torch.relu, LOGISTIC: torch.sigmoid, HARD_SWISH: functional.hardswish}


def activated(x: Tensor, operation: Operation) -> Tensor:
    """Apply an operation's activation to (B, C, H, W)."""
    if operation.activation == PRELU:
        return functional.prelu(x, single(operation.slopes))
    return ACTIVATIONS[operation.activation](x)


def padded(x: Tensor, geometry: Geometry, value: float = 0) -> Tensor:
    """Put a geometry's border around (1, C, H, W)."""
    return functional.pad(x, (geometry.left, geometry.right, geometry.top, geometry.bottom), value=value)


def added(inputs: list[Tensor]) -> Tensor:
    """Add values (1, C, H, W) of any sizes; beyond its extent a value is zero."""
    channels, height, width = (max(x.shape[axis] for x in inputs) for axis in (1, 2, 3))
    if len({x.shape for x in inputs}) == 1:
        return sum(inputs[1:], inputs[0])
    total = torch.zeros(len(inputs[0]), channels, height, width)
    for x in inputs:
        total[:, : x.shape[1], : x.shape[2], : x.shape[3]] += x
    return total


def without_weights(operation: Operation, inputs: list[Tensor]) -> Tensor:
    """Carry out an operation that has no weights on inputs (B, C_in, H, W)."""
    x, geometry = inputs[0], operation.geometry
    if operation.kind == CONCATENATION:
        return torch.cat(inputs, dim=1)
    if operation.kind == ADDITION:
        return added(inputs)
    if operation.kind == CHANNEL_SCALE:
        return sum(inputs[2:], x * inputs[1])
    if operation.kind == UPSAMPLE_2X:
        return functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
    if operation.kind == GLOBAL_AVERAGE:
        return x.mean(dim=(2, 3), keepdim=True)
    if operation.kind == AVERAGE_POOL:
        return functional.avg_pool2d(x, geometry.kernel, geometry.stride)
    assert operation.kind == MAX_POOL
    return functional.max_pool2d(padded(x, geometry, -torch.inf), geometry.kernel, geometry.stride)


def convolved(operation: Operation, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Carry out a convolution of one of the three kinds on an input (B, C_in, H, W); the weights as in the file."""
    geometry = operation.geometry
    if operation.kind == TRANSPOSED_2X2:
        return functional.conv_transpose2d(x, weight.permute(3, 0, 1, 2), bias, stride=2)
    groups = len(weight) if operation.kind == DEPTHWISE else 1
    filters = weight[:, None] if operation.kind == DEPTHWISE else weight.permute(0, 3, 1, 2)
    if geometry.padding == (geometry.top,) * 4:
        return functional.conv2d(x, filters, bias, geometry.stride, geometry.top, groups=groups)
    return functional.conv2d(padded(x, geometry), filters, bias, geometry.stride, groups=groups)


def result(operation: Operation, inputs: list[Tensor]) -> Tensor:
    """Carry out one operation on inputs (B, C_in, H, W) with its weights, in single precision."""
    if operation.weight is None:
        return activated(without_weights(operation, inputs), operation)
    return activated(convolved(operation, inputs[0], single(operation.weight), single(operation.bias)), operation)


@torch.inference_mode()
def values(model: Model, rgb: np.ndarray) -> list[np.ndarray]:
    """Run a network on rgb (H, W, C), 0…1; return the normalised input and every operation's output, (H, W, C)."""
    x = (rgb - np.float32(model.mean)) * np.float32(model.scale)
    made = [torch.from_numpy(x).permute(2, 0, 1)[None]]  # (1, C, H, W)
    for operation in model.operations:
        made.append(result(operation, [made[value] for value in operation.inputs]))
    return [value[0].permute(1, 2, 0).numpy() for value in made]  # (H, W, C)


def activations(model: Model, rgb: np.ndarray) -> dict[str, np.ndarray]:
    """Run a network on rgb (H, W, C), 0…1; return rgb as ``input``, and every operation's output by name."""
    names = [operation.name for operation in model.operations]
    return {"input": rgb} | dict(zip(names, values(model, rgb)[1:], strict=True))


def outputs(model: Model, rgb: np.ndarray) -> dict[str, np.ndarray]:
    """Run a network on rgb (H, W, C), 0…1; return its outputs (H, W, C) by their operations' names."""
    made = values(model, rgb)
    return {model.operations[value - 1].name: made[value] for value in model.outputs}
