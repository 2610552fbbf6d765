"""Turn a TFLite network into a model: the few operations, in floating point, that MediaPipe's networks have."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import tflite

from .checks import checked
from .operations import (
    ADDITION,
    CHANNEL_SCALE,
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
    Operation,
    output_size,
)

FILE_IDENTIFIER = b"TFL3"
NAMES = {code: name for name, code in vars(tflite.BuiltinOperator).items() if isinstance(code, int)}
FUSED = {tflite.ActivationFunctionType.NONE: NONE, tflite.ActivationFunctionType.RELU: RELU}
STANDING_ALONE = {"RELU": RELU, "LOGISTIC": LOGISTIC, "PRELU": PRELU, "HARD_SWISH": HARD_SWISH}
TRANSPOSED = "Convolution2DTransposeBias"  # MediaPipe's own operation, by the name that its files give it
DTYPES = {tflite.TensorType.FLOAT16: "<f2", tflite.TensorType.FLOAT32: "<f4", tflite.TensorType.INT32: "<i4"}


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """Return the padding before and after an axis that makes its output ceil(size / stride), in pixels.

    Source: TensorFlow, tf.nn, "Notes on padding". <https://www.tensorflow.org/api_docs/python/tf/nn>
    """
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def options_of(operator: tflite.Operator, kind: type) -> Any:  # noqa: ANN401
    """Return an operator's options, which are of a kind."""
    options, table = kind(), operator.BuiltinOptions()
    options.Init(table.Bytes, table.Pos)
    return options


def fused(options: Any) -> int:  # noqa: ANN401
    """Return the activation within options."""
    activation = options.FusedActivationFunction()
    if activation not in FUSED:
        raise ValueError(f"the fused activation {activation} is not supported")
    return FUSED[activation]


