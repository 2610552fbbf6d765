"""How a server answers when something is wrong with a file."""

from collections.abc import Callable

from playwright.sync_api import Route


def missing(route: Route) -> None:
    """Answer as a server that lost the file."""
    route.fulfill(status=404, body="")


def unreachable(route: Route) -> None:
    """Do not answer at all."""
    route.abort()


def truncated(route: Route) -> None:
    """Answer with the first half of the file."""
    response = route.fetch()
    route.fulfill(response=response, body=response.body()[: len(response.body()) // 2])


def flipped(share: float) -> Callable[[Route], None]:
    """Answer with one bit changed, at this share of the file's length."""

    def flip(route: Route) -> None:
        response = route.fetch()
        body = bytearray(response.body())
        body[int(share * (len(body) - 1))] ^= 0x40
        route.fulfill(response=response, body=bytes(body))

    return flip
