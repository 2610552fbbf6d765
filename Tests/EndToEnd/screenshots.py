"""The pictures of the README: the green room, and a call in which one sits in the other's room.

The person is NASA's astronaut (public domain), the rooms are drawn: all of it may be published.
"""

from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import browsers
import clips
import cutout
import rooms
import server
from pages import Person
from waiting import wait_until

FOLDER = server.ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 800}
LIMIT_BYTES = 400_000

ADA = clips.Clip("ada", cutout.astronaut, lambda: rooms.cafe(planted=False), is_numbered=False)
BOB = clips.Clip("bob", cutout.in_blue, rooms.office, sway=150, is_numbered=False)

# How much of Bob's room may be unknown: he never leaves the middle, which Ada then covers.
HOLE_IS_SMALL = "parseFloat(document.querySelector('[data-testid=stat-hole]').textContent) < 30"


def save(person: Person, name: str) -> None:
    """Write what a person sees, in fewer colours if it would be over the limit."""
    path = FOLDER / f"{name}.png"
    person.page.screenshot(path=path)
    if path.stat().st_size > LIMIT_BYTES:
        Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > LIMIT_BYTES:
        raise SystemExit(f"{path} has {path.stat().st_size} bytes, over {LIMIT_BYTES}")
    print(path.relative_to(server.ROOT), path.stat().st_size, "bytes")


def main() -> None:
    """Act out one call."""
    cameras = server.ROOT / ".build" / "clips"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        server.running(Path("/dev/stderr")) as address,
        sync_playwright() as playwright,
        browsers.chromium(playwright, clips.file_of(ADA, cameras)) as for_ada,
        browsers.chromium(playwright, clips.file_of(BOB, cameras)) as for_bob,
    ):
        ada, bob = (
            Person(browser.new_page(viewport=SIZE, permissions=["camera", "microphone"]), address, name)
            for browser, name in ((for_ada, "Ada"), (for_bob, "Bob"))
        )
        link = ada.start_call()
        ada.wait_for_state("running")
        ada.find("name").fill("Ada")
        wait_until(ada.page, "document.querySelector('[data-testid=self-preview]').currentTime > 2")
        save(ada, "green-room")

        ada.join()
        bob.open_link(link)
        bob.join()
        bob.received.wait_for_frames(30)
        ada.choose_mode("camaleon")
        bob.find("share-room-accept").click()
        wait_until(ada.page, HOLE_IS_SMALL, 120)
        bob.received.wait_for_frames(150)
        print("unknown of Bob's room:", ada.find("stat-hole").text_content())
        save(bob, "call")


if __name__ == "__main__":
    main()
