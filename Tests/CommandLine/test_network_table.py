"""`Scripts/network-table`: what it writes into a page, and what it does not measure again."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

import drawings
import rooms
from command import ROOT, program

BEGIN, END = "<!-- Scripts/network-table writes from here -->", "<!-- to here -->"
BENCH = {"peakGFLOPS": 50, "networks": {"everyone": {"256x144": {"median": 1.5}, "256x256": {"median": 2.75}}}}


def write_data(folder: Path) -> None:
    """Write every set that is measured: portraits and bodies of a disc, a room, a clip."""
    disc = np.zeros((64, 48), np.uint8)
    cv2.circle(disc, (24, 32), 20, 255, cv2.FILLED)
    for name in ("portraits", "bodies"):
        for kind, picture in {"images": np.full((64, 48, 3), 90, np.uint8), "masks": disc}.items():
            (folder / name / kind).mkdir(parents=True)
            for number in range(11):
                drawings.write_picture(folder / name / kind / f"{number:02}.png", picture)
    (folder / "portraits" / "index.csv").write_text("id,split\n00,train\n01,validation\n02,validation\n")
    for name in ("rooms", "clips"):
        (folder / name).mkdir()
    for number in range(5):
        drawings.write_picture(folder / "rooms" / f"{number}.png", rooms.office())
    drawings.write_clip(folder / "clips" / "still.mp4", 96, 64)


class Table:
    """The script over small sets, and the page that it writes into."""

    def __init__(self, folder: Path) -> None:
        """Write the sets, a network, an empty page, and times that were measured before."""
        self.data, self.cache, self.page = folder / "data", folder / "cache", folder / "page.md"
        write_data(self.data)
        self.page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
        self.model = drawings.write_constant_model(folder / "everyone.cml", 20)
        digest = hashlib.sha256(self.model.read_bytes()).hexdigest()
        self.measured = self.cache / f"everyone-{digest[:12]}"
        self.measured.mkdir(parents=True)
        (self.measured / "bench.json").write_text(json.dumps(BENCH))

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Write the page."""
        command = [ROOT / "Scripts" / "network-table", self.model, "--cache", self.cache, "--document", self.page]
        environment = os.environ | {"CAMALEON_DATA": str(self.data), "CAMALEON_PROGRAM": str(program())}
        return subprocess.run(
            [sys.executable, *map(str, command), *map(str, arguments)],
            env=environment,
            text=True,
            capture_output=True,
            check=False,
        )


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    table = Table(tmp_path_factory.mktemp("table"))
    result = table.run()
    assert result.returncode == 0, result.stderr
    return table


def test_a_page_gets_a_row_in_every_table(table: Table) -> None:
    page = table.page.read_text()
    assert page.startswith(f"before\n{BEGIN}\n### Cost\n") and page.endswith(f"\n{END}\nafter\n")
    assert page.count("| everyone |") == 6
    assert "### Portraits (2 of the validation split)" in page
    assert "### Upper bodies (2, every tenth)" in page
    assert "### Empty rooms (2, every fourth)" in page
    assert "| everyone | 100.00 % | 100.00 % | 100.00 % | 100.00 % |" in page
    assert "| 1.50 | 2.75 | 50.0 |" in page


def test_what_was_measured_is_not_measured_again(table: Table) -> None:
    file = table.measured / "rooms.json"
    report = json.loads(file.read_text())
    file.write_text(json.dumps(report | {"personShare": 0.125}))

    result = table.run()

    file.write_text(json.dumps(report))

    assert (result.returncode, result.stderr) == (0, "")
    assert "| everyone | 12.50 % |" in table.page.read_text()


def test_a_page_without_a_place_is_left_alone(table: Table) -> None:
    page = table.page.with_name("other.md")
    page.write_text("a page")

    result = table.run("--document", page)

    assert result.returncode == 2
    assert "has no place for tables" in result.stderr
    assert page.read_text() == "a page"
