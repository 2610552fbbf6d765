"""Two people and a link."""

from collections.abc import Callable

from playwright.sync_api import expect

import clips
import frame_number
from received import increasing_share
from waiting import wait_until


def test_two_people_who_open_one_link_see_each_other(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)

    connect(ada, bob)

    ada.received.wait_for_numbers(10)
    bob.received.wait_for_numbers(10)
    for person in (ada, bob):
        expect(person.find("remote-video")).to_be_visible()
        video = "document.querySelector('[data-testid=remote-video]')"
        wait_until(person.page, f"{video}.videoWidth > 0 && {video}.currentTime > 0")


def test_two_tabs_of_one_browser_are_two_people(people: Callable, connect: Callable) -> None:
    ada = people("Ada", clips.IN_CAFE)
    bob = people("Bob", beside=ada)

    connect(ada, bob)

    ada.received.wait_for_numbers(10)
    bob.received.wait_for_numbers(10)
    bob.leave()
    ada.expect_notice("Bob")


def test_frames_arrive_in_the_order_in_which_they_were_taken(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    bob.received.wait_for_numbers(5)
    start = bob.received.frame_count

    bob.received.wait_for_numbers(60)

    numbers = bob.received.numbers(start)
    assert increasing_share(numbers, frame_number.MODULUS) > 0.95, numbers
    assert len(set(numbers)) > 20, numbers


def test_whoever_switches_the_microphone_off_sends_no_sound(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    is_sent = """received.connections.some((connection) => connection.getSenders().some(
        (sender) => sender.track?.kind === 'audio' && sender.track.enabled))"""
    assert ada.page.evaluate(is_sent)

    ada.find("toggle-microphone").click()

    expect(ada.find("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    assert not ada.page.evaluate(is_sent)


def test_whoever_switches_the_camera_off_disappears(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    bob.received.wait_for_numbers(5)

    ada.find("toggle-camera").click()

    expect(ada.find("toggle-camera")).to_have_attribute("aria-pressed", "false")
    expect(bob.page.locator("#remote-tile")).not_to_have_attribute("data-picture", "live", timeout=60_000)
    assert bob.received.planted_frames == 0

    start = bob.received.frame_count
    ada.find("toggle-camera").click()
    bob.received.wait_for_numbers(10)
    assert bob.received.numbers(start)
    assert bob.received.planted_frames == 0


def test_whoever_stays_is_told_that_the_other_left(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)

    ada.leave()

    bob.expect_notice("Ada")


def test_a_reloaded_page_comes_back_into_the_call(people: Callable, connect: Callable) -> None:
    ada, bob = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE)
    connect(ada, bob)
    bob.received.wait_for_numbers(5)

    ada.page.reload()
    ada.find("join").or_(ada.find("leave")).locator("visible=true").first.wait_for()
    if ada.find("join").is_visible():
        ada.join()

    ada.received.wait_for_numbers(10)
    bob.received.wait_for_numbers(10)
    assert bob.received.planted_frames == 0


def test_a_third_person_is_told_that_the_room_is_full(people: Callable, connect: Callable) -> None:
    ada, bob, eve = people("Ada", clips.IN_CAFE), people("Bob", clips.IN_OFFICE), people("Eve", clips.IN_OFFICE)
    link = connect(ada, bob)

    eve.open_link(link)
    eve.find("name").fill("Eve")
    eve.find("join").click()

    eve.expect_notice("two people")
    assert eve.received.frame_count == 0
