"""What every reader of a model file checks, beyond its bytes."""

from __future__ import annotations

import numpy as np

from .operations import (
    ACTIVATED,
    AVERAGE_POOL,
    CHANNEL_SCALE,
    HARD_SWISH,
    JOINING,
    LARGEST_KERNEL,
    LONGEST_STRIDE,
    MOST_CHANNELS,
    MOST_OPERATIONS,
    MOST_OUTPUTS,
    NONE,
    PRELU,
    UPSAMPLE_2X,
    WEIGHTED,
    WITH_GEOMETRY,
    Geometry,
    Model,
    Operation,
    sizes,
)


def require(condition: bool, name: str, what: str) -> None:
    """Raise ValueError with a sentence about an operation unless a condition holds."""
    if not condition:
        raise ValueError(f"{name} {what}")


def check_geometry(operation: Operation, geometry: Geometry) -> None:
    """Raise ValueError if a kernel, stride or padding is out of range."""
    require(1 <= geometry.kernel <= LARGEST_KERNEL, operation.name, f"has a kernel of {geometry.kernel} pixels")
    require(1 <= geometry.stride <= LONGEST_STRIDE, operation.name, f"has a stride of {geometry.stride} pixels")
    require(max(geometry.padding) < geometry.kernel, operation.name, "has more padding than its kernel covers")
    if operation.kind == AVERAGE_POOL:
        require(not any(geometry.padding), operation.name, "averages over padding")


def check_parameters(operation: Operation, c_in: int) -> None:
    """Raise ValueError unless weights, bias and slopes are finite and of the right shapes, and there where needed."""
    expected = {
        "weights": (operation.weight, operation.weight_shape(c_in) if operation.kind in WEIGHTED else None),
        "bias": (operation.bias, (operation.channels,) if operation.kind in WEIGHTED else None),
        "slopes": (operation.slopes, (operation.channels,) if operation.activation == PRELU else None),
    }
    for what, (values, shape) in expected.items():
        actual = None if values is None else values.shape
        require(actual == shape, operation.name, f"has {what} of shape {actual} instead of {shape}")
        require(values is None or bool(np.isfinite(values).all()), operation.name, f"has {what} that are not finite")


def check_operation(model: Model, index: int) -> None:
    """Raise ValueError if an operation's own fields are wrong."""
    operation = model.operations[index]
    name = operation.name
    require(1 <= operation.kind <= UPSAMPLE_2X, name, f"is of the unknown kind {operation.kind}")
    require(NONE <= operation.activation <= HARD_SWISH, name, f"has the unknown activation {operation.activation}")
    require(operation.activation == NONE or operation.kind in ACTIVATED, name, "has an activation, but may not")
    require(1 <= operation.channels <= MOST_CHANNELS, name, f"has {operation.channels} channels")
    require(all(value <= index for value in operation.inputs), name, "reads a value that is made after it")
    count = len(operation.inputs)
    fits = 2 <= count <= 3 if operation.kind == CHANNEL_SCALE else count == 1 or operation.kind in JOINING
    require(count > 0 and fits, name, f"reads {count} values")
    has_geometry = operation.geometry is not None
    require(has_geometry == (operation.kind in WITH_GEOMETRY), name, "has a geometry and needs none, or lacks it")
    if has_geometry:
        check_geometry(operation, operation.geometry)
    check_parameters(operation, model.channels(operation.inputs[0]))


def checked(model: Model) -> Model:
    """Return the model; raise ValueError if a reader of model files would refuse it."""
    require(len(model.operations) <= MOST_OPERATIONS, "the model", f"has {len(model.operations)} operations")
    require(1 <= len(model.outputs) <= MOST_OUTPUTS, "the model", f"has {len(model.outputs)} outputs")
    count = len(model.operations)
    require(all(1 <= value <= count for value in model.outputs), "the model", "has an output that no operation makes")
    require(bool(np.isfinite([*model.mean, *model.scale]).all()), "the model", "has an input range that is not finite")
    for index in range(len(model.operations)):
        check_operation(model, index)
    sizes(model)
    return model
