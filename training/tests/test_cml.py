"""The model file."""

import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest

from camaleon_training import cml
from camaleon_training.golden_networks import NETWORKS
from camaleon_training.goldens import ALONE, WITH_HEAD, alone, with_head
from camaleon_training.operations import (
    AVERAGE_POOL,
    CONCATENATION,
    CONVOLUTION,
    MAX_POOL,
    NONE,
    PRELU,
    RELU,
    Geometry,
    Model,
    Operation,
)

EVERY_MODEL = [alone(case) for case in ALONE] + [with_head(case) for case in WITH_HEAD]
EVERY_MODEL += [make(shape) for make, shape in NETWORKS.values()]


def small() -> Model:
    """Return a 5 × 5 convolution with stride 2, PReLU and a pooling, for inputs of 9 × 7 pixels."""
    weight = np.arange(4 * 25 * 3, dtype=np.float32).reshape(4, 5, 5, 3) / 300
    bias, slopes = np.array([1, 2, 3, 4], np.float32), np.array([0.5, 0.25, -1, 0], np.float32)
    stem = Operation(CONVOLUTION, "stem", (0,), 4, PRELU, Geometry(5, 2, 1, 0, 2, 3), weight, bias, slopes)
    pool = Operation(MAX_POOL, "pool", (1,), 4, NONE, Geometry(2, 2))
    return Model((0.5, 0.25, 0.0), (2.0, 4.0, 1.0), [stem, pool], (9, 7), (2, 1))


def resealed(data: bytes) -> bytes:
    """Return a model file's bytes with the length and checksum that they need."""
    return data[:8] + struct.pack("<2I", len(data), zlib.crc32(data[16:])) + data[16:]


def test_header_is_laid_out_as_documented() -> None:
    """Magic, version, length, checksum, channels, a zero, size, input range, outputs, operations."""
    data = cml.encoded(small())

    assert data[:4] == b"CAML"
    assert struct.unpack_from("<3I", data, 4) == (2, len(data), zlib.crc32(data[16:]))
    assert struct.unpack_from("<4H6f", data, 16) == (3, 0, 9, 7, 0.5, 0.25, 0.0, 2.0, 4.0, 1.0)
    assert struct.unpack_from("<B3H", data, 48) == (2, 2, 1, 2)


def test_operation_is_laid_out_as_documented() -> None:
    """Code to channels, geometry, weights, bias, slopes; then the next operation, which has a geometry alone."""
    data = cml.encoded(small())[55:]

    assert struct.unpack_from("<4B4s2H", data) == (1, 3, 1, 4, b"stem", 0, 4)
    assert tuple(data[12:18]) == (5, 2, 1, 0, 2, 3)
    weights = np.frombuffer(data, "<f2", 300, 18)
    assert np.array_equal(weights, (np.arange(300, dtype=np.float32) / 300).astype(np.float16))
    assert struct.unpack_from("<8f", data, 618) == (1, 2, 3, 4, 0.5, 0.25, -1, 0)
    assert struct.unpack_from("<4B4s2H", data, 650) == (4, 0, 1, 4, b"pool", 1, 4)
    assert tuple(data[662:]) == (2, 2, 0, 0, 0, 0)


@pytest.mark.parametrize("model", EVERY_MODEL, ids=lambda model: model.operations[0].name)
def test_what_was_written_is_read_back(model: Model) -> None:
    """Every operation of every golden, to the byte."""
    data = cml.encoded(model)

    assert cml.encoded(cml.decoded(data)) == data


def test_damaged_file_is_refused() -> None:
    """A flipped bit does not pass the checksum."""
    data = bytearray(cml.encoded(small()))
    data[-1] ^= 1

    with pytest.raises(ValueError, match="no whole model file"):
        cml.decoded(bytes(data))


def test_file_of_another_version_is_refused() -> None:
    """With its number."""
    data = cml.encoded(small())

    with pytest.raises(ValueError, match="version 1; this reader knows 2 to 3"):
        cml.decoded(data[:4] + struct.pack("<I", 1) + data[8:])


def test_file_says_the_oldest_version_that_can_hold_it() -> None:
    """So that readers of version 2 take what they can; and what came later is refused in such a file."""
    upsampling = next(alone(case) for case in ALONE if case.name == "upsample2x")
    data = cml.encoded(upsampling)

    assert cml.encoded(small())[4] == 2 and data[4] == 3
    with pytest.raises(ValueError, match="only version 3"):
        cml.decoded(data[:4] + struct.pack("<I", 2) + data[8:])


def test_file_that_ends_early_is_refused_wherever_it_ends() -> None:
    """Even where length and checksum are right."""
    data = cml.encoded(small())

    for end in range(len(data)):
        cut = data[:end] if end < 16 else resealed(data[:end])
        with pytest.raises(ValueError, match=r".+"):
            cml.decoded(cut)


def test_file_with_bytes_left_over_is_refused() -> None:
    """One zero too many."""
    with pytest.raises(ValueError, match="bytes follow"):
        cml.decoded(resealed(cml.encoded(small()) + b"\0"))


def kernel_too_large(model: Model) -> None:
    """Give the pooling a kernel of 16."""
    model.operations[1].geometry = Geometry(16, 2, 15, 15, 15, 15)


def padding_as_large_as_the_kernel(model: Model) -> None:
    """Let a kernel see nothing but padding."""
    model.operations[1].geometry = Geometry(2, 2, 2)


def kernel_beyond_the_input(model: Model) -> None:
    """Leave the pooling no pixel."""
    model.operations[1].geometry = Geometry(6, 2)


def average_over_padding(model: Model) -> None:
    """Average with a border."""
    model.operations[1].kind, model.operations[1].geometry = AVERAGE_POOL, Geometry(2, 2, 1)


def pooling_with_an_activation(model: Model) -> None:
    """Ask for what poolings do not do."""
    model.operations[1].activation = RELU


def pooling_that_makes_channels(model: Model) -> None:
    """Claim five channels of four."""
    model.operations[1].channels = 5


def concatenation_of_unequal_sizes(model: Model) -> None:
    """Join a value with its halved self."""
    model.add(Operation(CONCATENATION, "joined", (1, 2), 8))


def later_value(model: Model) -> None:
    """Read what the operation itself makes."""
    model.operations[1].inputs = (2,)


def output_that_is_not_made(model: Model) -> None:
    """Name a value too many."""
    model.outputs = (3,)


def no_output(model: Model) -> None:
    """Name none."""
    model.outputs = ()


def infinite_bias(model: Model) -> None:
    """Let a parameter be no number."""
    model.operations[0].bias[0] = np.inf


def slopes_missing(model: Model) -> None:
    """Forget what PReLU needs."""
    model.operations[0].slopes = None


@pytest.mark.parametrize(
    "spoil",
    [
        kernel_too_large,
        padding_as_large_as_the_kernel,
        kernel_beyond_the_input,
        average_over_padding,
        pooling_with_an_activation,
        pooling_that_makes_channels,
        concatenation_of_unequal_sizes,
        later_value,
        output_that_is_not_made,
        no_output,
        infinite_bias,
        slopes_missing,
    ],
    ids=lambda spoil: spoil.__name__,
)
def test_model_that_no_reader_takes_is_not_written(spoil: Callable[[Model], None]) -> None:
    """One fault at a time."""
    model = small()
    spoil(model)

    with pytest.raises(ValueError, match=r".+"):
        cml.encoded(model)
