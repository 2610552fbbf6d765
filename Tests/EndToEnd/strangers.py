"""A camera before which people come and go, joined from the recordings of real people.

A is the user; B is a stranger, and so is whoever sits at the right edge of one of C's recordings.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain

import cv2
import numpy as np

import recordings
import rooms

# Raised by whoever changes what the cameras show, so that no kept file is used.
VERSION = 2

NEEDED = ("A-again", "A-brother", "A-help", "A-no", "A-student", "A-yes", "B-book", "B-learn", "B-school", "C-bird")

# They stand farther from the camera than one sits in a call: this part of the picture, 1.6 times as large, has heads
# of the size that they have there. Left, top, width, height, in pixels.
NEAR = (105, 10, 400, 300)
# The neighbour in C's recording, whose head is cut by the picture's right edge: the same, of the whole recording.
NEIGHBOUR = (545, 120, 95, 300)
# Each of two people beside each other has half of the picture: from here on in their own.
HALF_LEFT = 150

Frames = list[np.ndarray]


def missing() -> list[str]:
    """Return the names of the recordings that are not in the data folder."""
    return [name for name in NEEDED if recordings.in_data(name) is None]


def part(name: str, box: tuple[int, int, int, int]) -> Frames:
    """Return a part of a recording's frames as high as a frame, RGB, 15 of a second."""
    recording = recordings.in_data(name)
    if recording is None:
        raise FileNotFoundError(name)
    left, top, width, height = box
    size = (round(width * rooms.HEIGHT / height), rooms.HEIGHT)
    cut = (frame[top : top + height, left : left + width] for frame in recording.frames())
    return [cv2.resize(np.ascontiguousarray(frame), size, interpolation=cv2.INTER_CUBIC) for frame in cut]


def recorded(name: str) -> Frames:
    """Return somebody as near as in a call: frames of (HEIGHT, WIDTH, 3), RGB."""
    return part(name, NEAR)


def nobody(count: int) -> Frames:
    """Return frames of an empty room; it is drawn, since nobody leaves the room in a recording."""
    return [rooms.cafe()] * count


def beside(left: Frames, right: Frames) -> Frames:
    """Return two people side by side, each in half of the picture."""
    half = slice(HALF_LEFT, HALF_LEFT + rooms.WIDTH // 2)
    return [np.hstack([ours[:, half], theirs[:, half]]) for ours, theirs in zip(left, right, strict=False)]


def with_neighbour(frames: Frames) -> Frames:
    """Return frames with the head that looks in from the right edge of one of C's recordings."""
    neighbours = part("C-bird", NEIGHBOUR)
    return [np.hstack([ours[:, : -theirs.shape[1]], theirs]) for ours, theirs in zip(frames, neighbours, strict=False)]


def far(frames: Frames, share: float = 1 / 2) -> Frames:
    """Return frames at a share of their size, at the lower middle of an empty room: somebody far away."""
    width, height = round(share * rooms.WIDTH), round(share * rooms.HEIGHT)
    left, top = (rooms.WIDTH - width) // 2, rooms.HEIGHT - height
    joined = []
    for frame in frames:
        picture = rooms.cafe()
        picture[top:, left : left + width] = cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA)
        joined.append(picture)
    return joined


@dataclass(frozen=True)
class Scene:
    """Who is before the camera for a while.

    What is right of `stranger_from`, a share of the picture's width, is not the user's: 0 for a stranger who is alone,
    1 for the user alone, None for nobody at all.
    """

    name: str
    make: Callable[[], Frames]
    stranger_from: float | None
    is_far: bool = False

    @property
    def has_user_alone(self) -> bool:
        """Whether the user is here, near enough, and nobody else."""
        return self.stranger_from == 1 and not self.is_far

    @property
    def has_stranger_alone(self) -> bool:
        """Whether a stranger is here, and not the user."""
        return self.stranger_from == 0

    @property
    def has_both(self) -> bool:
        """Whether a stranger is here beside the user."""
        return self.stranger_from is not None and 0 < self.stranger_from < 1


def cycle_of_scenes() -> tuple[Scene, ...]:
    """Return what the camera repeats: people come into an empty view, and take each other's place at once."""
    neighbour_from = 1 - NEIGHBOUR[2] / NEIGHBOUR[3] * rooms.HEIGHT / rooms.WIDTH
    return (
        Scene("the user speaks", lambda: recorded("A-help"), 1),
        # A cut, at which the face jumps as no face does: it has to be verified anew, as one that returns.
        Scene("the user speaks on", lambda: recorded("A-yes"), 1),
        Scene("a stranger takes the seat", lambda: recorded("B-learn"), 0),
        Scene("the user takes it back", lambda: recorded("A-no"), 1),
        Scene("nobody", lambda: nobody(20), None),
        Scene("a stranger comes alone", lambda: recorded("B-school"), 0),
        Scene("nobody again", lambda: nobody(20), None),
        Scene("the user returns", lambda: recorded("A-student"), 1),
        Scene("a neighbour looks in", lambda: with_neighbour(recorded("A-brother")), neighbour_from),
        Scene("a stranger stands beside", lambda: beside(recorded("A-again"), recorded("B-book")), 0.5),
        Scene("nobody once more", lambda: nobody(10), None),
        Scene("the user is far away", lambda: far(recorded("A-no")), 1, is_far=True),
        Scene("nobody at last", lambda: nobody(20), None),
    )


@dataclass(frozen=True)
class Cycle:
    """The scenes as one camera."""

    name: str = f"strangers-{VERSION}"
    scenes: tuple[Scene, ...] = field(default_factory=cycle_of_scenes)

    @cached_property
    def parts(self) -> list[Frames]:
        """The frames of each scene."""
        return [scene.make() for scene in self.scenes]

    @cached_property
    def starts(self) -> list[int]:
        """Where each scene begins, and last where the whole ends, in frames."""
        return list(accumulate((len(part) for part in self.parts), initial=0))

    def scene_at(self, frame: int) -> Scene:
        """Return the scene that a frame is of."""
        return self.scenes[bisect_right(self.starts, frame) - 1]

    def frames(self) -> Iterator[np.ndarray]:
        """Yield its frames, (HEIGHT, WIDTH, 3), RGB."""
        return chain.from_iterable(self.parts)


@dataclass(frozen=True)
class Alone:
    """The user alone, long enough to be enrolled; the recordings are none of those of the calls."""

    name: str = f"enrolled-{VERSION}"

    def frames(self) -> Iterator[np.ndarray]:
        """Yield its frames, (HEIGHT, WIDTH, 3), RGB."""
        return chain.from_iterable(recorded(name) for name in ("A-again", "A-student", "A-brother"))
