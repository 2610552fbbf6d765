"""The parts that tests ask for: a running server, cameras, people, and two of them in a call."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

import browsers
import clips
import rooms
import server
from pages import Person

BUILD = server.ROOT / ".build"
EVIDENCE = BUILD / "test-logs" / "evidence"

People = Callable[..., Person]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether a test failed, for those who keep evidence when it is over."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the server is, with the page and the engine as they were built."""
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    with server.running(BUILD / "test-logs" / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser_with(playwright: Playwright) -> Iterator[Callable[[clips.Camera | None], object]]:
    """A browser whose camera plays a clip; started when first asked for, and kept."""
    with ExitStack() as stack:
        started: dict[str, object] = {}

        def browser(clip: clips.Camera | None) -> object:
            name = clip.name if clip else ""
            if name not in started:
                camera = clips.file_of(clip, BUILD / "clips") if clip else None
                started[name] = stack.enter_context(browsers.chromium(playwright, camera))
            return started[name]

        yield browser


@pytest.fixture
def people(address: str, browser_with: Callable, request: pytest.FixtureRequest) -> Iterator[People]:
    """Make people: `people("Ada", clips.IN_CAFE, prepare=…)`, each in a browser profile of their own.

    Whoever is `beside` another has a tab of their browser instead. `prepare` gets the page before it is opened. When
    the test fails, what they saw is kept as pictures.
    """
    made: list[Person] = []

    def person(
        name: str,
        clip: clips.Camera | None = clips.IN_CAFE,
        prepare: Callable[[Page], None] | None = None,
        beside: Person | None = None,
    ) -> Person:
        devices = ["camera", "microphone"]
        profile = beside.page.context if beside else browser_with(clip).new_context(permissions=devices)
        page = profile.new_page()
        if prepare:
            prepare(page)
        made.append(Person(page, address, name))
        return made[-1]

    yield person

    for member in made:
        if request.node.stash.get(FAILED, False):
            keep_evidence(member, EVIDENCE / request.node.name)
        member.page.context.close()


@pytest.fixture(scope="session")
def enrolled_profile(
    address: str, playwright: Playwright, beach_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a browser in which the person of `clips.IN_CAFE` is enrolled."""
    profile = tmp_path_factory.mktemp("enrolled")
    camera = clips.file_of(clips.IN_CAFE, BUILD / "clips")
    with browsers.chromium_with_profile(playwright, camera, profile) as context:
        person = Person(context.new_page(), address, "Ada")
        person.start_call()
        person.choose_mode("image", beach_file)
        person.enrol()
    return profile


@pytest.fixture
def returning(address: str, playwright: Playwright, enrolled_profile: Path, tmp_path: Path) -> Iterator[People]:
    """Make Ada, who enrolled some other day: `returning(clips.IN_CAFE, prepare=…)`, once a test."""
    with ExitStack() as stack:

        def person(camera: clips.Camera, prepare: Callable[[Page], None] | None = None) -> Person:
            # Without what says that a browser is using it.
            profile = shutil.copytree(
                enrolled_profile, tmp_path / "profile", ignore=shutil.ignore_patterns("Singleton*")
            )
            file = clips.file_of(camera, BUILD / "clips")
            context = stack.enter_context(browsers.chromium_with_profile(playwright, file, profile))
            page = context.new_page()
            if prepare:
                prepare(page)
            return Person(page, address, "Ada")

        yield person


def keep_evidence(person: Person, path: Path) -> None:
    """Save the page as it stands, and what it received."""
    if person.page.is_closed() or person.page.url == "about:blank":
        return
    stem = path.with_name(f"{path.name}-{person.name}")
    person.page.screenshot(path=stem.with_suffix(".page.png"))
    person.received.save_evidence(stem)


@pytest.fixture
def connect() -> Callable[[Person, Person], str]:
    """Bring two people into one call until the second sees frames of the first; returns the link."""

    def connected(first: Person, second: Person) -> str:
        link = first.start_call()
        first.join()
        second.open_link(link)
        second.join()
        second.received.wait_for_frames(5)
        first.received.wait_for_frames(5)
        return link

    return connected


@pytest.fixture(scope="session")
def beach_file() -> Path:
    """The image of image mode, as a file to choose."""
    path = BUILD / "clips" / "beach.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), rooms.beach()[:, :, ::-1])
    return path
