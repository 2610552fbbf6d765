"""What training on from another's network is made of: which pictures, how often, how long."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .config import Shape

# What the engine makes of 4:3 frames upright and lying, 16:9 and squares, then the smaller inputs of slow machines.
FULL: tuple[Shape, ...] = ((224, 304), (304, 224), (256, 256), (192, 336))
SMALL: tuple[Shape, ...] = ((160, 208), (208, 160))


@dataclass(frozen=True)
class FineTuning:
    """One run from a model file; folders' shares need not add up to one."""

    name: str
    shares: dict[str, float]  # how often a sample comes from each folder of pictures; ``rooms`` are without a person
    over_room: float = 0.12  # of the samples with a person, how many are composed over a room
    in_place_scale: tuple[float, float] = (0.75, 2.0)  # of pictures that keep their background; 1 just covers the frame
    composed_scale: tuple[float, float] = (0.2, 1.3)  # height of the person's picture in frames
    lit: float = 0.35  # share whose light and colour are changed
    spoiled: float = 0.2
    teacher: dict[str, float] | None = None  # share of the teacher's matte in a folder's targets
    frozen_before: str | None = None  # the operations before the one of this name stay as they are
    shapes: tuple[Shape, ...] = ((256, 256), *FULL, *SMALL)
    steps: int = 4_000
    batch: int = 8
    peak_rate: float = 1e-4
    warm_up: float = 0.05
    average: float = 0.999  # decay of the moving average of the weights, a step
    clip_norm: float = 1.0
    seed: int = 42

    @property
    def needs_teacher(self) -> bool:
        """Whether it reads the teacher's mattes."""
        return bool(self.teacher) or "unlabelled" in self.shares


# Pictures whose licences permit commercial use. What it makes is not shipped: training/recipes/person.md says why.
OPEN = FineTuning(
    name="open",
    shares={"halfbodies/own-rooms": 0.22, "halfbodies/composed": 0.3, "people": 0.38, "rooms": 0.1},
    over_room=0.3,
    in_place_scale=(0.75, 1.4),
    frozen_before="h_swish_1",
    average=0.99,
    steps=5_000,
    seed=31,
)
# Pictures for research as well; the second run goes on where the first ended.
RESEARCH = FineTuning(
    name="research",
    shares={"portraits": 0.6, "bodies": 0.12, "unlabelled": 0.16, "people": 0.04, "rooms": 0.08},
    teacher={"bodies": 0.5},
)
RESEARCH_ON = replace(RESEARCH, name="research-on", peak_rate=6e-5, seed=43)
FINE_TUNINGS = {run.name: run for run in (OPEN, RESEARCH, RESEARCH_ON)}
