"""CamaLeon mode: Ada sits in Bob's room, if Bob lets her."""

from collections.abc import Callable

import numpy as np

import clips
import pictures
import rooms
from pages import Person
from waiting import wait_until

# Above everybody's head: what is seen here is the room alone, wherever the wearer is placed.
ABOVE = np.zeros((rooms.HEIGHT, rooms.WIDTH), bool)
ABOVE[:90] = True

READ_HOLE = "(() => parseFloat(document.querySelector('[data-testid=stat-hole]').textContent))()"

# More than all control messages of a call together, and far less than any room.
CONTROL_BYTES = 8_000


# Of a frame: what a codec and hair make of a person's outline in loose pieces.
LOOSE_SHARE = 0.004

# Four seconds of these clips.
SETTLING_FRAMES = 60


def ask_for_room(ada: Person, bob: Person) -> None:
    """Ada chooses CamaLeon mode, and Bob is asked."""
    ada.choose_mode("camaleon")
    bob.find("share-room-accept").wait_for()


def difference_from_office(picture: np.ndarray) -> float:
    """Return how far a received picture is from Bob's room, above the heads, of 255."""
    return pictures.mean_difference(picture, rooms.office(), ABOVE)


def wear_room(ada: Person, bob: Person) -> None:
    """Bring Ada into Bob's room, and wait until the first of it has come."""
    ask_for_room(ada, bob)
    bob.find("share-room-accept").click()
    wait_until(ada.page, f"!Number.isNaN({READ_HOLE})")


def test_one_appears_in_the_room_of_the_other_and_its_hole_shrinks(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.MOVING_IN_OFFICE)
    connect(ada, bob)

    wear_room(ada, bob)
    first_hole = ada.page.evaluate(READ_HOLE)
    wait_until(ada.page, f"{READ_HOLE} < {0.75 * first_hole} || {READ_HOLE} === 0", 90)
    difference = bob.received.wait_for_picture(difference_from_office, limit=10)

    assert difference <= 10, f"Bob's room as he gets it back differs by {difference:.1f} of 255"
    assert bob.received.blue_share < 0.002, "a part of Bob himself came back with his room"
    assert bob.received.planted_frames == 0


def share_of_neither(picture: np.ndarray) -> float:
    """Return the share of a received picture, 0...1, that is neither Ada nor Bob's room."""
    return pictures.share_of_neither(picture, rooms.office())


def test_what_is_not_the_wearer_is_soon_the_room_and_stays_it(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.MOVING_IN_OFFICE)
    connect(ada, bob)

    wear_room(ada, bob)
    assert bob.received.wait_for_picture(difference_from_office, limit=10) <= 10
    # At first a part of what Bob hides is made up from around it: for two plates or so.
    bob.received.wait_for_frames(SETTLING_FRAMES)
    shares = []
    for _ in range(8):
        bob.received.wait_for_frames(8)
        shares.append(share_of_neither(bob.received.picture()))

    assert max(shares) <= LOOSE_SHARE, f"a hole shows: {max(shares):.4f} of a frame is neither Ada nor the room"


def test_a_room_that_is_kept_private_is_not_sent(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)

    ask_for_room(ada, bob)
    bob.find("share-room-decline").click()

    ada.expect_notice("rather not share")
    bob.received.wait_for_frames(60)
    assert bob.received.data_bytes_sent < CONTROL_BYTES
    assert difference_from_office(bob.received.picture()) > 15
    assert bob.received.planted_frames == 0


def test_nothing_of_a_room_is_sent_before_its_owner_is_asked(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)

    ask_for_room(ada, bob)

    bob.received.wait_for_frames(60)
    assert bob.received.data_bytes_sent < CONTROL_BYTES
    assert bob.received.planted_frames == 0


def test_a_room_that_is_taken_back_is_gone_at_once(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.MOVING_IN_OFFICE)
    connect(ada, bob)
    wear_room(ada, bob)
    assert bob.received.wait_for_picture(difference_from_office, limit=10) <= 10

    bob.share_room(False)

    ada.expect_notice("stopped sharing")
    bob.received.wait_for_frames(30)
    assert difference_from_office(bob.received.picture()) > 15
    assert bob.received.planted_frames == 0
