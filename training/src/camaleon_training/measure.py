"""How good mattes are, measured as ``camaleon evaluate segmentation`` does it."""

from __future__ import annotations

import functools
import math

import cv2
import numpy as np
import torch
from torch import nn

from .config import Shape
from .pictures import Matte, Picture

BUDGET = 36_864  # pixels the engine gives the network: 256×144
STRIDE = 16
ASPECT_WEIGHT = 4  # a wrong aspect against a wrong area: makes 208×160 of 640×480, not 224×160


@functools.cache
def input_shape(height: int, width: int, budget: int = BUDGET) -> Shape:
    """Return the network's input shape for a picture: multiples of 16, about ``budget`` pixels, nearest in aspect."""
    sides = range(STRIDE, 1024, STRIDE)

    def misfit(shape: Shape) -> float:
        area = abs(math.log(shape[0] * shape[1] / budget))
        return area + ASPECT_WEIGHT * abs(math.log(shape[1] / shape[0] * height / width))

    return min(((rows, columns) for rows in sides for columns in sides), key=misfit)


def intersection_over_union(matte: np.ndarray, truth: np.ndarray) -> float:
    """Return the intersection over union of two Boolean arrays (H, W); two empty ones agree."""
    union = np.logical_or(matte, truth).sum()
    return float(np.logical_and(matte, truth).sum() / union) if union else 1.0


def measures(mattes: list[np.ndarray], masks: list[Matte]) -> dict[str, float]:
    """Compare mattes (H, W), 0…1, with masks (H, W), 0…255, picture by picture.

    The intersection over union of the person, at 0.5, is the mean over pictures, not pooled over pixels; ``meanIoU``
    averages it with the background's.
    """
    person, background, difference = [], [], []
    for matte, mask in zip(mattes, masks, strict=True):
        found, truth = matte >= 0.5, mask > 127
        person.append(intersection_over_union(found, truth))
        background.append(intersection_over_union(~found, ~truth))
        difference.append(float(np.abs(matte - truth).mean()))
    return {
        "count": len(mattes),
        "personIoU": float(np.mean(person)),
        "meanIoU": float(np.mean(person) + np.mean(background)) / 2,
        "personIoU5thPercentile": float(np.percentile(person, 5)),
        "meanAbsoluteDifference": float(np.mean(difference)),
    }


@torch.inference_mode()
def infer(network: nn.Module, picture: Picture, budget: int = BUDGET) -> np.ndarray:
    """Return the matte of a picture at its own size, (H, W), 0…1."""
    height, width = picture.shape[:2]
    rows, columns = input_shape(height, width, budget)
    small = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    rgb = torch.from_numpy(small).permute(2, 0, 1)[None].float() / 255  # (1, 3, H, W)
    matte = torch.sigmoid(network(rgb))[0, 0].numpy()
    return cv2.resize(matte, (width, height), interpolation=cv2.INTER_LINEAR)


def evaluate(network: nn.Module, pictures: list[Picture], masks: list[Matte], budget: int = BUDGET) -> dict[str, float]:
    """Measure a network on pictures with masks."""
    network.eval()
    return measures([infer(network, picture, budget) for picture in pictures], masks)
