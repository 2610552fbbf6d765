"""What the other person sees behind somebody, and what they never see."""

from collections.abc import Callable
from pathlib import Path

import pytest

import clips
import pictures
import rooms
from waiting import wait_until

# Of 255. A codec alone makes about 6 at the image's edges; a tenth of the planted colours would make 20.
MOST_OF_A_BLOCK = 16


def test_the_room_arrives_when_it_is_chosen_so_that_these_tests_can_see_it(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    assert bob.received.planted_frames == 0

    ada.choose_mode("none")

    wait_until(bob.page, "received.plantedFrames > 10")
    assert pictures.contrast(bob.received.picture("worst"), pictures.planted_place()) > 60


def test_an_image_replaces_the_room_from_the_first_frame_on(
    people: Callable, connect: Callable, beach_file: Path
) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    link = ada.start_call()
    ada.choose_mode("image", beach_file)
    ada.join()
    bob.open_link(link)
    bob.join()

    bob.received.wait_for_numbers(60)

    away = pictures.far_from_person(clips.IN_CAFE)
    difference = pictures.mean_difference(bob.received.picture(), rooms.beach(), away)
    assert difference <= 6, f"the background differs from the image by {difference:.1f} of 255"
    worst = pictures.worst_block(bob.received.picture(), rooms.beach(), away)
    assert worst <= MOST_OF_A_BLOCK, f"a block of the background differs from the image by {worst:.1f} of 255"
    assert bob.received.planted_frames == 0


def test_a_blurred_room_cannot_be_read(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)

    bob.received.wait_for_numbers(60)

    left = pictures.contrast(bob.received.picture(), pictures.planted_place())
    before = pictures.contrast(rooms.cafe(), pictures.planted_place())
    assert left < 0.2 * before, f"{left:.1f} of {before:.1f} is left"
    assert bob.received.planted_frames == 0


def test_nobody_in_view_means_the_background_alone(people: Callable, connect: Callable, beach_file: Path) -> None:
    ada, bob = people("Ada", clips.NOBODY_IN_CAFE), people("Bob", clips.IN_OFFICE)
    link = ada.start_call()
    ada.choose_mode("image", beach_file)
    ada.join()
    bob.open_link(link)
    bob.join()

    bob.received.wait_for_frames(60)

    everywhere = pictures.far_from_person(clips.NOBODY_IN_CAFE)
    difference = pictures.mean_difference(bob.received.picture(), rooms.beach(), everywhere)
    assert difference <= 6, f"the picture differs from the image by {difference:.1f} of 255"
    worst = pictures.worst_block(bob.received.picture(), rooms.beach(), everywhere)
    assert worst <= MOST_OF_A_BLOCK, f"a block of the picture differs from the image by {worst:.1f} of 255"
    assert bob.received.planted_frames == 0


@pytest.mark.parametrize("modes", [("blur", "image", "blur"), ("image", "camaleon", "blur")])
def test_no_change_of_background_lets_the_room_through(
    modes: tuple[str, ...], people: Callable, connect: Callable, beach_file: Path
) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)

    for mode in modes:
        ada.choose_mode(mode, beach_file if mode == "image" else None)
        bob.received.wait_for_frames(20)

    assert bob.received.planted_frames == 0
