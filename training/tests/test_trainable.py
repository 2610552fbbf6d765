"""Training a model file's network on."""

import numpy as np
import pytest
import torch

from camaleon_training.finetune import loss
from camaleon_training.golden_networks import segmenter
from camaleon_training.interpreter import outputs
from camaleon_training.mix import mixed
from camaleon_training.operations import Model
from camaleon_training.trainable import Trainable

SHAPE = (16, 32)


@pytest.fixture
def model() -> Model:
    """Return a small network like the selfie network."""
    return segmenter(SHAPE)


def batch() -> torch.Tensor:
    """Return two pictures, (B, 3, H, W), 0…1."""
    return torch.from_numpy(np.random.default_rng(1).random((2, 3, *SHAPE), dtype=np.float32))


def test_module_makes_what_the_file_makes(model: Model) -> None:
    """Of a batch, picture by picture."""
    rgb = batch()

    mattes = torch.sigmoid(Trainable(model)(rgb)).detach().numpy()

    for picture, matte in zip(rgb, mattes, strict=True):
        (expected,) = outputs(model, picture.permute(1, 2, 0).numpy()).values()
        np.testing.assert_allclose(matte[0], expected[..., 0], atol=1e-5)


def test_what_comes_before_a_layer_stays_as_it_is(model: Model) -> None:
    """And what comes after moves."""
    network = Trainable(model, frozen_before="upsampled")
    optimiser = torch.optim.SGD([one for one in network.parameters() if one.requires_grad], lr=0.5)
    target = torch.zeros(2, 1, *SHAPE)

    loss(network(batch()), target).backward()
    optimiser.step()
    made = network.exported()

    same = {
        operation.name: np.array_equal(operation.weight.astype(np.float32), before.weight.astype(np.float32))
        for operation, before in zip(made.operations, model.operations, strict=True)
        if before.weight is not None
    }
    assert same["stem"] and same["deep.project"]
    assert not same["narrowed"] and not same["matte"]


def test_steps_bring_the_network_nearer_to_its_target(model: Model) -> None:
    """A bright half is the person."""
    rgb = torch.zeros(2, 3, *SHAPE)
    rgb[..., 16:] = 1
    target = rgb[:, :1].clone()
    network = Trainable(model)
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-2)
    first = loss(network(rgb), target).item()

    for _ in range(30):
        optimiser.zero_grad()
        value = loss(network(rgb), target)
        value.backward()
        optimiser.step()

    assert value.item() < 0.5 * first


def test_loss_of_a_perfect_matte_is_nothing() -> None:
    """And of the opposite the most there is: 4 for the square, 0.3 for the overlap."""
    target = torch.zeros(1, 1, 32, 32)
    target[..., 8:, :] = 1
    logits = (target - 0.5) * 80

    assert loss(logits, target).item() == pytest.approx(0, abs=1e-6)
    assert loss(-logits, target).item() == pytest.approx(4.3, abs=0.02)


def test_mixture_lies_between_both(model: Model) -> None:
    """A quarter of the way to the others."""
    other = Trainable(model).exported()
    for operation in other.operations:
        if operation.weight is not None:
            operation.weight = operation.weight + 1

    made = mixed(model, [other, other], 0.25)

    assert np.allclose(made.operations[0].weight, model.operations[0].weight.astype(np.float32) + 0.25, atol=1e-3)
