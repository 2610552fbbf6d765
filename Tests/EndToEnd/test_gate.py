"""Who may be seen: whoever is present, or the enrolled person alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

import clips
import pictures
import rooms
import server
from pages import Person
from waiting import wait_until

pytestmark = pytest.mark.skipif(
    not (server.ROOT / ".build" / "assets" / "face" / "recognition.cml").exists(),
    reason="needs the face networks, which Scripts/networks downloads",
)


def open_green_room(ada: Person, beach_file: Path) -> str:
    """Start a call as far as the green room, before an image; return its link."""
    link = ada.start_call()
    ada.choose_mode("image", beach_file)
    return link


def test_whoever_is_present_is_shown(people: Callable, beach_file: Path) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    link = open_green_room(ada, beach_file)
    ada.choose_seen("presence")
    ada.join()
    bob.open_link(link)
    bob.join()

    bob.received.wait_for_numbers(20)

    expect(bob.find("remote-away")).to_have_text("")
    assert bob.received.planted_frames == 0


def test_without_a_face_the_others_see_the_background_and_are_told(people: Callable, beach_file: Path) -> None:
    ada, bob = people("Ada", clips.NOBODY_IN_CAFE), people("Bob", clips.IN_OFFICE)
    link = open_green_room(ada, beach_file)
    ada.choose_seen("presence")
    ada.join()
    bob.open_link(link)
    bob.join()

    bob.received.wait_for_frames(30)

    expect(bob.find("remote-away")).to_contain_text("Ada")
    expect(ada.find("gate-line")).not_to_have_text("")
    everywhere = pictures.far_from_person(clips.NOBODY_IN_CAFE)
    assert pictures.mean_difference(bob.received.picture(), rooms.beach(), everywhere) <= 6
    assert bob.received.planted_frames == 0


def test_whoever_enrolled_is_recognised_and_shown(people: Callable, beach_file: Path) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    link = open_green_room(ada, beach_file)
    ada.enrol()
    ada.join()
    bob.open_link(link)
    bob.join()

    bob.received.wait_for_numbers(20)

    assert bob.received.planted_frames == 0


def test_whoever_deletes_the_enrolment_is_hidden(people: Callable, beach_file: Path) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    link = open_green_room(ada, beach_file)
    ada.enrol()
    ada.find("face-delete").click()
    ada.join()
    bob.open_link(link)
    bob.join()

    bob.received.wait_for_frames(40)

    wait_until(bob.page, "received.frames > 60")
    assert bob.received.numbers(20) == [], "she was shown without an enrolment"
    assert bob.received.planted_frames == 0


def test_a_picture_of_the_enrolled_person_is_hidden_while_signs_of_life_are_asked_for(
    people: Callable, beach_file: Path
) -> None:
    # Her camera shows a picture of her, that sways.
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    link = open_green_room(ada, beach_file)
    ada.enrol()
    ada.setting("liveness").check()
    expect(ada.find("gate-line")).to_contain_text("blink")
    ada.join()
    bob.open_link(link)
    bob.join()

    bob.received.wait_for_frames(40)

    assert bob.received.numbers(20) == [], "a picture of her was shown"
    assert bob.received.planted_frames == 0
    ada.setting("liveness").uncheck()
    bob.received.wait_for_numbers(20)
