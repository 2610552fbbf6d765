"""The network."""

import torch

from camaleon_training.model import PARAMETERS, UNet, parameter_count


def trained(seed: int) -> UNet:
    """Return a network whose batch norms have seen something."""
    torch.manual_seed(seed)
    network = UNet()
    for _ in range(3):
        network(torch.rand(2, 3, 32, 48))
    for name, parameter in network.named_parameters():
        if "norm" in name:
            parameter.data += 0.3 * torch.rand_like(parameter)
    return network.eval()


def test_has_exactly_the_papers_parameters() -> None:
    """485,817, once batch norm is folded."""
    assert PARAMETERS == 485_817
    assert parameter_count(UNet().folded()) == PARAMETERS


def test_folding_batch_norm_keeps_the_function() -> None:
    """The folded network gives the trained network's logits."""
    network = trained(1)
    rgb = torch.rand(2, 3, 48, 32)

    difference = (network.folded()(rgb) - network(rgb)).abs().max()

    assert difference < 1e-4
