"""The model file and its goldens."""

import struct

import numpy as np
import pytest
import torch

from camaleon_training import cml
from camaleon_training.export import exported, tiny
from camaleon_training.goldens import SINGLE, activations, single
from camaleon_training.measure import input_shape
from test_model import trained


def test_exported_file_gives_the_trained_networks_matte() -> None:
    """Written, read back and run operation by operation, within what half precision costs."""
    network = trained(2)
    rgb = torch.rand(1, 3, 32, 48)

    model = cml.decoded(cml.encoded(exported(network)))
    matte = activations(model, rgb[0].permute(1, 2, 0).numpy())["head"][..., 0]

    assert np.abs(matte - torch.sigmoid(network(rgb))[0, 0].detach().numpy()).max() < 5e-3


def test_header_is_laid_out_as_documented() -> None:
    """Magic, version, length, then channels, a zero, and the default size."""
    data = cml.encoded(tiny())

    assert data[:4] == b"CAML"
    assert struct.unpack_from("<2I", data, 4) == (1, len(data))
    assert struct.unpack_from("<4H6f", data, 16) == (3, 0, 256, 144, 0.5, 0.5, 0.5, 2.0, 2.0, 2.0)


def test_weights_are_laid_out_output_row_column_input() -> None:
    """The first operation's weights follow its header."""
    network = trained(3)
    model = exported(network)
    data = cml.encoded(model)
    offset = 16 + 8 + 24 + 2
    kind, activation, inputs, name_bytes = struct.unpack_from("<4B", data, offset)

    weights = np.frombuffer(data, "<f2", 8 * 27, offset + 4 + name_bytes + 4).reshape(8, 3, 3, 3)

    assert (kind, activation, inputs) == (cml.CONVOLUTION_3X3, cml.RELU, 1)
    expected = network.folded().encoder[0].conv0.weight.detach().numpy()  # (C_out, C_in, K, K)
    assert np.array_equal(weights, expected.transpose(0, 2, 3, 1).astype(np.float16))


def test_damaged_file_is_refused() -> None:
    """A flipped bit does not pass the checksum."""
    data = bytearray(cml.encoded(single(*SINGLE[0][:2], 3, 5)))
    data[-1] ^= 1

    with pytest.raises(ValueError, match="no whole model file"):
        cml.decoded(bytes(data))


@pytest.mark.parametrize(
    ("height", "width", "shape"), [(480, 640, (160, 208)), (720, 1280, (144, 256)), (512, 384, (208, 160))]
)
def test_input_shape_is_near_the_pictures_aspect(height: int, width: int, shape: tuple[int, int]) -> None:
    """The same shapes as the engine's."""
    assert input_shape(height, width) == shape
