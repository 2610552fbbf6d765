"""Chromium with a clip as its camera: one process a camera, since the file is an argument of the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize

CHROMIUM = "/usr/bin/chromium"

# A page of this size leaves the engine more time: without a GPU the processor draws all that is shown.
SMALL = ViewportSize(width=400, height=640)


def arguments(camera: Path | None) -> list[str]:
    """Return how to start a Chromium whose camera plays a file again and again, or that has no device."""
    start = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream"]
    if camera:
        start += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}"]
    return start


@contextmanager
def chromium(playwright: Playwright, camera: Path | None) -> Iterator[Browser]:
    """Yield a Chromium whose camera plays a file again and again; without a file it has no device."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments(camera))
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def chromium_with_profile(playwright: Playwright, camera: Path, profile: Path) -> Iterator[BrowserContext]:
    """Yield a Chromium that keeps what it stores in a folder, for the next one to find."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=arguments(camera),
        permissions=["camera", "microphone"],
        viewport=SMALL,
    )
    try:
        yield context
    finally:
        context.close()
