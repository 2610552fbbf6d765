"""Train a model file's network on: ``python -m camaleon_training.finetune --run open --model selfie.cml``."""

from __future__ import annotations

import argparse
import copy
import itertools
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from . import augment
from .cml import decoded, encoded
from .config import default_data
from .finetune_config import FINE_TUNINGS, FineTuning
from .folders import Folders, read_folders
from .schedule import rate
from .teacher import read_labels
from .train import as_tensors, average_into
from .trainable import Trainable

log = logging.getLogger("camaleon.training")

LOG_STEPS = 50
CHECKPOINT_STEPS = 250
IOU_SHARE, IOU_SMOOTHING = 0.3, 50.0  # of the loss; pixels


def sample(rng: np.random.Generator, folders: Folders, run: FineTuning, shape: tuple[int, int]) -> augment.Sample:
    """Make one training sample of a shape."""
    names = list(run.shares)
    shares = np.array([run.shares[name] for name in names])
    name = names[rng.choice(len(names), p=shares / shares.sum())]
    nobody = np.zeros(shape, np.uint8)
    if name == "rooms":
        frame, matte = augment.room(rng, folders.rooms, shape), nobody
    elif rng.random() < run.over_room:
        behind = augment.room(rng, folders.rooms, shape), nobody
        if rng.random() < augment.SECOND_PERSON:
            behind = augment.over_room(rng, folders.drawn(rng, name), behind, run.composed_scale, shape)
        frame, matte = augment.over_room(rng, folders.drawn(rng, name), behind, run.composed_scale, shape)
    else:
        frame, matte = augment.in_place(rng, folders.drawn(rng, name), run.in_place_scale, 0.5, shape)
    if rng.random() < run.lit:
        frame = augment.lit(rng, frame)
    return (augment.spoiled(rng, frame) if rng.random() < run.spoiled else frame), matte


def batch(run: FineTuning, folders: Folders, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Make a step's batch from nothing but the seed: frames (B, H, W, 3) and mattes (B, H, W), both 0…255."""
    rng = np.random.default_rng((run.seed, step))
    shape = run.shapes[step % len(run.shapes)]
    samples = [sample(rng, folders, run, shape) for _ in range(run.batch)]
    return np.stack([frame for frame, _ in samples]), np.stack([matte for _, matte in samples])


def loss(logits: Tensor, target: Tensor) -> Tensor:
    """Compare logits with a target in 0…1, both (B, 1, H, W).

    Squared, not logarithmic: the network is sure of itself, so that the few mistakes it makes, and those of the labels,
    would rule a cross-entropy, and first of all teach it to be unsure everywhere.
    """
    matte = torch.sigmoid(logits)
    shared = (matte * target).sum(dim=(1, 2, 3))
    union = (matte + target - matte * target).sum(dim=(1, 2, 3))
    overlap = ((shared + IOU_SMOOTHING) / (union + IOU_SMOOTHING)).mean()
    return 4 * functional.mse_loss(matte, target) + IOU_SHARE * (1 - overlap)


@dataclass
class State:
    """All that changes while training."""

    network: Trainable
    average: Trainable
    optimiser: torch.optim.Optimizer
    step: int = 0

    @staticmethod
    def start(model: bytes, run: FineTuning) -> State:
        """Begin at a model file's weights."""
        torch.manual_seed(run.seed)
        network = Trainable(decoded(model), frozen_before=run.frozen_before)
        trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
        optimiser = torch.optim.AdamW(trained, lr=0.0, weight_decay=0.0, betas=(0.9, 0.99), fused=True)
        return State(network, copy.deepcopy(network).eval(), optimiser)

    def save(self, path: Path) -> None:
        """Write a checkpoint, all or nothing."""
        parts = {name: getattr(self, name).state_dict() for name in ("network", "average", "optimiser")}
        partial = path.with_suffix(".partial")
        torch.save(parts | {"step": self.step}, partial)
        partial.replace(path)

    def load(self, path: Path) -> None:
        """Go back to a checkpoint."""
        state = torch.load(path, weights_only=True)
        for name in ("network", "average", "optimiser"):
            getattr(self, name).load_state_dict(state[name])
        self.step = state["step"]


def train_step(state: State, run: FineTuning, frames: np.ndarray, mattes: np.ndarray) -> float:
    """Take one step on frames (B, H, W, 3) and mattes (B, H, W); return the loss."""
    for group in state.optimiser.param_groups:
        group["lr"] = rate(state.step / run.steps, run.peak_rate, run.warm_up)
    rgb, target = as_tensors(frames, mattes)
    value = loss(state.network(rgb), target)
    state.optimiser.zero_grad(set_to_none=True)
    value.backward()
    nn.utils.clip_grad_norm_(state.network.parameters(), run.clip_norm)
    state.optimiser.step()
    state.step += 1
    average_into(state.average, state.network, min(run.average, state.step / (state.step + 10)))
    return value.item()


def batches(state: State, run: FineTuning, folders: Folders) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Make batches one step ahead, in a thread of their own."""
    with ThreadPoolExecutor(1) as maker:
        ahead = maker.submit(batch, run, folders, state.step)
        for step in itertools.count(state.step + 1):
            made = ahead.result()
            ahead = maker.submit(batch, run, folders, step)
            yield made


def train(state: State, run: FineTuning, folders: Folders, folder: Path) -> None:
    """Train to the run's last step, writing checkpoints into a folder."""
    losses: list[float] = []
    before = time.time()
    for frames, mattes in batches(state, run, folders):
        if state.step >= run.steps:
            break
        losses.append(train_step(state, run, frames, mattes))
        if state.step % LOG_STEPS == 0:
            seconds = (time.time() - before) / LOG_STEPS
            log.info("step %d loss %.4f seconds %.2f", state.step, np.mean(losses), seconds)
            losses.clear()
            before = time.time()
        if state.step % CHECKPOINT_STEPS == 0:
            state.save(folder / "checkpoint.pt")
    state.save(folder / "checkpoint.pt")


def main() -> None:
    """Train a run, or go on with it if its folder holds a checkpoint, and write its model file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", choices=sorted(FINE_TUNINGS), required=True)
    parser.add_argument("--model", type=Path, required=True, help="the model file to start from")
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    run = FINE_TUNINGS[options.run]
    folder = options.runs / run.name
    folder.mkdir(parents=True, exist_ok=True)
    state = State.start(options.model.read_bytes(), run)
    if (folder / "checkpoint.pt").exists():
        state.load(folder / "checkpoint.pt")
    labels = read_labels(options.runs / "teacher.npz") if run.needs_teacher else {}
    folders = read_folders(options.data, run, labels)
    log.info("run %s from step %d of %d", run.name, state.step, run.steps)
    train(state, run, folders, folder)
    (folder / f"{run.name}.cml").write_bytes(encoded(state.average.exported()))
    log.info("done")


if __name__ == "__main__":
    main()
