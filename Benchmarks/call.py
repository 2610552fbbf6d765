"""A call between two browsers, through the page as it is served."""

import re
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

import browsers
import server

# Keeps the page's connections, to ask them for their statistics.
KEEP_CONNECTIONS = """
globalThis.kept = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...options) {
    super(...options);
    kept.push(this);
  }
};
"""

FRAMES_DECODED = """async () => {
  let frames = 0;
  for (const connection of kept) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'inbound-rtp' && report.kind === 'video') frames += report.framesDecoded;
    }
  }
  return frames;
}"""

PATIENCE_MILLISECONDS = 60_000


def received_rates(playwright: Playwright, camera: Path, warm_up_seconds: float, seconds: float) -> list[float]:
    """Return the frames a second that each of two people receives, the room blurred behind both."""
    log = server.ROOT / ".build" / "bench" / "server.log"
    with ExitStack() as stack:
        address = stack.enter_context(server.running(log))
        ada, bob = (_new_page(stack, playwright, camera) for _ in range(2))
        ada.goto(address)
        ada.get_by_test_id("start-call").click()
        _expect_view(ada, "green-room")
        ada.wait_for_url(re.compile("/r/"))
        bob.goto(ada.url)
        _expect_view(bob, "green-room")
        for page, name in ((ada, "Ada"), (bob, "Bob")):
            page.get_by_test_id("name").fill(name)
            page.get_by_test_id("join").click()
            _expect_view(page, "call")
        while not (ada.evaluate(FRAMES_DECODED) and bob.evaluate(FRAMES_DECODED)):
            ada.wait_for_timeout(200)
        ada.wait_for_timeout(1000 * warm_up_seconds)

        before = [page.evaluate(FRAMES_DECODED) for page in (ada, bob)]
        ada.wait_for_timeout(1000 * seconds)
        after = [page.evaluate(FRAMES_DECODED) for page in (ada, bob)]
    return [(last - first) / seconds for first, last in zip(before, after, strict=True)]


def _new_page(stack: ExitStack, playwright: Playwright, camera: Path) -> Page:
    browser = stack.enter_context(browsers.chromium(playwright, camera))
    page = browser.new_page(permissions=["camera", "microphone"])
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.add_init_script(KEEP_CONNECTIONS)
    return page


def _expect_view(page: Page, view: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-view", view, timeout=PATIENCE_MILLISECONDS)
