"""A person at the page, in the words of the page."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from received import Received
from waiting import PATIENCE_SECONDS


class Person:
    """One person's browser page, and what they do there."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        """Take a page that has not been opened yet."""
        page.set_default_timeout(1000 * PATIENCE_SECONDS)
        self.page = page
        self.name = name
        self.received = Received(page)
        self.address = address

    def find(self, test_id: str) -> Locator:
        """Return the element of this name in the contract between page and tests."""
        return self.page.get_by_test_id(test_id)

    def expect_view(self, view: str) -> None:
        """Wait until the page shows the landing page, the green room or the call."""
        expect(self.page.locator("html")).to_have_attribute("data-view", view, timeout=1000 * PATIENCE_SECONDS)

    def start_call(self) -> str:
        """Start a call from the landing page, and return the link to it."""
        self.page.goto(self.address)
        self.find("start-call").click()
        self.expect_view("green-room")
        self.page.wait_for_url(re.compile("/r/"))
        return self.page.url

    def open_link(self, link: str) -> None:
        """Follow a link to a call, as far as the green room."""
        self.page.goto(link)
        self.expect_view("green-room")

    def choose_mode(self, mode: str, image: Path | None = None) -> None:
        """Choose a background; in the call, the settings are opened for it."""
        self.setting(f"mode-{mode}").check(force=True)
        if image:
            self.find("image-file").set_input_files(image)

    def share_room(self, is_shared: bool) -> None:
        """Turn the sharing of one's own room on or off."""
        self.setting("share-room").set_checked(is_shared, force=True)

    def choose_seen(self, seen: str) -> None:
        """Choose who may be seen: `off`, `presence` or `identity`."""
        self.setting(f"seen-{seen}").check(force=True)

    def enrol(self) -> None:
        """Choose to be the only one who is seen, agree, and look at the camera until it is done."""
        self.choose_seen("identity")
        self.find("face-consent-accept").click()
        expect(self.find("enrolment-cancel")).to_be_visible(timeout=1000 * PATIENCE_SECONDS)
        # It needs 2 s at more than 10 frames a second: a busy machine has to be waited for.
        expect(self.find("enrolment-cancel")).to_be_hidden(timeout=3 * 1000 * PATIENCE_SECONDS)

    def setting(self, test_id: str) -> Locator:
        """Return a setting; in the call, the settings are opened for it."""
        setting = self.find(test_id)
        if not setting.is_visible() and self.find("open-modes").is_visible():
            self.find("open-modes").click()
        return setting

    def join(self) -> None:
        """Go from the green room into the call, once the picture is running."""
        self.find("name").fill(self.name)
        self.find("join").click()
        self.expect_view("call")

    def leave(self) -> None:
        """Hang up."""
        self.find("leave").click()

    def expect_notice(self, words: str = r"\w") -> None:
        """Wait for a message that contains these words (a regular expression)."""
        expect(self.find("notice")).to_have_text(
            re.compile(words, re.IGNORECASE | re.DOTALL), timeout=1000 * PATIENCE_SECONDS
        )

    def expect_hint(self, words: str) -> None:
        """Wait until an enrolment says what to do, in these words (a regular expression)."""
        expect(self.find("enrolment-hint")).to_have_text(re.compile(words), timeout=1000 * PATIENCE_SECONDS)

    def wait_for_state(self, state: str) -> None:
        """Wait until the engine is in a state, as the page's statistics say."""
        expect(self.find("stat-state")).to_have_text(state, timeout=1000 * PATIENCE_SECONDS)

    def hole(self) -> float:
        """Return the share of the worn room that is still unknown, 0...1."""
        text = self.find("stat-hole").text_content() or ""
        match = re.search(r"([\d.]+)\s*(%?)", text)
        if not match:
            return 1
        return float(match.group(1)) / (100 if match.group(2) else 1)
