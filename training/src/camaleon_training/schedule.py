"""The one-cycle schedule over a progress from 0 to 1, which steps or a deadline drive."""

from __future__ import annotations

import math
from dataclasses import dataclass


def rate(progress: float, peak: float, warm_up: float) -> float:
    """Return the learning rate at a progress in 0…1: up to ``peak`` in ``warm_up``, then down to 0 along a cosine."""
    if progress < warm_up:
        return peak * (0.04 + 0.96 * progress / warm_up)
    return peak * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warm_up) / (1 - warm_up))))


@dataclass
class Progress:
    """How far a run is, 0…1; it reaches 1 at the deadline however long the run was paused."""

    value: float = 0.0
    step_seconds: float = 0.0  # a moving average without pauses; 0 before the first step

    def after_step(self, seconds: float, remaining: float) -> None:
        """Go on after a step.

        Args:
            seconds: how long the step took.
            remaining: seconds to the deadline.
        """
        if self.step_seconds == 0:
            self.step_seconds = seconds
        pauseless = min(seconds, 3 * self.step_seconds)
        self.step_seconds += 0.05 * (pauseless - self.step_seconds)
        steps_left = max(1.0, remaining / self.step_seconds)
        self.value += (1 - self.value) / steps_left

    def after_step_of(self, steps: int) -> None:
        """Go on after one of a fixed number of steps."""
        self.value += 1 / steps

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.value > 1 - 1e-9
