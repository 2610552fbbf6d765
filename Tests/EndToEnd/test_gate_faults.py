"""Who may be seen, when something is damaged, missing, refused or odd: hidden, and told what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import browsers
import clips
import crowds
import pictures
import rooms
import server
from faults import flipped, missing, truncated, unreachable
from pages import Person
from waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(
    not (server.ROOT / ".build" / "assets" / "face" / "recognition.cml").exists(),
    reason="needs the face networks, which Scripts/networks downloads",
)

HOW_TO_MAKE_THEM = "Scripts/networks"

# Makes of the stored enrolment what DAMAGE does to it.
DAMAGE = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('camaleon', 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const transaction = opening.result.transaction('values', 'readwrite');
        const table = transaction.objectStore('values');
        const reading = table.get('enrolment');
        reading.onsuccess = () => table.put(((record) => { DAMAGE })(reading.result), 'enrolment');
        transaction.oncomplete = () => { opening.result.close(); resolve(); };
        transaction.onabort = () => reject(transaction.error);
    };
})"""

# How browsers refuse to store anything.
REFUSALS = [
    pytest.param("indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };", id="open throws"),
    pytest.param("Object.defineProperty(globalThis, 'indexedDB', { value: undefined });", id="there is none"),
    pytest.param(
        """indexedDB.open = () => {
            const request = new EventTarget();
            setTimeout(() => request.onerror?.(new Event('error')));
            return request;
        };""",
        id="open fails",
    ),
]


def face_network(name: str) -> str:
    """Return the addresses of a face network."""
    return f"**/assets/face/{name}.cml"


def answering(network: str, answer: Callable) -> Callable[[Page], None]:
    """Answer a page's requests for a face network by something else."""
    return lambda page: page.route(face_network(network), answer)


def meet(ada: Person, bob: Person, beach_file: Path) -> None:
    """Bring both into a call, Ada before an image, until Bob has received some frames."""
    ada.choose_mode("image", beach_file)
    ada.join()
    bob.open_link(ada.page.url)
    bob.join()
    bob.received.wait_for_frames(30)


def expect_nobody(bob: Person) -> None:
    """Expect that Bob has seen nobody and nothing of a room, and knows that this is meant."""
    assert bob.received.numbers() == []
    assert bob.received.planted_frames == 0
    assert pictures.shows_nobody(bob.received.picture(), rooms.beach())
    expect(bob.find("remote-away")).to_contain_text("Ada")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(missing, id="missing"),
        pytest.param(truncated, id="truncated"),
        pytest.param(flipped(0), id="bit flipped in the first byte"),
        pytest.param(flipped(0.5), id="bit flipped among the weights"),
    ],
)
def test_without_a_sound_detector_presence_hides_and_says_what_to_run(
    answer: Callable, people: Callable, beach_file: Path
) -> None:
    ada = people("Ada", clips.IN_CAFE, prepare=answering("detector", answer))
    bob = people("Bob", None)
    ada.start_call()

    ada.choose_seen("presence")
    ada.expect_notice(HOW_TO_MAKE_THEM)

    meet(ada, bob, beach_file)
    expect(ada.find("gate-line")).to_contain_text("Hidden")
    expect_nobody(bob)


@pytest.mark.parametrize("network", ["landmarks", "recognition"])
@pytest.mark.parametrize("answer", [missing, truncated], ids=["missing", "truncated"])
def test_without_sound_networks_whoever_enrolled_once_is_hidden_and_told_what_to_run(
    network: str, answer: Callable, returning: Callable, people: Callable, beach_file: Path
) -> None:
    ada, bob = returning(clips.IN_CAFE, prepare=answering(network, answer)), people("Bob", None)
    ada.start_call()

    ada.expect_notice(HOW_TO_MAKE_THEM)

    meet(ada, bob, beach_file)
    expect_nobody(bob)


def test_networks_that_do_not_arrive_can_be_asked_for_again(people: Callable, beach_file: Path) -> None:
    ada, bob = people("Ada", clips.IN_CAFE, prepare=answering("detector", unreachable)), people("Bob", None)
    ada.start_call()
    ada.choose_seen("presence")
    ada.expect_notice("network")
    meet(ada, bob, beach_file)
    expect_nobody(bob)

    ada.page.unroute(face_network("detector"))
    ada.find("notice").get_by_role("button", name="Try again").click()

    bob.received.wait_for_numbers(5)
    assert bob.received.planted_frames == 0


