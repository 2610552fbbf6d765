"""What a model file describes: operations in order, their weights, and the shapes that they make."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

Size = tuple[int, int, int]  # (H, W, C)

CONVOLUTION, DEPTHWISE, TRANSPOSED_2X2, MAX_POOL = 1, 2, 3, 4
CONCATENATION, ADDITION, AVERAGE_POOL, GLOBAL_AVERAGE = 5, 6, 7, 8
CHANNEL_SCALE, UPSAMPLE_2X = 9, 10
WEIGHTED = (CONVOLUTION, DEPTHWISE, TRANSPOSED_2X2)
WITH_GEOMETRY = (CONVOLUTION, DEPTHWISE, MAX_POOL, AVERAGE_POOL)
JOINING = (CONCATENATION, ADDITION, CHANNEL_SCALE)  # of several values; the others read one
KEEPING_CHANNELS = (DEPTHWISE, MAX_POOL, AVERAGE_POOL, GLOBAL_AVERAGE, UPSAMPLE_2X)
NONE, RELU, LOGISTIC, PRELU, HARD_SWISH = 0, 1, 2, 3, 4
ACTIVATED = (*WEIGHTED, ADDITION)  # what may have an activation

MOST_OPERATIONS, MOST_OUTPUTS, MOST_CHANNELS, LARGEST_KERNEL, LONGEST_STRIDE = 512, 8, 4096, 15, 4


@dataclass(frozen=True)
class Geometry:
    """A square kernel's side, its stride, and how many zeros border the input on each side; in pixels."""

    kernel: int
    stride: int = 1
    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0

    @property
    def padding(self) -> tuple[int, int, int, int]:
        """Return top, left, bottom, right."""
        return self.top, self.left, self.bottom, self.right

    def output(self, height: int, width: int) -> tuple[int, int]:
        """Return the output's height and width; not positive where the kernel does not fit."""
        rows, columns = height + self.top + self.bottom, width + self.left + self.right
        return (rows - self.kernel) // self.stride + 1, (columns - self.kernel) // self.stride + 1


def centred(kernel: int) -> Geometry:
    """Return the geometry of an odd kernel that keeps the size."""
    return Geometry(kernel, 1, *(kernel // 2,) * 4)


@dataclass
class Operation:
    """One operation; it makes the value after those of the operations before it, value 0 being the input."""

    kind: int
    name: str
    inputs: tuple[int, ...]
    channels: int  # of the output
    activation: int = NONE
    geometry: Geometry | None = None
    weight: np.ndarray | None = None  # (C_out, K, K, C_in); depthwise (C, K, K)
    bias: np.ndarray | None = None  # (C_out,)
    slopes: np.ndarray | None = None  # (C_out,), what PReLU multiplies negative values by

    def weight_shape(self, c_in: int) -> tuple[int, ...]:
        """Return the shape of the weights for a number of input channels; of the kinds that have weights."""
        side = 2 if self.kind == TRANSPOSED_2X2 else self.geometry.kernel
        return (self.channels, side, side) if self.kind == DEPTHWISE else (self.channels, side, side, c_in)


@dataclass
class Model:
    """What a model file holds; the network's input is (rgb − mean) · scale, rgb in 0…1."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    operations: list[Operation] = field(default_factory=list)
    default_size: tuple[int, int] = (256, 144)  # width, height
    outputs: tuple[int, ...] = ()  # values

    def channels(self, value: int) -> int:
        """Return how many channels a value has."""
        return len(self.mean) if value == 0 else self.operations[value - 1].channels

    def add(self, operation: Operation) -> int:
        """Append an operation and return the value that it makes."""
        self.operations.append(operation)
        return len(self.operations)


def scaled(operation: Operation, sizes: list[Size]) -> Size:
    """Return the size of a scaling of channels: a map's, by a gate of one pixel, plus perhaps a map of its size."""
    size, gate, *addend = sizes
    if gate != (1, 1, size[2]) or any(other != size for other in addend):
        raise ValueError(f"{operation.name} scales a value of size {size}, but reads {sizes[1:]}")
    return size


def joined(operation: Operation, sizes: list[Size]) -> Size:
    """Return the size of what an operation makes of several values of sizes (H, W, C)."""
    if operation.kind == CHANNEL_SCALE:
        return scaled(operation, sizes)
    heights, widths, channels = zip(*sizes, strict=True)
    if operation.kind == ADDITION:
        return max(heights), max(widths), max(channels)
    if len(set(heights)) > 1 or len(set(widths)) > 1:
        raise ValueError(f"{operation.name} joins values of different heights or widths: {sizes}")
    return heights[0], widths[0], sum(channels)


def output_size(operation: Operation, sizes: list[Size]) -> Size:
    """Return the size of an operation's output for inputs of sizes (H, W, C).

    Raises:
        ValueError: The inputs do not fit the operation.
    """
    if operation.kind in JOINING:
        size = joined(operation, sizes)
    else:
        height, width, c_in = sizes[0]
        if operation.kind in (TRANSPOSED_2X2, UPSAMPLE_2X):
            height, width = 2 * height, 2 * width
        elif operation.kind == GLOBAL_AVERAGE:
            height, width = 1, 1
        else:
            height, width = operation.geometry.output(height, width)
        size = (height, width, c_in if operation.kind in KEEPING_CHANNELS else operation.channels)
    if min(size) < 1 or size[2] != operation.channels:
        raise ValueError(f"{operation.name} has {operation.channels} channels, but makes {size} of {sizes}")
    return size


def sizes(model: Model, width: int | None = None, height: int | None = None) -> list[Size]:
    """Return the size (H, W, C) of every value, at the size that the model was trained for unless another is given."""
    values = [(height or model.default_size[1], width or model.default_size[0], len(model.mean))]
    for operation in model.operations:
        values.append(output_size(operation, [values[value] for value in operation.inputs]))
    return values


def multiply_adds(model: Model) -> int:
    """Count the multiplications of weights in one inference at the size that the model was trained for."""
    total = 0
    for operation, size in zip(model.operations, sizes(model)[1:], strict=True):
        if operation.kind in WEIGHTED:
            pixels = size[0] * size[1] // (4 if operation.kind == TRANSPOSED_2X2 else 1)
            total += pixels * operation.weight.size
    return total
