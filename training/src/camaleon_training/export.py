"""Write the network for the Swift engine, with goldens: ``python -m camaleon_training.export --checkpoint FILE``."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch
from torch import nn

from . import cml
from .evaluate import of_checkpoint
from .golden_networks import write_networks
from .goldens import HALVING, write, write_golden, write_singles
from .model import UNet
from .operations import (
    CONCATENATION,
    CONVOLUTION,
    LOGISTIC,
    MAX_POOL,
    NONE,
    RELU,
    TRANSPOSED_2X2,
    Model,
    Operation,
    centred,
)

REPOSITORY = Path(__file__).resolve().parents[3]
GOLDEN_SHAPE = (16, 32)  # height, width: 1×2 at the bottom
TINY_CHANNELS = (4, 6, 8, 12, 16)  # not all multiples of the engine's blocks


def convolution(name: str, source: int, module: nn.Conv2d, activation: int) -> Operation:
    """Turn a convolution without batch norm into the file's operation."""
    weight = module.weight.detach().permute(0, 2, 3, 1).numpy()  # (C_out, K, K, C_in)
    bias = module.bias.detach().numpy()
    geometry = centred(module.kernel_size[0])
    return Operation(CONVOLUTION, name, (source,), len(bias), activation, geometry, weight, bias)


def transposed(name: str, source: int, module: nn.ConvTranspose2d) -> Operation:
    """Turn an upsampling into the file's operation."""
    weight = module.weight.detach().permute(1, 2, 3, 0).numpy()  # (C_out, K, K, C_in)
    bias = module.bias.detach().numpy()
    return Operation(TRANSPOSED_2X2, name, (source,), len(bias), NONE, None, weight, bias)


def exported(network: UNet) -> Model:
    """Turn a network into a model file's content, batch norms folded."""
    plain = network.folded()
    model = Model(tuple(plain.mean.tolist()), tuple(plain.scale.tolist()))

    def add_block(name: str, source: int, block: nn.Module) -> int:
        source = model.add(convolution(f"{name}.conv0", source, block.conv0, RELU))
        return model.add(convolution(f"{name}.conv1", source, block.conv1, RELU))

    value, skips = 0, []
    for index, block in enumerate(plain.encoder):
        if index > 0:
            skips.append(value)
            channels = model.channels(value)
            value = model.add(Operation(MAX_POOL, f"encoder{index}.pool", (value,), channels, geometry=HALVING))
        value = add_block(f"encoder{index}", value, block)
    for index, up in enumerate(plain.decoder):
        value = model.add(transposed(f"decoder{index}.up", value, up.up))
        inputs = (value, skips.pop())
        channels = sum(map(model.channels, inputs))
        value = model.add(Operation(CONCATENATION, f"decoder{index}.concatenation", inputs, channels))
        value = add_block(f"decoder{index}", value, up.block)
    model.outputs = (model.add(convolution("head", value, plain.head, LOGISTIC)),)
    return model


def tiny() -> Model:
    """Return the same network with fewer channels and seeded weights, batch norm statistics among them."""
    generator = torch.Generator().manual_seed(1)
    network = UNet(channels=TINY_CHANNELS)
    for name, values in network.state_dict().items():
        if name.endswith("running_var"):
            values.copy_(torch.rand(values.shape, generator=generator) + 0.5)
        elif values.dtype.is_floating_point and name not in ("mean", "scale"):
            spread = (2 / values[0].numel()) ** 0.5 if values.ndim > 1 else 0.3
            values.copy_(torch.randn(values.shape, generator=generator) * spread + (values.ndim == 1) * 0.5)
    return exported(network)


def main() -> None:
    """Write the weights, if a checkpoint is given, and the goldens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, help="whose averaged weights to write; without it, only the goldens")
    parser.add_argument("--last", action="store_true", help="write the last weights instead of the averaged")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "Models" / "unet.cml")
    parser.add_argument("--goldens", type=Path, default=REPOSITORY / "Tests" / "Golden")
    options = parser.parse_args()
    options.goldens.mkdir(parents=True, exist_ok=True)
    write(options.goldens, "unet-tiny", tiny(), GOLDEN_SHAPE)
    write_singles(options.goldens)
    write_networks(options.goldens)
    if options.checkpoint is not None:
        data = cml.encoded(exported(of_checkpoint(options.checkpoint, last=options.last)))
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_bytes(data)
        write_golden(options.goldens / "unet.golden", cml.decoded(data), GOLDEN_SHAPE)
        print(f"{options.output.name}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
