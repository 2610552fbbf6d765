"""Small networks with seeded weights for goldens: like those that are converted, and joins of unequal values."""

from __future__ import annotations

from pathlib import Path

from .config import Shape
from .goldens import HALVING, Builder, builder, write
from .operations import (
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
    NONE,
    PRELU,
    RELU,
    TRANSPOSED_2X2,
    UPSAMPLE_2X,
    Geometry,
    Model,
    centred,
)

SAME_3X3_STRIDE_2 = Geometry(3, 2, 0, 0, 1, 1)  # of even sizes, as TFLite pads them


def joins(shape: Shape) -> Model:
    """Make a network of additions and concatenations, equal and unequal."""
    network = builder(3, shape, (1,))
    wide = network.add(CONVOLUTION, "wide", (0,), 12, centred(1))
    small = network.add(MAX_POOL, "small", (0,), 3, HALVING)
    low = network.add(CONVOLUTION, "low", (0,), 7, Geometry(5, 1, 0, 2, 0, 2))
    narrow = network.add(CONVOLUTION, "narrow", (0,), 12, Geometry(3, 1, 1, 0, 1, 0))
    network.model.outputs = (
        network.add(ADDITION, "same", (wide, wide), 12, None, RELU),
        network.add(ADDITION, "deeper", (0, wide), 12, None, PRELU),
        network.add(ADDITION, "larger", (small, wide), 12),
        network.add(ADDITION, "crossed", (low, narrow), 12, None, LOGISTIC),
        network.add(ADDITION, "three", (small, low, wide), 12),
        network.add(CONCATENATION, "joined", (0, wide, 0), 18),
    )
    return network.model


def separable(network: Builder, name: str, value: int, channels: int, activation: int, *, halve: bool = False) -> int:
    """Add BlazeFace's block: depthwise 3×3, then 1×1, plus the input, which is pooled where the block halves."""
    depth = network.model.channels(value)
    geometry = SAME_3X3_STRIDE_2 if halve else centred(3)
    spatial = network.add(DEPTHWISE, f"{name}.depthwise", (value,), depth, geometry)
    pointwise = network.add(CONVOLUTION, f"{name}.pointwise", (spatial,), channels, centred(1))
    if halve:
        value = network.add(MAX_POOL, f"{name}.pool", (value,), depth, HALVING)
    return network.add(ADDITION, f"{name}.sum", (value, pointwise), channels, None, activation)


def detector(shape: Shape) -> Model:
    """Make a network like BlazeFace, with heads at two scales."""
    network = builder(3, shape, (2,))
    value = network.add(CONVOLUTION, "stem", (0,), 6, Geometry(5, 2, 1, 1, 2, 2), RELU)
    value = separable(network, "block0", value, 6, RELU)
    value = separable(network, "block1", value, 10, RELU)
    fine = separable(network, "block2", value, 13, RELU, halve=True)
    coarse = separable(network, "block3", fine, 16, RELU, halve=True)
    network.model.outputs = tuple(
        network.add(CONVOLUTION, name, (value,), channels, centred(1))
        for name, value, channels in (
            ("scores.fine", fine, 2),
            ("scores.coarse", coarse, 6),
            ("boxes.fine", fine, 32),
            ("boxes.coarse", coarse, 96),
        )
    )
    return network.model


def landmarks(shape: Shape) -> Model:
    """Make a network like the face mesh, with heads as large as the last map."""
    network = builder(3, shape, (3,), mean=0.0)
    value = network.add(CONVOLUTION, "stem", (0,), 8, SAME_3X3_STRIDE_2, PRELU)
    value = separable(network, "block0", value, 8, PRELU)
    value = separable(network, "block1", value, 16, PRELU, halve=True)
    value = separable(network, "block2", value, 16, PRELU, halve=True)
    value = network.add(CONVOLUTION, "reduced", (value,), 5, centred(1), PRELU)
    whole = Geometry(3, 3)
    network.model.outputs = (
        network.add(CONVOLUTION, "landmarks", (value,), 45, whole),
        network.add(CONVOLUTION, "face", (value,), 1, whole, LOGISTIC),
    )
    return network.model


