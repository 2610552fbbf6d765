"""What a page has received from the other one, frame by frame."""

import base64
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Page

import clips
import rooms
from waiting import PATIENCE_SECONDS, wait_until

# The size at which every frame can be kept: enough to tell who is in it.
SMALL_WIDTH, SMALL_HEIGHT = rooms.WIDTH // 4, rooms.HEIGHT // 4

SCRIPT = Path(__file__).with_name("received.js").read_text()


@dataclass(frozen=True)
class Kept:
    """A received frame, small: when it came (milliseconds of the page's clock), and (H, W, 3), RGB."""

    milliseconds: float
    picture: np.ndarray


def small(picture: np.ndarray) -> np.ndarray:
    """Return a picture of the camera's size as a received one is kept: one pixel of every 4 × 4."""
    return np.ascontiguousarray(picture[2::4, 2::4])


class Received:
    """Counts, frame numbers and pictures from the script that looks at every received frame."""

    def __init__(self, page: Page) -> None:
        """Install the script; before the page loads."""
        self._page = page
        plan = {"number": clips.number_places(), "small": {"width": SMALL_WIDTH, "height": SMALL_HEIGHT}}
        page.add_init_script(SCRIPT.replace("PLAN", json.dumps(plan), 1))

    def _value(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page's script holds
        return self._page.evaluate(expression)

    @property
    def frame_count(self) -> int:
        """How many frames have arrived since the page loaded."""
        return self._value("received.frames")

    @property
    def planted_frames(self) -> int:
        """How many of them showed the planted pattern; the worst of them is in ``worst``."""
        assert self._value("received.error") == ""
        return self._value("received.plantedFrames")

    @property
    def blue_share(self) -> float:
        """The largest share of a frame, 0...1, that was as blue as the blue suit."""
        return self._value("received.blueShare")

    @property
    def data_bytes_sent(self) -> int:
        """How many bytes this page has sent over data channels so far."""
        return self._value("received.dataBytesSent()")

    def numbers(self, start: int = 0) -> list[int]:
        """Return the frame numbers that could be read, in order of arrival, from a frame on."""
        return [number for number in self._value(f"received.numbers.slice({start})") if number is not None]

    def wait_for_frames(self, count: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until this many more frames have arrived."""
        wait_until(self._page, f"received.frames >= {self.frame_count + count}", seconds)

    def wait_for_numbers(self, count: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until this many more frames with a readable number have arrived: she is in the picture."""
        wait_until(
            self._page,
            f"received.numbers.slice({self.frame_count}).filter((number) => number !== null).length >= {count}",
            seconds,
        )

    def wait_for_picture(self, distance: Callable[[np.ndarray], float], limit: float, looks: int = 30) -> float:
        """Look at every tenth frame until its distance is within a limit; return the last one measured."""
        measured = distance(self.picture())
        for _ in range(looks):
            if measured <= limit:
                break
            self.wait_for_frames(10)
            measured = distance(self.picture())
        return measured

    def picture(self, which: str = "latest") -> np.ndarray:
        """Return the latest (or the ``worst``) frame, (HEIGHT, WIDTH, 3), RGB, scaled to the camera's size."""
        frame = self._value(f"received.encoded(received.{which})")
        rgba = np.frombuffer(base64.b64decode(frame["rgba"]), np.uint8)
        rgb = rgba.reshape(frame["height"], frame["width"], 4)[:, :, :3]
        return cv2.resize(rgb, (rooms.WIDTH, rooms.HEIGHT), interpolation=cv2.INTER_LINEAR)

    def keep(self, seconds: float) -> list[Kept]:
        """Keep every frame that arrives in so many seconds."""
        self._value("received.keeps = true")
        self._page.wait_for_timeout(1000 * seconds)
        self._value("received.keeps = false")
        kept = []
        while batch := self._value("received.takeKept(100)"):
            for frame in batch:
                rgb = np.frombuffer(base64.b64decode(frame["rgb"]), np.uint8)
                kept.append(Kept(frame["milliseconds"], rgb.reshape(SMALL_HEIGHT, SMALL_WIDTH, 3)))
        return kept

    def save_evidence(self, path: Path) -> None:
        """Write the latest frame and, if there is one, the frame with the most planted pixels."""
        for which in ("latest", "worst"):
            if self._value(f"received.{which} !== null"):
                cv2.imwrite(str(path.with_suffix(f".{which}.png")), self.picture(which)[:, :, ::-1])


def increasing_share(numbers: list[int], modulus: int) -> float:
    """Return the share of steps that go forward (0...1), in a count that begins again at `modulus`."""
    steps = [(after - before) % modulus for before, after in itertools.pairwise(numbers)]
    return sum(step < modulus / 2 for step in steps) / max(len(steps), 1)
