"""Turn dlib's face recognition network into a model.

A file holds the layers' versions from the loss inwards, then the layers from the input outwards. Tags, which name a
value so that a later layer can add it, have neither name nor number there: the reader knows the two blocks that the
network is made of, and refuses anything else.

Source: dlib, examples/dnn_face_recognition_ex.cpp, ``residual`` and ``residual_down``.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from .checks import checked
from .dlib_stream import Layer, Stream, Window
from .operations import (
    ADDITION,
    AVERAGE_POOL,
    CONVOLUTION,
    GLOBAL_AVERAGE,
    MAX_POOL,
    NONE,
    RELU,
    Geometry,
    Model,
    Operation,
)

LOSS_VERSION, TAG_VERSION, LAYER_VERSION, INNERMOST_VERSION = 1, 1, 2, 3
MOST_LAYERS = 1000
GREY_LEVELS, INPUT_RANGE = 255, 256  # dlib divides a channel in 0…255, less its mean, by 256: dnn/input.h
WHOLE = Window(0, 0, 1, 1, 0, 0)  # of an average over all pixels


def geometry(window: Window, name: str) -> Geometry:
    """Return a window as a geometry."""
    if window.rows != window.columns or window.stride_y != window.stride_x:
        raise ValueError(f"{name} has a window that is not square, which is not supported")
    y, x = window.padding_y, window.padding_x
    return Geometry(window.rows, window.stride_y, top=y, left=x, bottom=y, right=x)


class Network:
    """The model made so far, the value that the next layer reads, and those that tags remember."""

    def __init__(self, model: Model) -> None:
        """Begin at the input."""
        self.model = model
        self.value = 0
        self.tags: list[int] = []
        self.counts: Counter[str] = Counter()

    def add(self, kind: int, name: str, inputs: tuple[int, ...], channels: int, shape: Geometry | None) -> Operation:
        """Append an operation, and read on from what it makes."""
        operation = Operation(kind, f"{name}{self.counts[name]}", inputs, channels, NONE, shape)
        self.counts[name] += 1
        self.value = self.model.add(operation)
        return operation

    def before(self, layer: Layer) -> Operation:
        """Return the operation that made the current value, into which a layer is folded."""
        if self.value == 0 or self.value in self.tags or self.model.operations[self.value - 1].activation != NONE:
            raise ValueError(f"{layer.name} cannot be folded into the layer before it")
        return self.model.operations[self.value - 1]

    def add_convolution(self, layer: Layer) -> None:
        """Add a convolution with the weights (C_out, C_in, K, K), then the biases (C_out,), in one row."""
        shape, c_in = geometry(layer.window, "a convolution"), self.model.channels(self.value)
        parameters, weights = layer.parameters.reshape(-1), layer.outputs * c_in * shape.kernel**2
        if parameters.size != weights + layer.outputs:
            raise ValueError(f"a convolution of {c_in} channels has {parameters.size} parameters")
        operation = self.add(CONVOLUTION, "convolution", (self.value,), layer.outputs, shape)
        square = (layer.outputs, c_in, shape.kernel, shape.kernel)
        operation.weight = parameters[:weights].reshape(square).transpose(0, 2, 3, 1)  # (C_out, K, K, C_in)
        operation.bias = parameters[weights:]

    def fold_affine(self, layer: Layer) -> None:
        """Fold scales (C,) and shifts (C,) into the convolution before them."""
        operation = self.before(layer)
        if operation.kind != CONVOLUTION or layer.parameters.size != 2 * operation.channels:
            raise ValueError("an affine layer follows no convolution of as many channels")
        scales, shifts = layer.parameters.astype(np.float64).reshape(2, -1)
        with np.errstate(over="ignore"):  # checked() refuses what is not finite
            operation.weight = (operation.weight * scales[:, None, None, None]).astype(np.float32)
            operation.bias = (operation.bias * scales + shifts).astype(np.float32)

    def add_pooling(self, layer: Layer) -> None:
        """Add a pooling over windows or over everything."""
        inputs, channels = (self.value,), self.model.channels(self.value)
        if layer.name == "max_pool_2":
            self.add(MAX_POOL, "pool", inputs, channels, geometry(layer.window, "a pooling"))
        elif layer.window == WHOLE:
            self.add(GLOBAL_AVERAGE, "average", inputs, channels, None)
        else:
            self.add(AVERAGE_POOL, "pool", inputs, channels, geometry(layer.window, "a pooling"))

    def add_sum(self) -> None:
        """Add the last tagged value to the current one."""
        if not self.tags:
            raise ValueError("a sum has no tagged value to add")
        inputs = (self.value, self.tags[-1])
        self.tags = []
        self.add(ADDITION, "sum", inputs, max(map(self.model.channels, inputs)), None)

    def add_fully_connected(self, layer: Layer) -> None:
        """Add a fully connected layer with the weights (C_in, C_out) on one pixel."""
        c_in = self.model.channels(self.value)
        if self.value == 0 or self.model.operations[self.value - 1].kind != GLOBAL_AVERAGE:
            raise ValueError("a fully connected layer follows no average of everything, which is not supported")
        if layer.parameters.size != c_in * layer.outputs:
            raise ValueError(f"a fully connected layer of {c_in} channels has {layer.parameters.size} parameters")
        operation = self.add(CONVOLUTION, "connected", (self.value,), layer.outputs, Geometry(1))
        operation.weight = layer.parameters.reshape(c_in, -1).T[:, None, None, :]  # (C_out, 1, 1, C_in)
        operation.bias = np.zeros(layer.outputs, np.float32)

    def take(self, layer: Layer) -> None:
        """Add what a layer does."""
        if layer.name == "con_4":
            self.add_convolution(layer)
        elif layer.name == "affine_":
            self.fold_affine(layer)
        elif layer.name == "relu_":
            self.before(layer).activation = RELU
        elif layer.name == "add_prev_":
            self.add_sum()
        elif layer.name == "fc_2":
            self.add_fully_connected(layer)
        else:
            self.add_pooling(layer)

    def take_tags(self, count: int) -> None:
        """Note what tags name: one begins a block; two end the block's inside and go back to where it began."""
        if count == 1 and not self.tags:
            self.tags = [self.value]
        elif count == 2 and len(self.tags) == 1:
            (start,) = self.tags
            self.tags, self.value = [start, self.value], start
        elif count:
            raise ValueError(f"{count} tags in a row, {len(self.tags)} being open, are not supported")


