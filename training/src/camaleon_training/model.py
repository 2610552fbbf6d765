"""The paper's UNet: C8-C16-C32-C64-C128 / CD64-CD32-CD16-CD8.

Batch norm stands between each convolution and its ReLU while training; ``UNet.folded`` removes it, and what is
left has exactly the paper's 485,817 parameters.
"""

from __future__ import annotations

import copy
import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional

CHANNELS = (8, 16, 32, 64, 128)
PARAMETERS = 485_817
STRIDE = 2 ** (len(CHANNELS) - 1)  # height and width must be multiples of it


class Block(nn.Module):
    """Ck without its pooling: conv3×3-ReLU-conv3×3-ReLU, with batch norm before each ReLU while training."""

    def __init__(self, c_in: int, c_out: int, *, batch_norm: bool) -> None:
        """Build a block from ``c_in`` to ``c_out`` channels."""
        super().__init__()
        self.conv0 = nn.Conv2d(c_in, c_out, 3, padding=1, bias=not batch_norm)
        self.norm0 = nn.BatchNorm2d(c_out) if batch_norm else nn.Identity()
        self.conv1 = nn.Conv2d(c_out, c_out, 3, padding=1, bias=not batch_norm)
        self.norm1 = nn.BatchNorm2d(c_out) if batch_norm else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, C_in, H, W) to (B, C_out, H, W), 0 or more."""
        x = functional.relu(self.norm0(self.conv0(x)))
        return functional.relu(self.norm1(self.conv1(x)))


class Up(nn.Module):
    """CDk: transposed convolution 2×2, concatenation [upsampled, skip], then a block."""

    def __init__(self, c_in: int, c_out: int, *, batch_norm: bool) -> None:
        """Build a decoder step from ``c_in`` to ``c_out`` channels."""
        super().__init__()
        self.up = nn.ConvTranspose2d(c_in, c_out, 2, stride=2)
        self.block = Block(2 * c_out, c_out, batch_norm=batch_norm)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        """Map (B, C_in, H, W) and the skip (B, C_out, 2H, 2W) to (B, C_out, 2H, 2W)."""
        return self.block(torch.cat([self.up(x), skip], dim=1))


class UNet(nn.Module):
    """The network; the input is RGB in 0…1, the output one logit a pixel."""

    mean: Tensor
    scale: Tensor

    def __init__(self, *, batch_norm: bool = True, channels: tuple[int, ...] = CHANNELS) -> None:
        """Build the network, with batch norm for training or without it as it is exported."""
        super().__init__()
        self.register_buffer("mean", torch.full((3,), 0.5))
        self.register_buffer("scale", torch.full((3,), 2.0))
        self.channels = channels
        inputs = (3, *channels[:-1])
        self.encoder = nn.ModuleList(
            Block(c_in, c_out, batch_norm=batch_norm) for c_in, c_out in zip(inputs, channels, strict=True)
        )
        down = channels[::-1]
        self.decoder = nn.ModuleList(Up(c_in, c_out, batch_norm=batch_norm) for c_in, c_out in itertools.pairwise(down))
        self.head = nn.Conv2d(channels[0], 1, 1)

    def forward(self, rgb: Tensor) -> Tensor:
        """Map (B, 3, H, W) in 0…1, H and W multiples of 16, to logits (B, 1, H, W)."""
        x = (rgb - self.mean[:, None, None]) * self.scale[:, None, None]
        skips = []
        for block in self.encoder[:-1]:
            skips.append(block(x))
            x = functional.max_pool2d(skips[-1], 2)
        x = self.encoder[-1](x)
        for up, skip in zip(self.decoder, reversed(skips), strict=True):
            x = up(x, skip)
        return self.head(x)

    def folded(self) -> UNet:
        """Return the same function without batch norm, each folded into the convolution before it."""
        plain = UNet(batch_norm=False, channels=self.channels)
        kept = {name: value for name, value in self.state_dict().items() if "norm" not in name}
        plain.load_state_dict(kept, strict=False)
        for name, module in self.named_modules():
            if isinstance(module, Block) and isinstance(module.norm0, nn.BatchNorm2d):
                target = plain.get_submodule(name)
                for conv, norm in (("conv0", "norm0"), ("conv1", "norm1")):
                    weight, bias = fold_batch_norm(getattr(module, conv).weight, getattr(module, norm))
                    getattr(target, conv).weight.data.copy_(weight)
                    getattr(target, conv).bias.data.copy_(bias)
        return plain.eval()

    def rounded(self) -> UNet:
        """Return a copy whose weights, not its biases, are rounded to half precision as in the weights file."""
        copied = copy.deepcopy(self)
        for name, parameter in copied.named_parameters():
            if name.endswith("weight"):
                parameter.data.copy_(parameter.data.half().float())
        return copied


def fold_batch_norm(weight: Tensor, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Fold a batch norm into the bias-free convolution before it.

    Args:
        weight: (C_out, C_in, K, K) convolution weights.
        norm: batch norm over C_out channels, with its running statistics.

    Returns:
        The folded weight, (C_out, C_in, K, K), and the bias, (C_out,).
    """
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale


def parameter_count(network: nn.Module) -> int:
    """Count the trained values of a network."""
    return sum(parameter.numel() for parameter in network.parameters())
