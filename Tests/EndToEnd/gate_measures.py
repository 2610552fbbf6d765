"""How well strangers were hidden and the user shown, in numbers, from what was received alone."""

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import numpy as np

from clips import FRAMES_PER_SECOND
from received import Kept, small
from shown import LEAST_SHARE, Look, Looker
from strangers import Cycle, Scene

# In the cycle's frames every head ends above this share of the height.
HEADS_END = 0.6
# How long the user may be hidden after coming back, or after a cut, in milliseconds.
RETURN_MILLISECONDS = 300
# Of 255: pictures of the camera's frames differ by less from them, by codec and matte.
LARGEST_ERROR = 40
# How far a hidden frame's time may be wrong, in the camera's frames.
CLOCK_ERROR = 1.5


class CameraClock:
    """Tells which of the camera's frames was on its way when a picture arrived, counted on from cycle to cycle.

    A picture that shows somebody says so itself; between two of them the camera's own pace does.
    """

    def __init__(self, looks: list[Look], cycle_length: int) -> None:
        """Learn from the looks at which somebody was shown."""
        known = [look for look in looks if look.frame is not None]
        if not known:
            raise ValueError("nobody was ever shown, so that nothing tells when a frame was taken")
        self._times = [look.milliseconds for look in known]
        first = self._expected(known[0].milliseconds) - (known[0].frame or 0)
        self._delays = []
        for look in known:
            delay = self._expected(look.milliseconds) - (look.frame or 0) - first
            self._delays.append(first + (delay + cycle_length / 2) % cycle_length - cycle_length / 2)

    @staticmethod
    def _expected(milliseconds: float) -> float:
        return milliseconds / 1000 * FRAMES_PER_SECOND

    def frame_at(self, milliseconds: float) -> float:
        """Return the frame's number, by the median of what the nearest pictures say."""
        place = bisect_left(self._times, milliseconds)
        return self._expected(milliseconds) - median(self._delays[max(0, place - 7) : place + 8])


@dataclass(frozen=True)
class Visit:
    """One time that a scene was before the camera, and what arrived of it: (frame within the scene, look)."""

    scene: Scene
    looks: list[tuple[float, Look]]
    length: int

    def first_shown(self) -> float:
        """Return the first frame that was shown; infinity if none was."""
        return min((frame for frame, look in self.looks if look.frame is not None), default=math.inf)

    def share_of_stranger(self, look: Look, rows: float = 1) -> float:
        """Return the share of a picture, 0...1, that is a stranger's, in its upper `rows` (a share too)."""
        if self.scene.stranger_from is None:
            return 0
        height, width = look.is_shown.shape
        theirs = look.is_shown[: round(rows * height), math.ceil(self.scene.stranger_from * width) :]
        return float(theirs.sum() / look.is_shown.size)


def visits(kept: list[Kept], cycle: Cycle, background: np.ndarray) -> list[Visit]:
    """Return the scenes that were received as a whole before a background (H, W, 3), in their order.

    A picture that shows somebody belongs to the scene that it shows; another one to that of its time.
    """
    looker = Looker(np.array([small(frame) for frame in cycle.frames()]), small(background))
    looks = [looker.look(frame.milliseconds, frame.picture) for frame in kept]
    clock, length = CameraClock(looks, cycle.starts[-1]), cycle.starts[-1]
    placed = []
    for look in looks:
        count = clock.frame_at(look.milliseconds)
        turn = math.floor(count / length) if look.frame is None else round((count - look.frame) / length)
        frame = count - turn * length if look.frame is None else float(look.frame)
        placed.append((turn, cycle.scenes.index(cycle.scene_at(int(frame))), frame, look))
    groups = groupby(sorted(placed, key=lambda one: one[:3]), key=lambda one: one[:2])
    made = [
        Visit(
            cycle.scenes[index],
            [(frame - cycle.starts[index], look) for _, _, frame, look in members],
            cycle.starts[index + 1] - cycle.starts[index],
        )
        for (_, index), members in groups
    ]
    return made[1:-1]


