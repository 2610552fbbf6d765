"""Writes dlib's serialisation of a small network of the shape of its face recognition network."""

from collections.abc import Iterable

import numpy as np

EMPTY = (0, 0, 0, 0)
TRAINING_STATE = b"110"


def integer(value: int) -> bytes:
    """Write an integer: length and sign, then the magnitude."""
    magnitude = abs(value).to_bytes(max((abs(value).bit_length() + 7) // 8, 1), "little")
    return bytes([len(magnitude) | (0x80 if value < 0 else 0)]) + magnitude


def integers(*values: int) -> bytes:
    """Write integers one after the other."""
    return b"".join(map(integer, values))


def text(value: str) -> bytes:
    """Write a string."""
    return integer(len(value)) + value.encode()


def floating(numerator: int, exponent: int = 0) -> bytes:
    """Write numerator · 2^exponent."""
    return integers(numerator, exponent)


def tensor(values: Iterable[float], shape: tuple[int, ...] = EMPTY) -> bytes:
    """Write a tensor (N, K, H, W)."""
    return integers(2, *shape) + np.fromiter(values, np.float32).astype("<f4").tobytes()


def alias(*shape: int) -> bytes:
    """Write the shape of a part of a tensor."""
    return integers(1, *shape)


def convolution(weights: np.ndarray, bias: np.ndarray, stride: int) -> bytes:
    """Write a convolution with weights (C_out, C_in, K, K)."""
    c_out, c_in, kernel, _ = weights.shape
    padding = 0 if stride > 1 else kernel // 2
    values = [*weights.ravel(), *bias]
    data = text("con_4") + tensor(values, (len(values), 1, 1, 1))
    data += integers(c_out, kernel, kernel, stride, stride, padding, padding)
    return data + alias(c_out, c_in, kernel, kernel) + alias(1, c_out, 1, 1) + 4 * floating(1)


def affine(scales: np.ndarray, shifts: np.ndarray) -> bytes:
    """Write a scale and a shift for each channel."""
    count = len(scales)
    data = text("affine_") + tensor([*scales, *shifts], (2 * count, 1, 1, 1))
    return data + alias(1, count, 1, 1) + alias(1, count, 1, 1) + integer(0)


def pooling(name: str, *window: int) -> bytes:
    """Write a pooling's rows, columns, strides and paddings."""
    return text(name) + integers(*window)


def connected(weights: np.ndarray) -> bytes:
    """Write a fully connected layer without bias, weights (C_in, C_out)."""
    data = text("fc_2") + integers(weights.shape[1], weights.shape[0])
    data += tensor(weights.ravel(), (*weights.shape, 1, 1))
    return data + alias(*weights.shape, 1, 1) + alias(*EMPTY) + integer(1) + 4 * floating(1)


def file(layers: list[bytes | int], height: int, width: int) -> bytes:
    """Write a file of layers from the input outwards; a number stands for so many tags."""
    versions: list[int] = []
    details = b""
    for index, layer in enumerate(layers):
        if isinstance(layer, int):
            versions += [1] * layer
            continue
        versions.append(3 if index == 0 else 2)
        details += layer + TRAINING_STATE + 3 * tensor([]) + (integer(1) if index == 0 else b"")
    head = integer(1) + text("loss_metric_2") + floating(1, -4) + floating(5, -3)
    source = text("input_rgb_image_sized") + floating(51) + floating(102) + floating(153) + integers(height, width)
    return head + integers(*reversed(versions)) + source + details


def random_layers(rng: np.random.Generator) -> list[bytes | int]:
    """Return a convolution, a pooling, a residual block and one that halves, an average, a fully connected layer."""

    def block(c_in: int, c_out: int, stride: int) -> list[bytes | int]:
        weights = rng.normal(0, 0.2, (c_out, c_in, 3, 3))
        again = rng.normal(0, 0.2, (c_out, c_out, 3, 3))
        norm = affine(rng.uniform(0.5, 2, c_out), rng.normal(0, 0.1, c_out))
        first = convolution(weights, rng.normal(0, 0.1, c_out), stride)
        return [first, norm, text("relu_"), convolution(again, rng.normal(0, 0.1, c_out), 1), norm]

    stem = convolution(rng.normal(0, 0.1, (4, 3, 7, 7)), rng.normal(0, 0.1, 4), 2)
    norm = affine(rng.uniform(0.5, 2, 4), rng.normal(0, 0.1, 4))
    layers = [stem, norm, text("relu_"), pooling("max_pool_2", 3, 3, 2, 2, 0, 0), 1]
    layers += [*block(4, 4, 1), text("add_prev_"), text("relu_"), 1]
    layers += [*block(4, 6, 2), 2, pooling("avg_pool_2", 2, 2, 2, 2, 0, 0), text("add_prev_"), text("relu_")]
    return [*layers, pooling("avg_pool_2", 0, 0, 1, 1, 0, 0), connected(rng.normal(0, 1, (6, 5)))]
