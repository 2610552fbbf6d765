"""The reader of TFLite networks, on small files made of the same operators as MediaPipe's."""

import numpy as np
import pytest

from camaleon_training.interpreter import outputs
from camaleon_training.operations import Model

tflite = pytest.importorskip("tflite", reason="the package tflite is not installed")

from camaleon_training.tflite_reader import converted, same_padding  # noqa: E402
from tiny_tflite import SAME, VALID, Writer  # noqa: E402

CODES = tflite.BuiltinOperator


def weights(*shape: int) -> np.ndarray:
    """Return seeded weights (C_out, K, K, C_in)."""
    return np.random.default_rng(shape).normal(0, 0.4, shape)


def started(height: int, width: int) -> tuple[Writer, int]:
    """Return a writer with a convolution of stride 2 and PReLU, and the tensor (1, H / 2, W / 2, 4) that it makes."""
    writer = Writer((1, height, width, 3))
    shape = (1, -(-height // 2), -(-width // 2), 4)
    stem = writer.convolution(0, weights(4, 5, 5, 3), "stem", shape, stride=2, padding=SAME)
    slopes = writer.constant(np.array([0.25, 0.5, -1, 1.5]).reshape(1, 1, 4))
    return writer, writer.operator(CODES.PRELU, [stem, slopes], "activated", shape)


def blaze(height: int, width: int) -> bytes:
    """Return a file with BlazeFace's block: halving, widening, adding; and a head that is as large as the map."""
    writer, value = started(height, width)
    rows, columns = -(-height // 2), -(-width // 2)
    half = (1, -(-rows // 2), -(-columns // 2))
    spatial = writer.convolution(value, weights(1, 3, 3, 4), "spatial", (*half, 4), stride=2, padding=SAME)
    pointwise = writer.convolution(spatial, weights(7, 1, 1, 4), "pointwise", (*half, 7), padding=VALID)
    pooled = writer.pool(value, "pooled", (*half, 4))
    amounts = writer.integers(np.array([[0, 0], [0, 0], [0, 0], [0, 3]]))
    deeper = writer.operator(CODES.PAD, [pooled, amounts], "deeper", (*half, 7))
    total = writer.sum([deeper, pointwise], "total", (*half, 7))
    block = writer.operator(CODES.RELU, [total], "block", (*half, 7))
    head = writer.convolution(block, weights(2, 2, 2, 7), "head", (1, half[1] - 1, half[2] - 1, 2), padding=VALID)
    count = 2 * (half[1] - 1) * (half[2] - 1)
    flat = writer.operator(CODES.RESHAPE, [head, writer.integers(np.array([1, count]))], "flat", (1, count))
    return writer.file([flat, block])


def model(data: bytes, names: dict[str, str]) -> Model:
    """Convert with an input range of −1…1."""
    return converted(data, names, (0.5,) * 3, (2.0,) * 3)


@pytest.mark.parametrize(("height", "width"), [(16, 12), (15, 13), (17, 14)])
def test_network_makes_what_the_makers_runtime_makes(height: int, width: int) -> None:
    """Odd and even sizes, so that SAME pads differently."""
    runtime = pytest.importorskip("ai_edge_litert.interpreter", reason="the package ai-edge-litert is not installed")
    data = blaze(height, width)
    rgb = np.random.default_rng(1).random((height, width, 3), dtype=np.float32)
    interpreter = runtime.Interpreter(model_content=data)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], (rgb[None] - 0.5) * 2)
    interpreter.invoke()
    expected = interpreter.get_tensor(interpreter.get_output_details()[1]["index"])[0]

    made = outputs(model(data, {"block": "features"}), rgb)["features"]

    np.testing.assert_allclose(made, expected, rtol=1e-4, atol=1e-5)


def test_activations_and_channel_padding_take_no_operation_of_their_own() -> None:
    """Six of eleven remain: reshaping is not needed, and constants, padding and activations are folded."""
    made = model(blaze(16, 12), {"head": "scores", "block": "features"})

    names = [operation.name for operation in made.operations]

    assert names == ["activated", "spatial", "pointwise", "pooled", "features", "scores"]
    assert made.outputs == (6, 5)
    assert made.default_size == (12, 16)


def test_constants_keep_their_half_precision() -> None:
    """Not a bit is lost."""
    made = model(blaze(16, 12), {"head": "scores"})

    assert np.array_equal(made.operations[0].weight, weights(4, 5, 5, 3).astype(np.float16))


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding"),
    [(128, 5, 2, (1, 2)), (64, 3, 1, (1, 1)), (64, 3, 2, (0, 1)), (15, 3, 2, (1, 1)), (96, 2, 2, (0, 0))],
)
def test_same_padding_puts_the_odd_pixel_last(size: int, kernel: int, stride: int, padding: tuple[int, int]) -> None:
    """As TensorFlow does."""
    assert same_padding(size, kernel, stride) == padding


def test_file_without_the_wanted_tensor_is_refused() -> None:
    """By its name."""
    with pytest.raises(ValueError, match="has no classificator_8"):
        model(blaze(16, 12), {"classificator_8": "scores"})


def test_file_of_another_kind_is_refused() -> None:
    """Whatever it is."""
    with pytest.raises(ValueError, match="no TFLite file"):
        model(b"PK\3\4 is a zip archive", {"head": "scores"})


def test_unknown_operator_is_refused() -> None:
    """A hyperbolic tangent, which no model file can say."""
    writer, value = started(8, 8)
    bent = writer.operator(CODES.TANH, [value], "bent", (1, 4, 4, 4))

    with pytest.raises(ValueError, match="bent is a TANH"):
        model(writer.file([bent]), {"bent": "bent"})


def test_activation_of_what_is_also_used_without_it_is_refused() -> None:
    """One value cannot be both."""
    writer, value = started(8, 8)
    plain = writer.convolution(value, weights(4, 1, 1, 4), "plain", (1, 4, 4, 4), padding=SAME)
    bent = writer.operator(CODES.RELU, [plain], "bent", (1, 4, 4, 4))
    both = writer.sum([plain, bent], "both", (1, 4, 4, 4))

    with pytest.raises(ValueError, match="bent cannot be fused"):
        model(writer.file([both]), {"both": "both"})


def test_padding_of_rows_is_refused() -> None:
    """Only channels, and only at the end, count as zero in an addition."""
    writer, value = started(8, 8)
    amounts = writer.integers(np.array([[0, 0], [0, 1], [0, 0], [0, 0]]))
    taller = writer.operator(CODES.PAD, [value, amounts], "taller", (1, 5, 4, 4))

    with pytest.raises(ValueError, match="taller pads more"):
        model(writer.file([taller]), {"taller": "taller"})


def test_padded_value_that_is_not_added_is_refused() -> None:
    """A convolution would miss the channels."""
    writer, value = started(8, 8)
    amounts = writer.integers(np.array([[0, 0], [0, 0], [0, 0], [0, 2]]))
    deeper = writer.operator(CODES.PAD, [value, amounts], "deeper", (1, 4, 4, 6))
    wide = writer.convolution(deeper, weights(3, 1, 1, 6), "wide", (1, 4, 4, 3), padding=SAME)

    with pytest.raises(ValueError, match="wide has weights"):
        model(writer.file([wide]), {"wide": "wide"})
