"""Writes small TFLite files, whose constants are in half precision as in MediaPipe's."""

import flatbuffers
import numpy as np
import tflite

VERSION = 3
SAME, VALID = tflite.Padding.SAME, tflite.Padding.VALID


class Writer:
    """Collects tensors and operators, from the input on."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        """Start with an input of a shape (1, H, W, C)."""
        self.builder = flatbuffers.Builder(1024)
        self.buffers: list[bytes] = [b""]
        self.tensors: list[tuple[str, tuple[int, ...], int, int]] = []
        self.operators: list[tuple[int, list[int], int, tuple[int, int]]] = []
        self.add_tensor("input", shape)

    def add_tensor(
        self, name: str, shape: tuple[int, ...], kind: int = tflite.TensorType.FLOAT32, data: bytes = b""
    ) -> int:
        """Add a tensor, constant where it has data, and return its number."""
        buffer = 0
        if data:
            buffer = len(self.buffers)
            self.buffers.append(data)
        self.tensors.append((name, shape, kind, buffer))
        return len(self.tensors) - 1

    def constant(self, values: np.ndarray) -> int:
        """Add values in half precision, and the operator that widens them."""
        name = f"constant{len(self.tensors)}"
        kind, data = tflite.TensorType.FLOAT16, values.astype("<f2").tobytes()
        stored = self.add_tensor(f"{name}_half", values.shape, kind, data)
        return self.operator(tflite.BuiltinOperator.DEQUANTIZE, [stored], name, values.shape)

    def integers(self, values: np.ndarray) -> int:
        """Add constant integers."""
        kind, data = tflite.TensorType.INT32, values.astype("<i4").tobytes()
        return self.add_tensor(f"integers{len(self.tensors)}", values.shape, kind, data)

    def operator(
        self, code: int, inputs: list[int], name: str, shape: tuple[int, ...], options: tuple[int, int] = (0, 0)
    ) -> int:
        """Add an operator and return the tensor that it makes."""
        output = self.add_tensor(name, shape)
        self.operators.append((code, inputs, output, options))
        return output

    def convolution(
        self, source: int, weights: np.ndarray, name: str, shape: tuple[int, ...], *, stride: int = 1, padding: int
    ) -> int:
        """Add a convolution (C_out, K, K, C_in), or a depthwise one where C_out is 1."""
        depthwise = weights.shape[0] == 1
        bias = np.linspace(-0.5, 0.5, weights.shape[3 if depthwise else 0])
        names = tflite.BuiltinOperator
        code = names.DEPTHWISE_CONV_2D if depthwise else names.CONV_2D
        start = tflite.DepthwiseConv2DOptionsStart if depthwise else tflite.Conv2DOptionsStart
        prefix = "DepthwiseConv2DOptions" if depthwise else "Conv2DOptions"
        start(self.builder)
        for field, value in (("Padding", padding), ("StrideW", stride), ("StrideH", stride)):
            getattr(tflite, f"{prefix}Add{field}")(self.builder, value)
        if depthwise:
            tflite.DepthwiseConv2DOptionsAddDepthMultiplier(self.builder, 1)
        options = getattr(tflite, f"{prefix}End")(self.builder)
        kind = getattr(tflite.BuiltinOptions, prefix)
        return self.operator(code, [source, self.constant(weights), self.constant(bias)], name, shape, (kind, options))

    def pool(self, source: int, name: str, shape: tuple[int, ...]) -> int:
        """Add a maximum pooling 2 × 2 with stride 2, padded as SAME."""
        tflite.Pool2DOptionsStart(self.builder)
        tflite.Pool2DOptionsAddPadding(self.builder, SAME)
        for field in ("StrideW", "StrideH", "FilterWidth", "FilterHeight"):
            getattr(tflite, f"Pool2DOptionsAdd{field}")(self.builder, 2)
        options = tflite.Pool2DOptionsEnd(self.builder)
        pooling = (tflite.BuiltinOptions.Pool2DOptions, options)
        return self.operator(tflite.BuiltinOperator.MAX_POOL_2D, [source], name, shape, pooling)

    def sum(self, sources: list[int], name: str, shape: tuple[int, ...]) -> int:
        """Add an addition."""
        tflite.AddOptionsStart(self.builder)
        options = tflite.AddOptionsEnd(self.builder)
        return self.operator(
            tflite.BuiltinOperator.ADD, sources, name, shape, (tflite.BuiltinOptions.AddOptions, options)
        )

    def vector(self, items: list[int], start: type, *, offsets: bool = False) -> int:
        """Write a vector of integers or of offsets."""
        start(self.builder, len(items))
        prepend = self.builder.PrependUOffsetTRelative if offsets else self.builder.PrependInt32
        for item in reversed(items):
            prepend(item)
        return self.builder.EndVector()

    def written_buffers(self) -> list[int]:
        """Write the buffers."""
        written = []
        for data in self.buffers:
            content = self.builder.CreateByteVector(data) if data else None
            tflite.BufferStart(self.builder)
            if content is not None:
                tflite.BufferAddData(self.builder, content)
            written.append(tflite.BufferEnd(self.builder))
        return written

    def written_tensors(self) -> list[int]:
        """Write the tensors."""
        written = []
        for name, shape, kind, buffer in self.tensors:
            text = self.builder.CreateString(name)
            dimensions = self.vector(list(shape), tflite.TensorStartShapeVector)
            tflite.TensorStart(self.builder)
            tflite.TensorAddShape(self.builder, dimensions)
            tflite.TensorAddType(self.builder, kind)
            tflite.TensorAddBuffer(self.builder, buffer)
            tflite.TensorAddName(self.builder, text)
            written.append(tflite.TensorEnd(self.builder))
        return written

    def written_operators(self) -> tuple[list[int], list[int]]:
        """Write the codes of the operators, one each, and the operators."""
        codes, written = [], []
        for index, (code, inputs, output, (kind, options)) in enumerate(self.operators):
            tflite.OperatorCodeStart(self.builder)
            tflite.OperatorCodeAddDeprecatedBuiltinCode(self.builder, code)
            tflite.OperatorCodeAddBuiltinCode(self.builder, code)
            tflite.OperatorCodeAddVersion(self.builder, 1)
            codes.append(tflite.OperatorCodeEnd(self.builder))
            sources = self.vector(inputs, tflite.OperatorStartInputsVector)
            targets = self.vector([output], tflite.OperatorStartOutputsVector)
            tflite.OperatorStart(self.builder)
            tflite.OperatorAddOpcodeIndex(self.builder, index)
            tflite.OperatorAddInputs(self.builder, sources)
            tflite.OperatorAddOutputs(self.builder, targets)
            if kind:
                tflite.OperatorAddBuiltinOptionsType(self.builder, kind)
                tflite.OperatorAddBuiltinOptions(self.builder, options)
            written.append(tflite.OperatorEnd(self.builder))
        return codes, written

    def file(self, outputs: list[int]) -> bytes:
        """Return the file of a network with some outputs."""
        buffers = self.vector(self.written_buffers(), tflite.ModelStartBuffersVector, offsets=True)
        tensors = self.vector(self.written_tensors(), tflite.SubGraphStartTensorsVector, offsets=True)
        codes, operators = self.written_operators()
        operators = self.vector(operators, tflite.SubGraphStartOperatorsVector, offsets=True)
        codes = self.vector(codes, tflite.ModelStartOperatorCodesVector, offsets=True)
        sources = self.vector([0], tflite.SubGraphStartInputsVector)
        targets = self.vector(outputs, tflite.SubGraphStartOutputsVector)
        tflite.SubGraphStart(self.builder)
        tflite.SubGraphAddTensors(self.builder, tensors)
        tflite.SubGraphAddInputs(self.builder, sources)
        tflite.SubGraphAddOutputs(self.builder, targets)
        tflite.SubGraphAddOperators(self.builder, operators)
        graph = tflite.SubGraphEnd(self.builder)
        graphs = self.vector([graph], tflite.ModelStartSubgraphsVector, offsets=True)
        tflite.ModelStart(self.builder)
        tflite.ModelAddVersion(self.builder, VERSION)
        tflite.ModelAddOperatorCodes(self.builder, codes)
        tflite.ModelAddSubgraphs(self.builder, graphs)
        tflite.ModelAddBuffers(self.builder, buffers)
        self.builder.Finish(tflite.ModelEnd(self.builder), file_identifier=b"TFL3")
        return bytes(self.builder.Output())
