"""Average networks that were trained on with where they came from: ``python -m camaleon_training.mix``.

Training on makes a network better at what it sees and worse at what it does not; the weights in between are good at
both, and several runs averaged are better than each.

Sources: Wortsman et al., "Robust fine-tuning of zero-shot models", 2022, §3, <https://arxiv.org/abs/2109.01903>, and
"Model soups", 2022, §2, <https://arxiv.org/abs/2203.05482>.
"""

from __future__ import annotations

import argparse
import hashlib
from copy import copy
from pathlib import Path

from .cml import decoded, encoded
from .operations import Model


def averaged(models: list[Model], shares: list[float]) -> Model:
    """Average models of one shape weight by weight; the shares should add up to one."""
    model = copy(models[0])
    model.operations = [copy(operation) for operation in model.operations]
    for index, operation in enumerate(model.operations):
        if operation.weight is None:
            continue
        parts = [other.operations[index] for other in models]
        if any(part.weight is None or part.weight.shape != operation.weight.shape for part in parts):
            raise ValueError(f"{operation.name} is of another shape in another model")
        pairs = list(zip(shares, parts, strict=True))
        operation.weight = sum(share * part.weight.astype("f4") for share, part in pairs)
        operation.bias = sum(share * part.bias for share, part in pairs)
    return model


def mixed(original: Model, trained: list[Model], share: float) -> Model:
    """Average a model with those that were trained on from it, which get ``share``, 0…1, among them."""
    return averaged([original, *trained], [1 - share, *[share / len(trained)] * len(trained)])


def main() -> None:
    """Write the mixture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, nargs="+", help="model files that were trained on")
    parser.add_argument("--original", type=Path, required=True, help="the model file that they started from")
    parser.add_argument("--share", type=float, default=0.6, help="of those that were trained on, 0…1")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    trained = [decoded(path.read_bytes()) for path in options.trained]
    data = encoded(mixed(decoded(options.original.read_bytes()), trained, options.share))
    options.output.write_bytes(data)
    print(f"{options.output.name}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
