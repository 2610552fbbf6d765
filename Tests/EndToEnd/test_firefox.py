"""Firefox and Chromium in one call."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import clips
import firefox
import pictures
import rooms
import waiting


def planted_share(picture: np.ndarray) -> float:
    """Return the share of a picture, 0...1, that has the rarer of the two planted colours."""
    red, green, blue = (picture[:, :, channel].astype(np.int16) for channel in range(3))
    return float(min(np.mean(np.minimum(red, blue) - green > 90), np.mean(green - np.maximum(red, blue) > 90)))


def test_firefox_and_chromium_see_each_other_and_neither_room(people: Callable, beach_file: Path) -> None:
    ada = people("Ada", clips.IN_CAFE)
    link = ada.start_call()
    ada.join()

    with firefox.running() as driver:
        bob = firefox.FirefoxPerson(driver, "Bob")
        bob.join(link, beach_file)
        ada.received.wait_for_frames(30)
        for _ in range(5):
            bob.wait_for_remote_frames(10)
            assert planted_share(bob.picture("remote-video")) < 0.0005
        # Nobody is in Firefox' test picture, one colour all over, which changes: what leaves is the image. No
        # network was trained on such pictures, so that of some colours, as pink, a tint gets through.
        end = time.monotonic() + waiting.PATIENCE_SECONDS
        while (likeness := pictures.likeness(ada.received.picture(), rooms.beach())) < 0.9:
            assert time.monotonic() < end, likeness
