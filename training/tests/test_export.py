"""The network as the engine gets it."""

import numpy as np
import pytest
import torch

from camaleon_training import cml
from camaleon_training.export import exported, tiny
from camaleon_training.interpreter import outputs
from camaleon_training.measure import input_shape
from camaleon_training.model import CHANNELS
from camaleon_training.operations import multiply_adds
from test_model import trained


def test_exported_file_gives_the_trained_networks_matte() -> None:
    """Written, read back and run operation by operation, within what half precision costs."""
    network = trained(2)
    rgb = torch.rand(1, 3, 32, 48)

    model = cml.decoded(cml.encoded(exported(network)))
    matte = outputs(model, rgb[0].permute(1, 2, 0).numpy())["head"][..., 0]

    assert np.abs(matte - torch.sigmoid(network(rgb))[0, 0].detach().numpy()).max() < 5e-3


def test_exported_network_costs_the_papers_multiply_adds() -> None:
    """Every convolution of the figure, at 256 × 144, counted by hand from its channels."""
    expected, before = 0, 3
    for level, width in enumerate(CHANNELS):
        expected += (256 >> level) * (144 >> level) * 9 * (before * width + width * width)
        before = width
    for level, width in ((3, 64), (2, 32), (1, 16), (0, 8)):
        expected += (256 >> level) * (144 >> level) * (before * width + 27 * width * width)
        before = width

    assert multiply_adds(exported(trained(4))) == expected + 256 * 144 * 8


def test_weights_keep_their_order_output_row_column_input() -> None:
    """The first operation's weights are the trained ones, transposed."""
    network = trained(3)

    first = cml.decoded(cml.encoded(exported(network))).operations[0]

    expected = network.folded().encoder[0].conv0.weight.detach().numpy()  # (C_out, C_in, K, K)
    assert np.array_equal(first.weight, expected.transpose(0, 2, 3, 1).astype(np.float16))


def test_weights_beyond_half_precision_are_refused() -> None:
    """65,520 rounds to infinity."""
    model = tiny()
    model.operations[0].weight[0, 0, 0, 0] = 65_520

    with pytest.raises(ValueError, match="beyond half precision"):
        cml.encoded(model)


@pytest.mark.parametrize(
    ("height", "width", "shape"), [(480, 640, (160, 208)), (720, 1280, (144, 256)), (512, 384, (208, 160))]
)
def test_input_shape_is_near_the_pictures_aspect(height: int, width: int, shape: tuple[int, int]) -> None:
    """The same shapes as the engine's."""
    assert input_shape(height, width) == shape