class Network:
    """A TFLite file's only graph, and the model made out of it so far."""

    def __init__(self, data: bytes, mean: tuple[float, ...], scale: tuple[float, ...]) -> None:
        """Read the file's graph; raise ValueError if it is none."""
        if data[4:8] != FILE_IDENTIFIER:
            raise ValueError("this is no TFLite file")
        self.file = tflite.Model.GetRootAs(data, 0)
        self.graph = self.file.Subgraphs(0)
        self.operators = [self.graph.Operators(index) for index in range(self.graph.OperatorsLength())]
        source = int(self.graph.Inputs(0))
        _, height, width, _ = self.shape(source)
        self.model = Model(mean, scale, [], (width, height))
        self.values = {source: 0}  # by tensor
        self.sizes = [(height, width, len(mean))]  # by value
        self.halves: dict[int, int] = {}  # constants in half precision, by the tensor that widens them
        self.uses = Counter(int(tensor) for operator in self.operators for tensor in operator.InputsAsNumpy())

    def name(self, tensor: int) -> str:
        """Return a tensor's name."""
        return self.graph.Tensors(tensor).Name().decode()

    def shape(self, tensor: int) -> tuple[int, ...]:
        """Return a tensor's shape as the file declares it, (1, H, W, C) for activations."""
        return tuple(self.graph.Tensors(tensor).ShapeAsNumpy().tolist())

    def value(self, tensor: int) -> int:
        """Return the value that stands for a tensor."""
        if tensor not in self.values:
            raise ValueError(f"{self.name(tensor)} is read as a value, but no known operation makes it")
        return self.values[tensor]

    def is_whole(self, tensor: int) -> bool:
        """Tell whether a tensor is all of its value, and not that value with channels of zeros."""
        return (1, *self.sizes[self.value(tensor)]) == self.shape(tensor)

    def kind(self, operator: tflite.Operator) -> str:
        """Return the name of an operator's kind."""
        code = self.file.OperatorCodes(operator.OpcodeIndex())
        # Files older than version 3a have the latter.
        name = NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        return code.CustomCode().decode() if name == "CUSTOM" else name

    def constant(self, tensor: int) -> np.ndarray:
        """Return a constant tensor's values."""
        tensor = self.halves.get(tensor, tensor)
        dtype = DTYPES.get(self.graph.Tensors(tensor).Type())
        buffer = self.file.Buffers(self.graph.Tensors(tensor).Buffer())
        if dtype is None or buffer.DataLength() == 0:
            raise ValueError(f"{self.name(tensor)} is no constant of a known type")
        return np.frombuffer(buffer.DataAsNumpy().tobytes(), dtype).reshape(self.shape(tensor))

    def add(self, operation: Operation, tensor: int) -> None:
        """Append the operation that makes a tensor; raise ValueError if it would be of another shape."""
        size = output_size(operation, [self.sizes[value] for value in operation.inputs])
        if (1, *size) != self.shape(tensor):
            raise ValueError(f"{operation.name} makes {size}, but the file says {self.shape(tensor)}")
        self.values[tensor] = self.model.add(operation)
        self.sizes.append(size)

    def geometry(self, options: Any, value: int, kernel: tuple[int, int]) -> Geometry:  # noqa: ANN401
        """Return the geometry that options of a convolution or a pooling describe."""
        if kernel[0] != kernel[1] or options.StrideH() != options.StrideW():
            raise ValueError(f"kernels of {kernel} and strides that differ are not supported")
        stride = options.StrideH()
        if options.Padding() == tflite.Padding.VALID:
            return Geometry(kernel[0], stride)
        (top, bottom), (left, right) = (same_padding(size, kernel[0], stride) for size in self.sizes[value][:2])
        return Geometry(kernel[0], stride, top, left, bottom, right)

    def add_convolution(self, operator: tflite.Operator, *, depthwise: bool) -> None:
        """Add a convolution with the weights (C_out, K, K, C_in) or, where depthwise, (1, K, K, C)."""
        options = options_of(operator, tflite.DepthwiseConv2DOptions if depthwise else tflite.Conv2DOptions)
        source, weight, bias = operator.InputsAsNumpy().tolist()
        value, target = self.value(source), operator.Outputs(0)
        if options.DilationHFactor() != 1 or options.DilationWFactor() != 1:
            raise ValueError(f"{self.name(target)} is dilated, which is not supported")
        weights = self.constant(weight)
        geometry = self.geometry(options, value, weights.shape[1:3])
        if depthwise:
            weights = weights[0].transpose(2, 0, 1)  # (C, K, K)
        kind = DEPTHWISE if depthwise else CONVOLUTION
        operation = Operation(kind, self.name(target), (value,), len(weights), fused(options), geometry, weights)
        operation.bias = self.constant(bias)
        self.add(operation, target)

    def add_pooling(self, operator: tflite.Operator) -> None:
        """Add a maximum pooling."""
        options = options_of(operator, tflite.Pool2DOptions)
        value, target = self.value(operator.Inputs(0)), operator.Outputs(0)
        geometry = self.geometry(options, value, (options.FilterHeight(), options.FilterWidth()))
        if fused(options) != NONE:
            raise ValueError(f"{self.name(target)} is a pooling with an activation, which is not supported")
        channels = self.model.channels(value)
        self.add(Operation(MAX_POOL, self.name(target), (value,), channels, geometry=geometry), target)

    def add_average(self, operator: tflite.Operator) -> None:
        """Add the average of a whole value."""
        options = options_of(operator, tflite.Pool2DOptions)
        value, target = self.value(operator.Inputs(0)), operator.Outputs(0)
        if (options.FilterHeight(), options.FilterWidth()) != self.sizes[value][:2] or fused(options) != NONE:
            raise ValueError(f"{self.name(target)} averages less than its input, which is not supported")
        self.add(Operation(GLOBAL_AVERAGE, self.name(target), (value,), self.model.channels(value)), target)

    def add_scale(self, operator: tflite.Operator) -> None:
        """Add the product of a value and a gate of one pixel, whichever comes first."""
        target = operator.Outputs(0)
        value, gate = (self.value(tensor) for tensor in operator.InputsAsNumpy().tolist())
        if self.sizes[value][:2] == (1, 1):
            value, gate = gate, value
        if fused(options_of(operator, tflite.MulOptions)) != NONE:
            raise ValueError(f"{self.name(target)} is a product with an activation, which is not supported")
        self.add(Operation(CHANNEL_SCALE, self.name(target), (value, gate), self.model.channels(value)), target)

    def add_upsampling(self, operator: tflite.Operator) -> None:
        """Add a bilinear enlargement by two; another factor does not fit the shape that the file says."""
        options = options_of(operator, tflite.ResizeBilinearOptions)
        value, target = self.value(operator.Inputs(0)), operator.Outputs(0)
        if options.AlignCorners() or not options.HalfPixelCenters():
            raise ValueError(f"{self.name(target)} is enlarged, but not by half-pixel centres")
        self.add(Operation(UPSAMPLE_2X, self.name(target), (value,), self.model.channels(value)), target)

    def add_transposed(self, operator: tflite.Operator) -> None:
        """Add a transposed convolution with the weights (C_out, 2, 2, C_in); the shape proves the stride of two."""
        source, weight, bias = operator.InputsAsNumpy().tolist()
        target, weights = operator.Outputs(0), self.constant(weight)
        if weights.shape[1:3] != (2, 2):
            raise ValueError(f"{self.name(target)} has a kernel of {weights.shape[1:3]}, which is not supported")
        operation = Operation(TRANSPOSED_2X2, self.name(target), (self.value(source),), len(weights), weight=weights)
        operation.bias = self.constant(bias)
        self.add(operation, target)

    def add_sum(self, operator: tflite.Operator) -> None:
        """Add an addition of two values."""
        target = operator.Outputs(0)
        inputs = tuple(self.value(tensor) for tensor in operator.InputsAsNumpy().tolist())
        channels = max(map(self.model.channels, inputs))
        activation = fused(options_of(operator, tflite.AddOptions))
        self.add(Operation(ADDITION, self.name(target), inputs, channels, activation), target)

    def skip_padding(self, operator: tflite.Operator) -> None:
        """Take channels of zeros after the last for the value itself: in an addition, nothing else has them."""
        source, amounts = operator.InputsAsNumpy().tolist()
        if self.constant(amounts)[:3].any() or self.constant(amounts)[3, 0] != 0:
            raise ValueError(f"{self.name(operator.Outputs(0))} pads more than channels at the end")
        self.values[operator.Outputs(0)] = self.value(source)

    def fuse(self, operator: tflite.Operator, activation: int) -> None:
        """Let the operation that made an activation's input apply it, and take its name."""
        source, target = operator.Inputs(0), operator.Outputs(0)
        value = self.value(source)
        operation = self.model.operations[value - 1]
        if value == 0 or self.uses[source] != 1 or operation.activation != NONE or not self.is_whole(source):
            raise ValueError(f"{self.name(target)} cannot be fused into what makes {self.name(source)}")
        operation.activation, operation.name = activation, self.name(target)
        if activation == PRELU:
            slopes = self.constant(operator.Inputs(1))
            if slopes.size != operation.channels:
                raise ValueError(f"{self.name(target)} has slopes of shape {slopes.shape}, not one a channel")
            operation.slopes = slopes.reshape(-1)
        self.values[target] = value

    def take(self, operator: tflite.Operator) -> None:
        """Add what an operator does; raise ValueError if it is of no known kind."""
        kind = self.kind(operator)
        if kind == "DEQUANTIZE":
            self.halves[operator.Outputs(0)] = operator.Inputs(0)
        elif kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self.add_convolution(operator, depthwise=kind == "DEPTHWISE_CONV_2D")
        elif kind in STANDING_ALONE:
            self.fuse(operator, STANDING_ALONE[kind])
        elif kind in ADDERS:
            ADDERS[kind](self, operator)
        else:
            raise ValueError(f"{self.name(operator.Outputs(0))} is a {kind}, which is not supported")

    def needed(self, outputs: list[int]) -> list[tflite.Operator]:
        """Return the operators that tensors need, in the file's order."""
        wanted, kept = set(outputs), []
        for operator in reversed(self.operators):
            if operator.Outputs(0) in wanted:
                wanted.update(operator.InputsAsNumpy().tolist())
                kept.append(operator)
        return kept[::-1]


