"""The dialogs of who may be seen: by keyboard alone, on a narrow screen, in the light and in the dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import clips
import server
from pages import Person
from waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(
    not (server.ROOT / ".build" / "assets" / "face" / "recognition.cml").exists(),
    reason="needs the face networks, which Scripts/networks downloads",
)

NARROW = {"width": 360, "height": 740}


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
def ada(people: Callable, beach_file: Path, complaints: list[str]) -> Person:
    """Ada in the green room, on a narrow screen, before an image, which costs the engine least."""

    def prepare(page: Page) -> None:
        page.set_viewport_size(NARROW)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

    person = people("Ada", clips.IN_CAFE, prepare=prepare)
    person.start_call()
    person.choose_mode("image", beach_file)
    person.wait_for_state("running")
    return person


def press_until_focused(person: Person, test_id: str, key: str = "Tab") -> None:
    """Press a key until an element has the focus."""
    for _ in range(30):
        if person.find(test_id).evaluate("(element) => element === document.activeElement"):
            return
        person.page.keyboard.press(key)
    raise AssertionError(f"{test_id} cannot be reached by {key}")


def expect_to_fit(person: Person) -> None:
    """Expect that nothing has to be scrolled sideways."""
    assert person.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_one_answers_and_begins_an_enrolment_by_the_keyboard_alone(ada: Person, complaints: list[str]) -> None:
    keyboard = ada.page.keyboard
    press_until_focused(ada, "seen-off")
    keyboard.press("ArrowDown")
    expect(ada.find("seen-presence")).to_be_checked()
    keyboard.press("ArrowDown")
    expect(ada.find("face-consent-accept")).to_be_visible()
    keyboard.press("Escape")
    expect(ada.find("face-consent-accept")).to_be_hidden()
    expect(ada.find("seen-presence")).to_be_checked()
    expect(ada.find("seen-presence")).to_be_focused()

    keyboard.press("ArrowDown")
    press_until_focused(ada, "face-consent-accept")
    keyboard.press("Enter")
    expect(ada.find("enrolment-cancel")).to_be_focused()
    keyboard.press("Escape")
    expect(ada.find("enrolment-cancel")).to_be_hidden()
    expect(ada.find("seen-presence")).to_be_checked()
    expect(ada.find("seen-presence")).to_be_focused()
    assert complaints == []


def test_one_deletes_the_enrolment_by_the_keyboard_alone(returning: Callable) -> None:
    ada = returning(clips.IN_CAFE)
    ada.start_call()

    press_until_focused(ada, "face-delete")
    ada.page.keyboard.press("Enter")

    ada.expect_notice("deleted")
    expect(ada.find("face-delete")).to_be_hidden()
    expect(ada.find("seen-identity")).to_be_focused()


def test_a_zone_is_drawn_by_the_keyboard_alone(ada: Person, complaints: list[str]) -> None:
    keyboard = ada.page.keyboard
    ada.choose_seen("presence")
    press_until_focused(ada, "zone-open")
    keyboard.press("Enter")
    whole = ada.find("zone-words").text_content()

    press_until_focused(ada, "zone")
    keyboard.press("Shift+ArrowLeft")
    keyboard.press("ArrowRight")
    expect(ada.find("zone-words")).not_to_have_text(whole or "")
    press_until_focused(ada, "minimum-face")
    keyboard.press("ArrowRight")
    keyboard.press("Escape")

    expect(ada.find("zone")).to_be_hidden()
    expect(ada.find("zone-open")).to_be_focused()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialogs_fit_a_narrow_screen(scheme: str, ada: Person, complaints: list[str]) -> None:
    ada.page.emulate_media(color_scheme=scheme)
    expect_to_fit(ada)

    ada.choose_seen("identity")
    for answer in ("face-consent-presence", "face-consent-accept", "face-consent-cancel"):
        expect(ada.find(answer)).to_be_in_viewport(ratio=1)
    expect_to_fit(ada)

    ada.find("face-consent-accept").click()
    expect(ada.find("enrolment-cancel")).to_be_in_viewport(ratio=1)
    expect_to_fit(ada)
    ada.find("enrolment-cancel").click()

    ada.choose_seen("presence")
    ada.find("zone-open").click()
    expect(ada.find("zone")).to_be_in_viewport(ratio=1)
    expect_to_fit(ada)
    ada.page.keyboard.press("Escape")

    expect(ada.find("gate-line")).to_have_text("You are visible.", timeout=1000 * PATIENCE_SECONDS)
    assert complaints == []