@dataclass(frozen=True)
class Measures:
    """What came of some visits."""

    visits: list[Visit]

    def _of(self, kind: str) -> list[Visit]:
        return [visit for visit in self.visits if getattr(visit.scene, kind)]

    def stranger_frames(self) -> int:
        """How many frames arrived while a stranger was alone before the camera."""
        return sum(len(visit.looks) for visit in self._of("has_stranger_alone"))

    def leaked_frames(self) -> int:
        """How many of them showed anything of the stranger."""
        return sum(look.frame is not None for visit in self._of("has_stranger_alone") for _, look in visit.looks)

    def hide_milliseconds(self) -> list[float]:
        """For how long a stranger was shown who was alone, each time."""
        frames = [
            max((frame + 1 for frame, look in visit.looks if look.frame is not None), default=0)
            for visit in self._of("has_stranger_alone")
        ]
        return [1000 * count / FRAMES_PER_SECOND for count in frames]

    def return_milliseconds(self) -> list[float]:
        """How long the user was hidden after coming back, each time, by the camera's clock."""
        returns = [
            visit
            for before, visit in pairwise(self.visits)
            if visit.scene.has_user_alone and not before.scene.has_user_alone
        ]
        return [1000 * visit.first_shown() / FRAMES_PER_SECOND for visit in returns]

    def _frames_due(self) -> Iterator[Look]:
        """Yield what arrived while the user, alone and back for long enough, should have been shown."""
        begin = RETURN_MILLISECONDS / 1000 * FRAMES_PER_SECOND + CLOCK_ERROR
        for visit in self._of("has_user_alone"):
            yield from (look for frame, look in visit.looks if begin <= frame <= visit.length - CLOCK_ERROR)

    def wrongly_hidden_share(self) -> float:
        """The share of the user's frames, 0...1, that hid them."""
        due = list(self._frames_due())
        return sum(look.frame is None for look in due) / max(len(due), 1)

    def wrong_hides_per_minute(self) -> float:
        """How often a minute the user vanished, of the time in which they were to be seen."""
        due = [look.frame is None for look in self._frames_due()]
        vanishings = sum(after and not before for before, after in pairwise(due))
        received_per_second = 1000 / median(self._intervals())
        return vanishings / max(len(due) / received_per_second / 60, 1e-9)

    def _intervals(self) -> list[float]:
        times = sorted(look.milliseconds for visit in self.visits for _, look in visit.looks)
        return [after - before for before, after in pairwise(times)]

    def unexplained_frames(self) -> int:
        """How many frames showed something that the camera did not see."""
        return sum(look.error > LARGEST_ERROR for visit in self.visits for _, look in visit.looks)

    def faces_beside(self) -> int:
        """How many frames showed something at a stranger's head beside the user."""
        return sum(
            visit.share_of_stranger(look, HEADS_END) > LEAST_SHARE
            for visit in self._of("has_both")
            for _, look in visit.looks
        )

    def body_beside_share(self) -> float:
        """The greatest share of a picture, 0...1, that was of a stranger beside the user."""
        return max(
            (visit.share_of_stranger(look) for visit in self._of("has_both") for _, look in visit.looks), default=0
        )

    def shown_share(self, kind: str) -> float:
        """The share, 0...1, of the frames of a kind of scene that showed somebody."""
        looks = [look for visit in self._of(kind) for _, look in visit.looks]
        return sum(look.frame is not None for look in looks) / max(len(looks), 1)

    def lines(self) -> list[str]:
        """Put it all into words."""
        hide, back = self.hide_milliseconds(), self.return_milliseconds()
        return [
            f"a stranger alone: {self.leaked_frames()} of {self.stranger_frames()} frames leaked",
            f"to hide them: {max(hide, default=0):.0f} ms at the most, of {len(hide)} times",
            f"the user is back after {median(back):.0f} ms (median), {max(back):.0f} ms at the most, "
            f"of {len(back)} times: {', '.join(f'{one:.0f}' for one in back)}",
            f"wrongly hidden: {100 * self.wrongly_hidden_share():.1f} % of the user's frames, "
            f"{self.wrong_hides_per_minute():.1f} times a minute",
            f"a stranger beside the user: {self.faces_beside()} frames with something at their head, at the most "
            f"{100 * self.body_beside_share():.1f} % of a picture; the user was shown in "
            f"{100 * self.shown_share('has_both'):.0f} %",
            f"far away: shown in {100 * self.shown_share('is_far'):.0f} %",
            f"{1000 / median(self._intervals()):.1f} frames a second arrived",
        ]