@pytest.mark.parametrize("answer", [missing, flipped(0.5)], ids=["missing", "bit flipped"])
def test_nobody_is_enrolled_without_a_sound_network(answer: Callable, people: Callable) -> None:
    ada = people("Ada", clips.IN_CAFE, prepare=answering("recognition", answer))
    ada.start_call()

    ada.choose_seen("identity")
    ada.find("face-consent-accept").click()

    ada.expect_notice(HOW_TO_MAKE_THEM)
    expect(ada.find("enrolment-cancel")).to_be_hidden()
    expect(ada.find("seen-identity")).not_to_be_checked()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("new Uint8Array(record.ciphertext)[7] ^= 1; return record;", id="a bit of the bytes"),
        pytest.param("record.created += 1; return record;", id="the date"),
        pytest.param("record.iv = new Uint8Array(0); return record;", id="no start"),
        pytest.param("delete record.key; return record;", id="no key"),
        pytest.param("return 'nonsense';", id="another thing"),
    ],
)
def test_a_damaged_enrolment_hides_and_can_be_deleted(
    damage: str, returning: Callable, people: Callable, beach_file: Path
) -> None:
    ada, bob = returning(clips.IN_CAFE), people("Bob", None)
    ada.page.goto(ada.address)
    ada.page.evaluate(DAMAGE.replace("DAMAGE", damage))

    ada.start_call()

    ada.expect_notice("cannot be read")
    meet(ada, bob, beach_file)
    expect_nobody(bob)
    ada.setting("face-delete").click()
    ada.expect_notice("deleted")
    bob.received.wait_for_frames(20)
    expect_nobody(bob)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_where_nothing_can_be_stored_one_is_known_until_the_page_is_closed(
    refusal: str, people: Callable, beach_file: Path
) -> None:
    def refuse(page: Page) -> None:
        page.add_init_script(refusal)
        page.set_viewport_size(browsers.SMALL)

    ada = people("Ada", clips.IN_CAFE, prepare=refuse)
    bob = people("Bob", None)
    ada.start_call()
    ada.choose_mode("image", beach_file)

    ada.enrol()

    ada.expect_notice("until you close this page")
    meet(ada, bob, beach_file)
    bob.received.wait_for_numbers(5)
    ada.page.goto(ada.page.url)
    ada.expect_notice("enrolled face")
    expect(ada.find("gate-line")).to_contain_text("Hidden")
    assert bob.received.planted_frames == 0


@pytest.mark.parametrize(
    ("camera", "words"),
    [
        pytest.param(clips.NOBODY_IN_CAFE, "No face is in view", id="nobody"),
        pytest.param(crowds.twenty_faces(), "Be alone", id="twenty faces"),
        pytest.param(crowds.covering_face(), "not too close|Move back", id="a face that covers the picture"),
    ],
)
def test_whoever_cannot_be_enrolled_is_told_what_to_do(camera: clips.Camera, words: str, people: Callable) -> None:
    ada = people("Ada", camera)
    ada.start_call()
    ada.choose_seen("identity")
    ada.find("face-consent-accept").click()

    ada.expect_hint(words)

    ada.page.wait_for_timeout(3000)
    ada.expect_hint(words)
    ada.find("enrolment-cancel").click()
    expect(ada.find("seen-off")).to_be_checked()


@pytest.mark.parametrize("camera", [crowds.twenty_faces(), crowds.covering_face()], ids=lambda camera: camera.name)
def test_the_engine_bears_too_many_and_too_large_faces(
    camera: clips.Camera, returning: Callable, people: Callable, beach_file: Path
) -> None:
    ada, bob = returning(camera), people("Bob", None)
    ada.start_call()

    meet(ada, bob, beach_file)

    ada.wait_for_state("running")
    expect(ada.find("gate-line")).not_to_have_text("", timeout=1000 * PATIENCE_SECONDS)
    bob.received.wait_for_frames(60)
