"""Enrolled as one of three real people: of the others no frame arrives, by the content of what did."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

import browsers
import clips
import gate_measures
import recordings
import rooms
import server
import strangers
from gate_measures import Measures
from pages import Person

NETWORKS = server.ROOT / ".build" / "assets" / "face" / "recognition.cml"

pytestmark = [
    pytest.mark.skipif(not NETWORKS.exists(), reason="needs the face networks, which Scripts/networks downloads"),
    pytest.mark.skipif(bool(strangers.missing()), reason=f"{strangers.missing()} are not in {recordings.DATA}"),
]

# Of the whole cycle of 24 s, so that each scene that counts comes twice, and once without a gate.
GATED_SECONDS, OPEN_SECONDS = 62, 30


@dataclass(frozen=True)
class Received:
    """What arrived while the user alone was to be seen, and then while everybody was."""

    gated: Measures
    open: Measures
    planted_frames: int


@pytest.fixture(scope="module")
def received(
    address: str,
    playwright: Playwright,
    browser_with: Callable,
    beach_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Received]:
    """The user enrols, comes back to the same browser another time, and is called by Bob."""
    profile = tmp_path_factory.mktemp("profile")
    with browsers.chromium_with_profile(playwright, camera_of(strangers.Alone()), profile) as context:
        ada = Person(context.new_page(), address, "Ada")
        ada.start_call()
        ada.choose_mode("image", beach_file)
        ada.enrol()

    cycle = strangers.Cycle()
    with browsers.chromium_with_profile(playwright, camera_of(cycle), profile) as context:
        ada = Person(context.new_page(), address, "Ada")
        bob = Person(browser_with(None).new_context().new_page(), address, "Bob")
        link = ada.start_call()
        expect(ada.find("seen-identity")).to_be_checked()
        ada.choose_mode("image", beach_file)
        ada.join()
        bob.open_link(link)
        bob.join()
        bob.received.wait_for_frames(30)
        gated = bob.received.keep(GATED_SECONDS)
        ada.choose_seen("off")
        bob.received.wait_for_frames(30)
        everybody = bob.received.keep(OPEN_SECONDS)
        planted_frames = bob.received.planted_frames
        bob.page.context.close()

    visits = [gate_measures.visits(kept, cycle, rooms.beach()) for kept in (gated, everybody)]
    yield Received(*map(Measures, visits), planted_frames)


def camera_of(camera: clips.Camera) -> Path:
    """Return the camera as a file."""
    return clips.file_of(camera, server.ROOT / ".build" / "clips")


def test_the_numbers_are_told(received: Received, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("", *received.gated.lines(), sep="\n  ")

    assert received.gated.unexplained_frames() == 0


def test_without_a_gate_strangers_are_seen_and_these_measures_say_so(received: Received) -> None:
    assert received.open.leaked_frames() > 0.5 * received.open.stranger_frames() > 0
    assert received.open.faces_beside() > 0


def test_no_frame_of_a_stranger_who_is_alone_arrives(received: Received) -> None:
    assert received.gated.stranger_frames() >= 60
    assert received.gated.leaked_frames() == 0


def test_the_face_of_a_stranger_beside_the_user_never_arrives(received: Received) -> None:
    assert received.gated.shown_share("has_both") > 0
    assert received.gated.faces_beside() == 0


def test_nothing_of_the_room_arrives(received: Received) -> None:
    assert received.planted_frames == 0


def test_the_user_is_back_within_300_milliseconds(received: Received) -> None:
    assert max(received.gated.return_milliseconds()) <= gate_measures.RETURN_MILLISECONDS


def test_less_than_one_per_cent_of_the_users_frames_are_hidden(received: Received) -> None:
    assert received.gated.wrongly_hidden_share() < 0.01