# How the other kinds are taken, by their names.
ADDERS = {
    "MAX_POOL_2D": Network.add_pooling,
    "AVERAGE_POOL_2D": Network.add_average,
    "ADD": Network.add_sum,
    "MUL": Network.add_scale,
    "PAD": Network.skip_padding,
    "RESIZE_BILINEAR": Network.add_upsampling,
    TRANSPOSED: Network.add_transposed,
}


def converted(data: bytes, names: dict[str, str], mean: tuple[float, ...], scale: tuple[float, ...]) -> Model:
    """Return the part of a TFLite network that makes the tensors of some names.

    Args:
        data: the TFLite file.
        names: the tensors that become outputs, in order, each with the name that it gets.
        mean: with scale, turns rgb in 0…1 into what the network was trained on.
        scale: see mean.

    Raises:
        ValueError: The file holds anything that a model file cannot say.
    """
    network = Network(data, mean, scale)
    tensors = {network.name(index): index for index in range(network.graph.TensorsLength())}
    if missing := names.keys() - tensors.keys():
        raise ValueError(f"the TFLite file has no {', '.join(sorted(missing))}")
    outputs = [tensors[name] for name in names]
    network.uses.update(outputs)
    for operator in network.needed(outputs):
        network.take(operator)
    if not all(map(network.is_whole, outputs)):
        raise ValueError("an output is padded, which is not supported")
    network.model.outputs = tuple(map(network.value, outputs))
    for value, name in zip(network.model.outputs, names.values(), strict=True):
        network.model.operations[value - 1].name = name
    return checked(network.model)
