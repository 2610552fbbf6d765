"""Whom a received picture shows, told by its content alone.

What differs from the background that was chosen was let through; the camera's frame that explains it best says who it
is, and when it was taken.
"""

from dataclasses import dataclass

import cv2
import numpy as np

# Of 255, in any colour: the codec's errors are less, a person's difference from the background is more.
TOLERANCE = 32
# Of the picture: less is left of nobody by codec and matte, and no face is as small.
LEAST_SHARE = 0.002

# So many pixels are enough to find a frame of the camera again.
MOST_PLACES = 500


@dataclass(frozen=True)
class Look:
    """What one received picture shows.

    `frame` is the camera's frame that it is of, None if it shows the background alone; `error` is the mean difference
    from it, of 255; `is_shown` is (H, W), bool.
    """

    milliseconds: float
    frame: int | None
    error: float
    is_shown: np.ndarray


def beyond(picture: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Return where a picture (H, W, 3) is not its background, without single pixels: (H, W), bool."""
    difference = cv2.absdiff(picture, background).max(axis=2)
    return cv2.morphologyEx((difference > TOLERANCE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2))) > 0


class Looker:
    """Looks at received pictures, knowing the camera's frames (N, H, W, 3) and the background (H, W, 3)."""

    def __init__(self, camera: np.ndarray, background: np.ndarray) -> None:
        """Take all of them at the size of the received pictures."""
        self._camera = camera.astype(np.int16).reshape(len(camera), -1, 3)
        self._background = background

    def look(self, milliseconds: float, picture: np.ndarray) -> Look:
        """Tell what a picture shows."""
        is_shown = beyond(picture, self._background)
        if is_shown.mean() < LEAST_SHARE:
            return Look(milliseconds, None, 0, is_shown)
        places = np.flatnonzero(is_shown)
        places = places[:: len(places) // MOST_PLACES + 1]
        errors = np.abs(self._camera[:, places] - picture.reshape(-1, 3)[places]).mean(axis=(1, 2))
        frame = int(errors.argmin())
        return Look(milliseconds, frame, float(errors[frame]), is_shown)
