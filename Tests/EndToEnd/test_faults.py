"""Fail closed: whatever breaks, the room does not arrive, and the person is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

import clips
from faults import flipped, missing, truncated
from pages import Person

HERE = Path(__file__).parent

MODEL = "**/assets/segmenter.cml"
ENGINE = "**/assets/engine-*.wasm"


def breakable(page: Page) -> None:
    """Keep hold of the page's cameras and workers."""
    page.add_init_script(path=HERE / "faults.js")


def trapping_after(calls: int) -> Callable[[Page], None]:
    """Let the engine trap in every call after so many."""
    trap = (HERE / "trap.js").read_text().replace("LIMIT", str(calls))

    def prepare(page: Page) -> None:
        def answer(route: Route) -> None:
            if route.request.frame and not route.request.is_navigation_request():
                response = route.fetch()
                body = response.text()
                # A worker's main script is the one that hears messages.
                is_worker = "onmessage" in body or "'message'" in body
                route.fulfill(response=response, body=trap + body if is_worker else body)

        page.route("**/worker/*.js", answer)

    return prepare


def meet(ada: Person, bob: Person) -> None:
    """Bring both into a call whose picture from Ada may never come."""
    link = ada.start_call()
    ada.join()
    bob.open_link(link)
    bob.join()
    ada.received.wait_for_frames(30)


@pytest.mark.parametrize(
    ("address_pattern", "answer"),
    [
        pytest.param(MODEL, missing, id="model missing"),
        pytest.param(MODEL, truncated, id="model truncated"),
        pytest.param(MODEL, flipped(0), id="bit flipped in the model's first byte"),
        pytest.param(MODEL, flipped(0.5), id="bit flipped among the weights"),
        pytest.param(MODEL, flipped(1), id="bit flipped in the model's last byte"),
        pytest.param(ENGINE, missing, id="engine missing"),
        pytest.param(ENGINE, truncated, id="engine truncated"),
    ],
)
def test_without_a_sound_engine_and_model_no_room_is_sent(
    address_pattern: str, answer: Callable[[Route], None], people: Callable
) -> None:
    ada = people("Ada", clips.IN_CAFE, prepare=lambda page: page.route(address_pattern, answer))
    bob = people("Bob", clips.IN_OFFICE)

    meet(ada, bob)

    ada.expect_notice()
    assert bob.received.planted_frames == 0


@pytest.mark.parametrize("calls", [0, 3, 100])
def test_an_engine_that_traps_sends_no_room(calls: int, people: Callable) -> None:
    ada = people("Ada", clips.IN_CAFE, prepare=trapping_after(calls))
    bob = people("Bob", clips.IN_OFFICE)

    meet(ada, bob)

    ada.expect_notice("engine")
    ada.received.wait_for_frames(30)
    assert bob.received.planted_frames == 0


def test_a_worker_that_dies_sends_no_room_and_can_be_replaced(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE, prepare=breakable), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    bob.received.wait_for_numbers(5)

    ada.page.evaluate("workers.forEach((worker) => worker.terminate())")

    ada.expect_notice("engine")
    assert bob.received.planted_frames == 0
    ada.find("notice").get_by_role("button", name="Try again").click()
    bob.received.wait_for_numbers(20)
    assert bob.received.planted_frames == 0


def test_a_camera_that_is_unplugged_leaves_the_background(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE, prepare=breakable), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    bob.received.wait_for_numbers(5)

    ada.page.evaluate("cameras.forEach((track) => { track.stop(); track.dispatchEvent(new Event('ended')); })")

    ada.expect_notice("camera")
    ada.received.wait_for_frames(30)
    assert bob.received.planted_frames == 0


def test_a_camera_that_changes_its_size_goes_on_without_the_room(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE, prepare=breakable), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    bob.received.wait_for_numbers(5)

    for width, height in ((320, 240), (480, 360), (640, 480)):
        ada.page.evaluate(
            "size => Promise.all(cameras.filter((track) => track.readyState === 'live')"
            ".map((track) => track.applyConstraints(size)))",
            {"width": width, "height": height},
        )
        bob.received.wait_for_frames(20)

    bob.received.wait_for_numbers(10)
    assert bob.received.planted_frames == 0


def test_a_hidden_tab_goes_on_without_the_room(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE, prepare=breakable), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    bob.received.wait_for_numbers(5)

    ada.page.evaluate("hide()")

    bob.received.wait_for_numbers(30)
    assert bob.received.planted_frames == 0
