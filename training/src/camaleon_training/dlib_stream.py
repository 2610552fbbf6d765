"""Read dlib's serialised numbers, tensors and layers.

Source: dlib 19.24, dlib/serialize.h, dlib/float_details.h, dlib/cuda/tensor.h, dlib/dnn/core.h, layers.h, input.h.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .cml import Cursor

TENSOR_VERSION, ALIAS_VERSION = 2, 1


@dataclass(frozen=True)
class Window:
    """What a layer that slides over its input has, in pixels: rows, columns, strides and paddings."""

    rows: int
    columns: int
    stride_y: int
    stride_x: int
    padding_y: int
    padding_x: int


@dataclass(frozen=True)
class Layer:
    """One layer: its name with the version of its layout, and what it was serialised with."""

    name: str
    parameters: np.ndarray | None = None  # (N, K, H, W), as dlib calls the axes
    window: Window | None = None
    outputs: int = 0


class Stream(Cursor):
    """Reads dlib's portable serialisation from its start."""

    def integer(self) -> int:
        """Read an integer: a byte with its length and, in the highest bit, its sign; then its magnitude."""
        (control,) = self.take(1)
        size = control & 0x0F
        if control & 0x70 or not 1 <= size <= 8:
            raise ValueError(f"byte {self.offset - 1} begins no integer; this is no file of dlib's, or damaged")
        magnitude = int.from_bytes(self.take(size), "little")
        return -magnitude if control & 0x80 else magnitude

    def natural(self) -> int:
        """Read an integer that counts something."""
        value = self.integer()
        if value < 0:
            raise ValueError(f"there is a negative count before byte {self.offset}")
        return value

    def floating(self) -> float:
        """Read a floating-point number: its mantissa as an integer, and its exponent to the base 2."""
        mantissa, exponent = self.integer(), self.integer()
        if abs(exponent) > 1100:  # dlib writes infinities and NaN as exponents of 32,000 and more
            raise ValueError(f"the number before byte {self.offset} is not finite")
        return math.ldexp(mantissa, exponent)

    def text(self) -> str:
        """Read a short string."""
        return self.take(self.natural()).decode("ascii", errors="replace")

    def expect(self, version: int, what: str) -> None:
        """Read an integer; raise ValueError unless it is a version that this reader knows."""
        found = self.integer()
        if found != version:
            raise ValueError(f"{what} has version {found} before byte {self.offset}, and only {version} is supported")

    def flags(self, count: int) -> None:
        """Read truth values."""
        if not set(self.take(count)) <= set(b"01"):
            raise ValueError(f"byte {self.offset - count} begins no truth values")

    def tensor(self) -> np.ndarray:
        """Read a tensor (N, K, H, W)."""
        self.expect(TENSOR_VERSION, "a tensor")
        return self.array("<f4", tuple(self.natural() for _ in range(4)))

    def alias(self) -> None:
        """Read the shape of a part of the parameters; it follows from the layer's other fields."""
        self.expect(ALIAS_VERSION, "a tensor's part")
        for _ in range(4):
            self.natural()

    def window(self) -> Window:
        """Read what a sliding layer has."""
        return Window(*(self.natural() for _ in range(6)))

    def multipliers(self) -> None:
        """Read the learning rate's and weight decay's multipliers, which training alone uses."""
        for _ in range(4):
            self.floating()

    def convolution(self, name: str) -> Layer:
        """Read a convolution: its parameters are the weights (C_out, C_in, K, K), then a bias for each channel."""
        parameters, outputs, window = self.tensor(), self.natural(), self.window()
        self.alias()
        self.alias()
        self.multipliers()
        return Layer(name, parameters, window, outputs)

    def affine(self, name: str) -> Layer:
        """Read a scale and a shift for each channel."""
        parameters = self.tensor()
        self.alias()
        self.alias()
        self.expect(0, "an affine layer's mode")  # one scale a channel, not one an element
        return Layer(name, parameters)

    def fully_connected(self, name: str) -> Layer:
        """Read a fully connected layer without bias: its parameters are the weights (C_in, C_out)."""
        outputs, _, parameters = self.natural(), self.natural(), self.tensor()
        self.alias()
        self.alias()
        self.expect(1, "a fully connected layer's bias mode")  # 0 has a bias
        self.multipliers()
        return Layer(name, parameters, outputs=outputs)

    def layer(self) -> Layer:
        """Read a layer; raise ValueError if it is of a kind that the recognition network lacks."""
        name = self.text()
        if name == "con_4":
            return self.convolution(name)
        if name == "affine_":
            return self.affine(name)
        if name == "fc_2":
            return self.fully_connected(name)
        if name in ("max_pool_2", "avg_pool_2"):
            return Layer(name, window=self.window())
        if name in ("relu_", "add_prev_"):
            return Layer(name)
        raise ValueError(f"the layer {name!r} before byte {self.offset} is not supported")

    def training_state(self, *, innermost: bool) -> None:
        """Read what follows each layer: flags, and gradients and outputs of training, all empty in a finished file."""
        self.flags(3)
        for _ in range(3):
            self.tensor()
        if innermost:
            self.natural()  # how many samples the input layer makes of one