def residual(network: Builder, name: str, value: int, channels: int, *, halve: bool = False) -> int:
    """Add dlib's block: two 3×3 convolutions plus the input, which is averaged where the block halves."""
    geometry = Geometry(3, 2) if halve else centred(3)
    inner = network.add(CONVOLUTION, f"{name}.conv0", (value,), channels, geometry, RELU)
    inner = network.add(CONVOLUTION, f"{name}.conv1", (inner,), channels, centred(3))
    if halve:
        value = network.add(AVERAGE_POOL, f"{name}.pool", (value,), network.model.channels(value), HALVING)
    return network.add(ADDITION, f"{name}.sum", (value, inner), channels, None, RELU)


def recognition(shape: Shape) -> Model:
    """Make a network like dlib's residual network, whose sums are of unequal depths, heights and widths."""
    network = builder(3, shape, (4,))
    value = network.add(CONVOLUTION, "stem", (0,), 8, Geometry(7, 2), RELU)
    value = network.add(MAX_POOL, "pool", (value,), 8, Geometry(3, 2))
    value = residual(network, "block0", value, 8)
    value = residual(network, "block1", value, 16, halve=True)
    value = residual(network, "block2", value, 20, halve=True)
    value = network.add(GLOBAL_AVERAGE, "average", (value,), 20)
    network.model.outputs = (network.add(CONVOLUTION, "embedding", (value,), 24, centred(1), NONE),)
    return network.model


def gate(network: Builder, name: str, value: int, inner: int) -> int:
    """Add squeeze and excitation's gate of a value, one pixel."""
    channels = network.model.channels(value)
    average = network.add(GLOBAL_AVERAGE, f"{name}.average", (value,), channels)
    squeezed = network.add(CONVOLUTION, f"{name}.squeeze", (average,), inner, centred(1), RELU)
    return network.add(CONVOLUTION, f"{name}.excite", (squeezed,), channels, centred(1), LOGISTIC)


def inverted(network: Builder, name: str, value: int, wide: int, *, halve: bool = False) -> int:
    """Add MobileNetV3's block: wider by 1×1, depthwise 5×5, gated, narrower by 1×1, plus the input."""
    channels = network.model.channels(value)
    geometry = Geometry(5, 2, 1, 1, 2, 2) if halve else centred(5)
    expanded = network.add(CONVOLUTION, f"{name}.expand", (value,), wide, centred(1), HARD_SWISH)
    spatial = network.add(DEPTHWISE, f"{name}.depthwise", (expanded,), wide, geometry, HARD_SWISH)
    inputs = (spatial, gate(network, name, spatial, 3))
    scaled = network.add(CHANNEL_SCALE, f"{name}.scale", inputs, wide)
    projected = network.add(CONVOLUTION, f"{name}.project", (scaled,), channels, centred(1))
    return projected if halve else network.add(ADDITION, f"{name}.sum", (projected, value), channels)


def segmenter(shape: Shape) -> Model:
    """Make a network like MediaPipe's selfie network: two scales down, a gated way up, a transposed head."""
    network = builder(3, shape, (5,), mean=0.0)
    fine = network.add(CONVOLUTION, "stem", (0,), 12, SAME_3X3_STRIDE_2, HARD_SWISH)
    coarse = inverted(network, "down", fine, 20, halve=True)
    coarse = inverted(network, "deep", coarse, 18)
    upsampled = network.add(UPSAMPLE_2X, "upsampled", (coarse,), 12)
    gated = (fine, gate(network, "skip", fine, 5), upsampled)
    value = network.add(CHANNEL_SCALE, "joined", gated, 12)
    value = network.add(CONVOLUTION, "narrowed", (value,), 10, centred(1), RELU)
    spatial = network.add(DEPTHWISE, "spatial", (value,), 10, centred(3), RELU)
    value = network.add(ADDITION, "sharpened", (value, spatial), 10)
    network.model.outputs = (network.add(TRANSPOSED_2X2, "matte", (value,), 1, None, LOGISTIC),)
    return network.model


NETWORKS = {
    "joins-tiny": (joins, (9, 7)),
    "detector-tiny": (detector, (32, 24)),
    "landmarks-tiny": (landmarks, (24, 24)),
    "recognition-tiny": (recognition, (37, 45)),
    "segmenter-tiny": (segmenter, (20, 36)),
}


def write_networks(folder: Path) -> None:
    """Write the goldens of the small networks."""
    for name, (make, shape) in NETWORKS.items():
        write(folder, name, make(shape), shape)
