"""Real people before real rooms: what is far from them is replaced, in every frame looked at."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import clips
import pictures
import recordings
import rooms

# Where nobody comes in any of these recordings: both upper corners.
CORNERS = np.zeros((rooms.HEIGHT, rooms.WIDTH), bool)
CORNERS[:80, :140] = True
CORNERS[:80, -60:] = True


@pytest.mark.parametrize("name", ["carphone", "A-help", "B-walk", "C-milk"])
def test_the_room_of_a_real_person_is_replaced(
    name: str, people: Callable, connect: Callable, beach_file: Path
) -> None:
    recording = recordings.carphone() if name == "carphone" else recordings.in_data(name)
    if recording is None:
        pytest.skip(f"{name} is not in {recordings.DATA}")
    ada, bob = people("Ada", recording), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)

    ada.choose_mode("image", beach_file)

    bob.received.wait_for_frames(30)
    for _ in range(5):
        bob.received.wait_for_frames(10)
        difference = pictures.mean_difference(bob.received.picture(), rooms.beach(), CORNERS)
        assert difference <= 8, f"the corners differ from the image by {difference:.1f} of 255"
