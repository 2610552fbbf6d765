"""What docs/networks.md says of networks: which measure is in which table, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Report = dict[str, Any]
Reports = dict[str, Report]  # by measurement: what the command printed


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: str
    cell: Callable[[Reports], str]


def number(value: float | None, digits: int = 4) -> str:
    """Write a number, or that there is none."""
    # The option z makes nothing of minus nothing.
    return "–" if value is None else f"{value:z,.{digits}f}"


def percent(value: float | None) -> str:
    """Write a share of one."""
    return "–" if value is None else f"{100 * value:.2f} %"


def table(columns: list[Column], rows: list[Reports]) -> str:
    """Write a table, a row a network."""
    columns = [Column("network", lambda reports: reports["network"]["name"]), *columns]
    lines = [[column.title for column in columns], ["---"] + ["--:"] * (len(columns) - 1)]
    lines += [[column.cell(reports) for column in columns] for reports in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cost() -> list[Column]:
    """Return what a network costs."""

    def milliseconds(reports: Reports, size: str) -> str:
        times = reports["bench"]["networks"].get(reports["network"]["name"], {})
        return number(times.get(size, {}).get("median"), 2)

    def millions(reports: Reports, size: str) -> str:
        count = reports["network"]["multiplyAdds"].get(size)
        return number(None if count is None else count / 1e6, 1)

    return [
        Column("parameters", lambda reports: number(reports["network"]["parameters"], 0)),
        Column("bytes", lambda reports: number(reports["network"]["bytes"], 0)),
        Column("million multiply–adds, 256×144", lambda reports: millions(reports, "256x144")),
        Column("256×256", lambda reports: millions(reports, "256x256")),
        Column("ms, 256×144", lambda reports: milliseconds(reports, "256x144")),
        Column("256×256", lambda reports: milliseconds(reports, "256x256")),
        Column("peak, GFLOP/s", lambda reports: number(reports["bench"]["peakGFLOPS"], 1)),
    ]


def column(title: str, write: Callable[..., str], *keys: str) -> Column:
    """Return a column of what lies under some keys."""

    def cell(reports: Reports) -> str:
        value: Any = reports
        for key in keys:
            value = (value or {}).get(key)
        return write(value)

    return Column(title, cell)


def segmentation(name: str) -> list[Column]:
    """Return how well mattes agree with the masks of a set."""
    return [
        column("person IoU", number, name, "personIoU"),
        column("mean IoU", number, name, "meanIoU"),
        column("5th percentile", number, name, "personIoU5thPercentile"),
        column("boundary F", number, name, "boundaryF"),
        column("MAD", number, name, "meanAbsoluteDifference"),
        column("MSE", number, name, "meanSquaredError"),
        column("gradient", number, name, "gradientError"),
        column("translucent person", percent, name, "translucentPersonShare"),
        column("visible background", percent, name, "visibleBackgroundShare"),
    ]


def rooms() -> list[Column]:
    """Return how much is taken for people where nobody is."""
    return [
        column("person, mean", percent, "rooms", "personShare"),
        column("worst", percent, "rooms", "personShareAtMost"),
        column("visible room, mean", percent, "rooms", "visibleShare"),
        column("worst", percent, "rooms", "visibleShareAtMost"),
    ]


MAKERS = ("engine", "binary", "exponential", "hysteresis")


def flicker() -> list[Column]:
    """Return how much mattes change where clips do not."""
    return [
        column(f"{title}, {maker}", number, "steadiness", "clips", "makers", maker, key)
        for title, key in {"flips": "flipsPerThousand", "dtSSD": "dtSSD"}.items()
        for maker in MAKERS
    ]


def motion() -> list[Column]:
    """Return how late mattes are."""
    lag = {maker: column(f"lag, {maker}", lambda value: number(value, 2), *path(maker, "lag")) for maker in MAKERS}
    ghost = {maker: column(f"ghost, {maker}", percent, *path(maker, "ghostShare")) for maker in MAKERS}
    return [*lag.values(), *ghost.values()]


def path(maker: str, key: str) -> tuple[str, ...]:
    """Return where a measure of motion lies."""
    return ("steadiness", "motion", "makers", maker, key)


def document(rows: list[Reports]) -> str:
    """Write all tables, each under its heading."""
    first = rows[0]
    clips, films = first["steadiness"]["clips"], first["steadiness"]["motion"]
    sections = {
        "Cost": cost(),
        f"Portraits ({first['portraits']['count']} of the validation split)": segmentation("portraits"),
        f"Upper bodies ({first['bodies']['count']}, every tenth)": segmentation("bodies"),
        f"Empty rooms ({first['rooms']['count']}, every fourth)": rooms(),
        f"Flicker ({clips['count']} clips, {clips['frames']} frames)": flicker(),
        f"Motion ({films['count']} people, {films['speed']} pixels a frame)": motion(),
    }
    return "\n\n".join(f"### {title}\n{table(columns, rows)}" for title, columns in sections.items())
