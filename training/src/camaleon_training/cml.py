"""The model file ``.cml`` and the golden file ``.golden``, both little-endian and unpadded."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

import numpy as np

MODEL_MAGIC = b"CAML"
GOLDEN_MAGIC = b"CAMG"
VERSION = 1
HEADER_BYTES = 16  # magic, version, length, checksum

CONVOLUTION_3X3, CONVOLUTION_1X1, TRANSPOSED_2X2, MAX_POOL_2X2, CONCATENATION = 1, 2, 3, 4, 5
NONE, RELU, SIGMOID = 0, 1, 2
KERNEL_SIZE = {CONVOLUTION_3X3: 3, CONVOLUTION_1X1: 1, TRANSPOSED_2X2: 2}


@dataclass
class Operation:
    """One operation; it makes the value after those of the operations before it, value 0 being the input."""

    kind: int
    name: str
    inputs: tuple[int, ...]
    channels: int  # of the output
    activation: int = NONE
    weight: np.ndarray | None = None  # (C_out, K, K, C_in), half precision
    bias: np.ndarray | None = None  # (C_out,), single precision


@dataclass
class Model:
    """What a model file holds; the network's input is (rgb − mean) · scale, rgb in 0…1."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    operations: list[Operation] = field(default_factory=list)
    default_size: tuple[int, int] = (256, 144)  # width, height

    def channels(self, value: int) -> int:
        """Return how many channels a value has."""
        return len(self.mean) if value == 0 else self.operations[value - 1].channels


def encoded(model: Model) -> bytes:
    """Return the model file's bytes."""
    channels = len(model.mean)
    body = struct.pack("<4H", channels, 0, *model.default_size)
    body += struct.pack(f"<{2 * channels}f", *model.mean, *model.scale)
    body += struct.pack("<H", len(model.operations))
    for operation in model.operations:
        name = operation.name.encode("ascii")
        body += struct.pack("<4B", operation.kind, operation.activation, len(operation.inputs), len(name)) + name
        body += struct.pack(f"<{len(operation.inputs)}HH", *operation.inputs, operation.channels)
        if operation.weight is not None and operation.bias is not None:
            body += operation.weight.astype("<f2").tobytes() + operation.bias.astype("<f4").tobytes()
    header = MODEL_MAGIC + struct.pack("<3I", VERSION, HEADER_BYTES + len(body), zlib.crc32(body))
    return header + body


class Cursor:
    """Reads a byte string from its start."""

    def __init__(self, data: bytes) -> None:
        """Start before the first byte."""
        self.data, self.offset = data, 0

    def unpack(self, layout: str) -> tuple:
        """Read numbers by a ``struct`` layout."""
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, shape: tuple[int, ...]) -> np.ndarray:
        """Read an array."""
        count = int(np.prod(shape))
        values = np.frombuffer(self.data, dtype, count, self.offset).reshape(shape)
        self.offset += values.nbytes
        return values


def decoded(data: bytes) -> Model:
    """Read a model file back; raise ValueError if its header does not fit its bytes."""
    if data[:4] != MODEL_MAGIC or struct.unpack_from("<3I", data, 4) != (VERSION, len(data), zlib.crc32(data[16:])):
        raise ValueError("this is no whole model file of version 1; export it again")
    cursor = Cursor(data[HEADER_BYTES:])
    channels, _, width, height = cursor.unpack("4H")
    model = Model(cursor.unpack(f"{channels}f"), cursor.unpack(f"{channels}f"), [], (width, height))
    for _ in range(cursor.unpack("H")[0]):
        kind, activation, input_count, name_bytes = cursor.unpack("4B")
        name = cursor.unpack(f"{name_bytes}s")[0].decode("ascii")
        *inputs, c_out = cursor.unpack(f"{input_count}HH")
        operation = Operation(kind, name, tuple(inputs), c_out, activation)
        if kind in KERNEL_SIZE:
            size = KERNEL_SIZE[kind]
            operation.weight = cursor.array("<f2", (c_out, size, size, model.channels(inputs[0])))
            operation.bias = cursor.array("<f4", (c_out,))
        model.operations.append(operation)
    if cursor.offset != len(cursor.data):
        raise ValueError("bytes follow the last operation; export the file again")
    return model


def golden(tensors: dict[str, np.ndarray]) -> bytes:
    """Return the golden file's bytes for named activations, each (H, W, C)."""
    data = GOLDEN_MAGIC + struct.pack("<2I", VERSION, len(tensors))
    for name, values in tensors.items():
        data += struct.pack("<B", len(name)) + name.encode("ascii")
        data += struct.pack("<3H", *values.shape) + values.astype("<f4").tobytes()
    return data
