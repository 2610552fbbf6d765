"""Measure weights as ``camaleon evaluate segmentation`` does: ``python -m camaleon_training.evaluate --model FILE``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from .cml import decoded
from .config import default_data
from .interpreter import outputs
from .measure import BUDGET, infer, measures
from .model import UNet
from .operations import Model
from .pictures import read_portraits


def of_checkpoint(path: Path, *, last: bool = False) -> UNet:
    """Return the averaged network of a checkpoint, or the last weights with the averaged batch norm statistics.

    The last are better where a run ended with so few steps that the average still lags behind.
    """
    state = torch.load(path, weights_only=True)
    weights = dict(state["average"])
    if last:
        weights |= {name: values for name, values in state["network"].items() if "running" not in name}
    network = UNet()
    network.load_state_dict(weights)
    return network.eval()


class Exported(torch.nn.Module):
    """A model file's network as a module of logits, so that it is measured like any other."""

    def __init__(self, model: Model) -> None:
        """Wrap what a model file holds."""
        super().__init__()
        self.model = model

    def forward(self, rgb: torch.Tensor) -> torch.Tensor:
        """Map (1, 3, H, W) in 0…1 to logits (1, 1, H, W)."""
        (matte,) = outputs(self.model, rgb[0].permute(1, 2, 0).numpy()).values()
        return torch.logit(torch.from_numpy(np.ascontiguousarray(matte)), eps=1e-7).permute(2, 0, 1)[None]


def main() -> None:
    """Print the measures on validation as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a model file, .cml, or a checkpoint, .pt")
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--budget", type=int, default=BUDGET, help="pixels of the network's input")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--last", action="store_true", help="a checkpoint's last weights instead of the averaged")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)
    is_file = options.model.suffix == ".cml"
    network = (
        Exported(decoded(options.model.read_bytes())) if is_file else of_checkpoint(options.model, last=options.last)
    )
    pictures, masks = read_portraits(options.data, "validation")
    print(json.dumps(measures([infer(network, picture, options.budget) for picture in pictures], masks)))


if __name__ == "__main__":
    main()
