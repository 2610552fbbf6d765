"""The model file ``.cml`` and the golden file ``.golden``, both little-endian and unpadded; docs/model-format.md."""

from __future__ import annotations

import math
import struct
import zlib

import numpy as np

from .checks import checked
from .operations import GLOBAL_AVERAGE, PRELU, WEIGHTED, WITH_GEOMETRY, Geometry, Model, Operation

MODEL_MAGIC = b"CAML"
FIRST_VERSION, LAST_VERSION = 2, 3
HEADER_BYTES = 16  # magic, version, length, checksum
GOLDEN_MAGIC = b"CAMG"
GOLDEN_VERSION = 1


def halves(operation: Operation) -> np.ndarray:
    """Return an operation's weights in half precision; raise ValueError if they do not fit."""
    with np.errstate(over="ignore"):
        weight = operation.weight.astype("<f2")
    if not np.isfinite(weight).all():
        raise ValueError(f"{operation.name} has weights beyond half precision; train with weight decay")
    return weight


def version(model: Model) -> int:
    """Return the lowest version of the format that can say what a model holds: old readers take what they can."""
    is_new = any(operation.kind > GLOBAL_AVERAGE or operation.activation > PRELU for operation in model.operations)
    return LAST_VERSION if is_new else FIRST_VERSION


def encoded_operation(operation: Operation) -> bytes:
    """Return one operation's bytes."""
    name = operation.name.encode()
    data = struct.pack("<4B", operation.kind, operation.activation, len(operation.inputs), len(name)) + name
    data += struct.pack(f"<{len(operation.inputs)}HH", *operation.inputs, operation.channels)
    if operation.geometry is not None:
        data += struct.pack("<6B", operation.geometry.kernel, operation.geometry.stride, *operation.geometry.padding)
    if operation.kind in WEIGHTED:
        data += halves(operation).tobytes() + operation.bias.astype("<f4").tobytes()
    if operation.slopes is not None:
        data += operation.slopes.astype("<f4").tobytes()
    return data


def encoded(model: Model) -> bytes:
    """Return the model file's bytes; raise ValueError if no reader would take them."""
    checked(model)
    channels = len(model.mean)
    body = struct.pack("<4H", channels, 0, *model.default_size)
    body += struct.pack(f"<{2 * channels}f", *model.mean, *model.scale)
    body += struct.pack(f"<B{len(model.outputs)}H", len(model.outputs), *model.outputs)
    body += struct.pack("<H", len(model.operations)) + b"".join(map(encoded_operation, model.operations))
    return MODEL_MAGIC + struct.pack("<3I", version(model), HEADER_BYTES + len(body), zlib.crc32(body)) + body


class Cursor:
    """Reads a byte string from its start."""

    def __init__(self, data: bytes) -> None:
        """Start before the first byte."""
        self.data, self.offset = data, 0

    def unpack(self, layout: str) -> tuple:
        """Read numbers by a ``struct`` layout."""
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def array(self, dtype: str, shape: tuple[int, ...]) -> np.ndarray:
        """Read an array."""
        return np.frombuffer(self.take(math.prod(shape) * np.dtype(dtype).itemsize), dtype).reshape(shape)

    def take(self, count: int) -> bytes:
        """Read bytes."""
        if self.offset + count > len(self.data):
            raise ValueError(f"the file ends inside a field, at byte {len(self.data)}; get it again")
        self.offset += count
        return self.data[self.offset - count : self.offset]


def decoded_operation(cursor: Cursor, model: Model) -> Operation:
    """Read the operation that follows those of a model."""
    kind, activation, input_count, name_bytes = cursor.unpack("4B")
    name = cursor.take(name_bytes).decode()
    *inputs, channels = cursor.unpack(f"{input_count}HH")
    operation = Operation(kind, name, tuple(inputs), channels, activation)
    if kind in WITH_GEOMETRY:
        operation.geometry = Geometry(*cursor.unpack("6B"))
    if kind in WEIGHTED:
        if not inputs or max(inputs) > len(model.operations):
            raise ValueError(f"{name} reads a value that does not exist; export the file again")
        operation.weight = cursor.array("<f2", operation.weight_shape(model.channels(inputs[0])))
        operation.bias = cursor.array("<f4", (channels,))
    if activation == PRELU:
        operation.slopes = cursor.array("<f4", (channels,))
    return operation


def decoded(data: bytes) -> Model:
    """Read a model file back; raise ValueError if it is not one that a reader takes."""
    cursor = Cursor(data)
    magic, found, length, checksum = cursor.unpack("4s3I")
    if magic != MODEL_MAGIC:
        raise ValueError("this is no model file")
    if not FIRST_VERSION <= found <= LAST_VERSION:
        known = f"{FIRST_VERSION} to {LAST_VERSION}"
        raise ValueError(f"this is a model file of version {found}; this reader knows {known}: export it again")
    if (length, checksum) != (len(data), zlib.crc32(data[HEADER_BYTES:])):
        raise ValueError("this is no whole model file; export it again")
    channels, _, width, height = cursor.unpack("4H")
    model = Model(cursor.unpack(f"{channels}f"), cursor.unpack(f"{channels}f"), [], (width, height))
    model.outputs = cursor.unpack(f"{cursor.unpack('B')[0]}H")
    for _ in range(cursor.unpack("H")[0]):
        model.add(decoded_operation(cursor, model))
    if cursor.offset != len(data):
        raise ValueError("bytes follow the last operation; export the file again")
    if found < version(model):
        raise ValueError(f"a file of version {found} holds what only version {version(model)} says; export it again")
    return checked(model)


def golden(tensors: dict[str, np.ndarray]) -> bytes:
    """Return the golden file's bytes for named activations, each (H, W, C)."""
    data = [GOLDEN_MAGIC + struct.pack("<2I", GOLDEN_VERSION, len(tensors))]
    for name, values in tensors.items():
        data.append(struct.pack("<B", len(name.encode())) + name.encode())
        data.append(struct.pack("<3H", *values.shape) + values.astype("<f4").tobytes())
    return b"".join(data)