def read_versions(stream: Stream) -> list[int]:
    """Read the versions of the layers, from the loss to the input."""
    versions = []
    while not versions or versions[-1] != INNERMOST_VERSION:
        versions.append(stream.integer())
        if versions[-1] not in (TAG_VERSION, LAYER_VERSION, INNERMOST_VERSION) or len(versions) > MOST_LAYERS:
            raise ValueError(f"there is no layer that is known before byte {stream.offset}")
    return versions


def read_input(stream: Stream) -> Model:
    """Read the input layer: the means of red, green and blue in 0…255, and the size."""
    name = stream.text()
    if name != "input_rgb_image_sized":
        raise ValueError(f"the input layer {name!r} is not supported")
    mean = tuple(stream.floating() / GREY_LEVELS for _ in range(3))
    height, width = stream.natural(), stream.natural()
    return Model(mean, (GREY_LEVELS / INPUT_RANGE,) * 3, [], (width, height))


def converted(data: bytes, output: str) -> Model:
    """Return dlib's network as a model whose output has a name; raise ValueError if it is another network."""
    stream = Stream(data)
    stream.expect(LOSS_VERSION, "the loss")
    if (name := stream.text()) != "loss_metric_2":
        raise ValueError(f"the loss {name!r} is not supported")
    stream.floating()  # its margin
    stream.floating()  # and its distance threshold
    versions = read_versions(stream)
    network = Network(read_input(stream))
    tags = 0
    for version in reversed(versions):
        if version == TAG_VERSION:
            tags += 1
            continue
        network.take_tags(tags)
        tags = 0
        network.take(stream.layer())
        stream.training_state(innermost=version == INNERMOST_VERSION)
    if stream.offset != len(data):
        raise ValueError(f"the file goes on after its last layer, at byte {stream.offset}")
    if tags or network.tags or network.value == 0:
        raise ValueError("the file's last layers are tags, which is not supported")
    network.model.operations[-1].name = output
    network.model.outputs = (network.value,)
    return checked(network.model)
