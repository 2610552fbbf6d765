"""What a training run is made of: frozen, with defaults; recipes override it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

Shape = tuple[int, int]  # height, width

PORTRAIT: Shape = (208, 160)  # what the engine makes of 384×512
LANDSCAPE: Shape = (160, 208)  # of 640×480
WIDE: Shape = (144, 256)  # of 1280×720
SMALL: tuple[Shape, ...] = ((160, 128), (128, 160), (160, 128), (112, 192))
USUAL: tuple[Shape, ...] = (PORTRAIT, LANDSCAPE, PORTRAIT, WIDE, PORTRAIT, LANDSCAPE, (256, 192), PORTRAIT)


def default_data() -> Path:
    """Return the data folder: the environment's CAMALEON_DATA, or ``../shared/data`` beside the repository."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    return Path(os.environ.get("CAMALEON_DATA", beside))


@dataclass(frozen=True)
class Mixture:
    """How often each kind of sample is drawn; the shares need not add up to one."""

    portrait: float = 0.64
    body: float = 0.29
    room: float = 0.07
    unlabelled: float = 0.0


@dataclass(frozen=True)
class Phase:
    """One training run: data, schedule, seed."""

    name: str
    mixture: Mixture
    peak_rate: float
    batch: int = 16
    shapes: tuple[Shape, ...] = USUAL  # batches take turns
    early_shapes: tuple[Shape, ...] = ()  # smaller pictures first: more of them in the same time
    early_share: float = 0.0  # of the run, until which early_shapes are drawn
    portrait_teacher: float = 0.0  # share of the teacher's matte in the portraits' targets
    body_teacher: float = 0.0
    warm_up: float = 0.12  # of the run
    weight_decay: float = 1e-4
    average: float = 0.998  # decay of the moving average of the weights, a step
    seed: int = 20


PAPER = Phase(name="paper", mixture=Mixture(), peak_rate=6e-3, early_shapes=SMALL, early_share=0.5)
TEACHER = Phase(
    name="teacher",
    mixture=Mixture(portrait=0.47, body=0.26, room=0.06, unlabelled=0.21),
    peak_rate=3e-3,
    early_shapes=SMALL,
    early_share=0.3,
    portrait_teacher=0.3,
    body_teacher=0.6,
    warm_up=0.08,
    seed=21,
)
PHASES = {phase.name: phase for phase in (PAPER, TEACHER)}
