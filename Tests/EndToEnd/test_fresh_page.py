"""The page as a stranger opens it."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

import clips


def test_a_fresh_page_asks_nobody_else_and_complains_of_nothing(people: Callable, address: str) -> None:
    complaints: list[str] = []
    hosts: set[str] = set()

    def listen(page: Page) -> None:
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    ada = people("Ada", clips.IN_CAFE, prepare=listen)
    ada.start_call()
    ada.wait_for_state("running")

    assert complaints == []
    assert hosts - {""} == {urlsplit(address).netloc}


@pytest.mark.parametrize("path", ["/", "/r/some-room"])
def test_nothing_but_the_server_s_own_scripts_may_run(path: str, people: Callable, address: str) -> None:
    ada = people("Ada", clips.IN_CAFE)

    response = ada.page.goto(address + path)

    policy = response.headers["content-security-policy"]
    for rule in ("default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "frame-ancestors"):
        assert rule in policy
    ada.page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'ran = 1' }))")
    assert ada.page.evaluate("typeof ran") == "undefined"


def test_the_page_fits_a_narrow_screen(people: Callable, address: str) -> None:
    ada = people("Ada", clips.IN_CAFE)
    ada.page.set_viewport_size({"width": 360, "height": 640})

    ada.start_call()

    for view_width in (360, 320):
        ada.page.set_viewport_size({"width": view_width, "height": 640})
        assert ada.page.evaluate("document.documentElement.scrollWidth") <= view_width
    expect(ada.find("self-preview")).to_be_visible()
    ada.find("join").scroll_into_view_if_needed()
    expect(ada.find("join")).to_be_in_viewport()


def test_a_call_without_a_camera_says_so(people: Callable) -> None:
    ada = people("Ada", None)

    ada.start_call()

    ada.expect_notice("camera")
