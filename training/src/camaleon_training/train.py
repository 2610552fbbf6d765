"""Train one phase: ``python -m camaleon_training.train --phase paper --minutes 30``."""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .augment import batch
from .config import PHASES, Mixture, Phase, Shape, default_data
from .measure import evaluate
from .model import UNet
from .pictures import Pictures, read_portraits, read_training
from .schedule import Progress, rate
from .teacher import read_labels

log = logging.getLogger("camaleon.training")

LOG_STEPS = 50
CHECKPOINT_STEPS = 150
EVALUATE_CHECKPOINTS = 4  # validation every so many checkpoints, for the log alone
CLIP_NORM = 2.0


@dataclass
class Run:
    """All that changes while training."""

    network: UNet
    average: UNet  # moving average of the weights: what is exported
    optimiser: torch.optim.Optimizer
    progress: Progress
    step: int = 0

    @staticmethod
    def start(phase: Phase, warm: Path | None = None) -> Run:
        """Begin a run from the seed or from the averaged weights of another run's checkpoint."""
        torch.manual_seed(phase.seed)
        network = UNet()
        if warm is not None:
            network.load_state_dict(torch.load(warm, weights_only=True)["average"])
        network = network.to(memory_format=torch.channels_last)
        average = UNet()
        average.load_state_dict(network.state_dict())
        optimiser = torch.optim.AdamW(network.parameters(), lr=0.0, weight_decay=phase.weight_decay, fused=True)
        return Run(network, average.eval(), optimiser, Progress())

    def save(self, path: Path) -> None:
        """Write a checkpoint, all or nothing."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": asdict(self.progress),
            "step": self.step,
        }
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(path)

    def load(self, path: Path) -> None:
        """Go back to a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])
        self.step = state["step"]


def shape_of(phase: Phase, step: int, progress: float) -> Shape:
    """Return the input shape of a step's batch."""
    shapes = phase.early_shapes if progress < phase.early_share else phase.shapes
    return shapes[step % len(shapes)]


def mixture_of(phase: Phase, progress: float) -> Mixture:
    """Return what a batch is drawn from at a progress."""
    return phase.late_mixture if phase.late_mixture and progress > 1 - phase.late_share else phase.mixture


def as_tensors(frames: np.ndarray, mattes: np.ndarray) -> tuple[Tensor, Tensor]:
    """Turn frames (B, H, W, 3) and mattes (B, H, W), 0…255, into (B, 3, H, W) and (B, 1, H, W), 0…1."""
    rgb = torch.from_numpy(frames).permute(0, 3, 1, 2).float() / 255  # (B, 3, H, W), channels last in memory
    return rgb, torch.from_numpy(mattes)[:, None].float() / 255


@torch.no_grad()
def average_into(average: nn.Module, network: nn.Module, decay: float) -> None:
    """Move the averaged weights, and the batch norms' statistics, towards the network's."""
    for slow, fast in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        if slow.dtype.is_floating_point:
            slow.lerp_(fast, 1 - decay)
        else:
            slow.copy_(fast)


def train_step(run: Run, phase: Phase, frames: np.ndarray, mattes: np.ndarray) -> float:
    """Take one step on frames (B, H, W, 3) and mattes (B, H, W); return the loss."""
    run.network.train()
    for group in run.optimiser.param_groups:
        group["lr"] = rate(run.progress.value, phase.peak_rate, phase.warm_up)
    rgb, target = as_tensors(frames, mattes)
    loss = functional.binary_cross_entropy_with_logits(run.network(rgb), target)
    run.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(run.network.parameters(), CLIP_NORM)
    run.optimiser.step()
    run.step += 1
    average_into(run.average, run.network, min(phase.average, run.step / (run.step + 10)))
    return loss.item()


def batches(run: Run, phase: Phase, pictures: Pictures) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Make batches one step ahead, in a thread of their own; each depends on the phase's seed and its step alone."""
    with ThreadPoolExecutor(1) as maker:

        def ask(step: int) -> object:
            shape = shape_of(phase, step, run.progress.value)
            mixture = mixture_of(phase, run.progress.value)
            return maker.submit(batch, (phase.seed, step), pictures, mixture, shape, phase.batch)

        ahead = ask(run.step)
        for step in itertools.count(run.step + 1):
            made = ahead.result()
            ahead = ask(step)
            yield made


def train(
    run: Run, phase: Phase, pictures: Pictures, folder: Path, deadline: float, validation: tuple[list, list]
) -> None:
    """Train until the deadline, in seconds since 1970, writing checkpoints into a folder."""
    losses: list[float] = []
    before = time.time()
    for frames, mattes in batches(run, phase, pictures):
        losses.append(train_step(run, phase, frames, mattes))
        if run.step % CHECKPOINT_STEPS == 0:
            run.save(folder / "checkpoint.pt")
            if run.step % (CHECKPOINT_STEPS * EVALUATE_CHECKPOINTS) == 0:
                log.info("validation %s", json.dumps(evaluate(run.average, *(part[::4] for part in validation))))
        if run.step % LOG_STEPS == 0:
            message = "step %d progress %.4f loss %.4f seconds %.2f"
            log.info(message, run.step, run.progress.value, np.mean(losses), run.progress.step_seconds)
            losses.clear()
        now = time.time()
        run.progress.after_step(now - before, deadline - now)
        before = now
        if run.progress.is_over:
            break
    run.save(folder / "checkpoint.pt")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phase", choices=sorted(PHASES), required=True)
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--deadline", help="when to end, as 2026-01-31T12:00, UTC; may change when resuming")
    parser.add_argument("--minutes", type=float, default=60, help="how long to train if there is no deadline")
    parser.add_argument("--warm", type=Path, help="a checkpoint whose averaged weights to start from")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    """Train a phase, or go on with it if its folder holds a checkpoint."""
    options = arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    phase = PHASES[options.phase]
    folder = options.runs / phase.name
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.time() + 60 * options.minutes
    if options.deadline:
        deadline = datetime.fromisoformat(options.deadline).replace(tzinfo=UTC).timestamp()
    run = Run.start(phase, options.warm)
    if (folder / "checkpoint.pt").exists():
        run.load(folder / "checkpoint.pt")
    needs_teacher = phase.mixture.unlabelled + phase.portrait_teacher + phase.body_teacher > 0
    labels = read_labels(options.runs / "teacher.npz") if needs_teacher else None
    shares = {"portrait_share": phase.portrait_teacher, "body_share": phase.body_teacher}
    pictures = read_training(options.data, labels, **shares)
    validation = read_portraits(options.data, "validation")
    log.info("phase %s from step %d, %d portraits", phase.name, run.step, len(pictures.portraits))
    train(run, phase, pictures, folder, deadline, validation)
    result = {"phase": asdict(phase), "steps": run.step, "validation": evaluate(run.average, *validation)}
    (folder / "result.json").write_text(json.dumps(result, indent=2) + "\n")
    log.info("done: %s", json.dumps(result["validation"]))


if __name__ == "__main__":
    main()
