"""What a training run is made of: frozen, with defaults; recipes override it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

Shape = tuple[int, int]  # height, width

PORTRAIT: Shape = (208, 160)  # what the engine makes of 384×512
LANDSCAPE: Shape = (160, 208)  # of 640×480
WIDE: Shape = (144, 256)  # of 1280×720


def default_data() -> Path:
    """Return the data folder: the environment's CAMALEON_DATA, or ``../shared/data`` beside the repository."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    return Path(os.environ.get("CAMALEON_DATA", beside))


@dataclass(frozen=True)
class Mixture:
    """How often each kind of sample is drawn, and how; the kinds' shares need not add up to one."""

    portrait: float = 0.64
    body: float = 0.29
    room: float = 0.07
    unlabelled: float = 0.0
    portrait_over_room: float = 0.45  # share composed on an empty room; of unlabelled pictures too
    body_over_room: float = 0.4
    untransformed: float = 0.3  # of those not composed, the share that is only fitted to the frame
    composed_scale: tuple[float, float] = (0.35, 1.7)  # height of the person's picture in frames


@dataclass(frozen=True)
class Phase:
    """One training run: data, schedule, seed."""

    name: str
    mixture: Mixture
    peak_rate: float
    shapes: tuple[Shape, ...]  # batches take turns
    batch: int = 16
    early_shapes: tuple[Shape, ...] = ()  # smaller pictures first: more of them in the same time
    early_share: float = 0.0  # of the run, until which early_shapes are drawn
    late_mixture: Mixture | None = None  # milder, for the end of the run
    late_share: float = 0.0  # of the run, for which late_mixture is drawn
    portrait_teacher: float = 0.0  # share of the teacher's matte in the portraits' targets
    body_teacher: float = 0.0
    warm_up: float = 0.12  # of the run
    weight_decay: float = 1e-4
    average: float = 0.998  # decay of the moving average of the weights, a step
    seed: int = 20


PAPER = Phase(
    name="paper",
    mixture=Mixture(),
    peak_rate=6e-3,
    shapes=(PORTRAIT, LANDSCAPE, PORTRAIT, WIDE, PORTRAIT, LANDSCAPE, (256, 192), PORTRAIT),
    early_shapes=((160, 128), (128, 160), (160, 128), (112, 192)),
    early_share=0.5,
)
TEACHER = Phase(
    name="teacher",
    mixture=Mixture(
        portrait=0.5,
        body=0.25,
        room=0.06,
        unlabelled=0.19,
        portrait_over_room=0.36,
        untransformed=0.4,
        composed_scale=(0.42, 1.8),
    ),
    peak_rate=4e-3,
    batch=8,  # the first phase underfits: more steps, not quieter ones
    shapes=(PORTRAIT, LANDSCAPE, PORTRAIT, WIDE, PORTRAIT, LANDSCAPE),
    early_shapes=((128, 96), (160, 128), (112, 144), (160, 128), (96, 160)),
    early_share=0.8,
    late_mixture=Mixture(
        portrait=0.52,
        body=0.25,
        room=0.06,
        unlabelled=0.17,
        portrait_over_room=0.22,
        body_over_room=0.3,
        untransformed=0.55,
        composed_scale=(0.42, 1.8),
    ),
    late_share=0.25,
    portrait_teacher=0.3,
    body_teacher=0.6,
    warm_up=0.08,
    seed=21,
)
FINISH = replace(
    TEACHER,
    name="finish",
    mixture=replace(TEACHER.mixture, body=0.22, unlabelled=0.22),
    peak_rate=3e-3,
    shapes=(PORTRAIT, LANDSCAPE, PORTRAIT, WIDE),  # the second phase ended better on small pictures than on these
    early_shapes=((160, 128), LANDSCAPE, (128, 160), PORTRAIT, (112, 192)),
    early_share=0.35,
    late_share=0.3,
    warm_up=0.05,
    seed=22,
)
POLISH = replace(
    FINISH,
    name="polish",
    peak_rate=2e-3,  # from weights that are good: no need to shake them as far
    early_shapes=((160, 128), LANDSCAPE, (128, 160), PORTRAIT),
    early_share=0.2,
    seed=23,
)
PHASES = {phase.name: phase for phase in (PAPER, TEACHER, FINISH, POLISH)}
