"""`camaleon matte`: each way to fail has its exit code and its words, and leaves nothing behind."""

import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest

import drawings
from command import MODEL, ROOT, camaleon, ffmpeg, program


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return drawings.write_clip(tmp_path / "clip.mp4", 64, 48)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return drawings.write_picture(tmp_path / "picture.png", np.zeros((48, 64, 3), np.uint8))


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    folder = tmp_path / "outputs"
    folder.mkdir()
    return folder


def test_ffmpeg_is_missing(picture: Path, outputs: Path) -> None:
    result = camaleon("matte", picture, "--background", "blur", "-o", outputs / "out.png", path=str(outputs))

    assert result.returncode == 69
    assert "install FFmpeg" in result.stderr


def test_the_input_is_missing(outputs: Path) -> None:
    result = camaleon("matte", outputs / "no.mp4", "--background", "blur", "-o", outputs / "out.mp4")

    assert result.returncode == 66
    assert "no.mp4" in result.stderr


@pytest.mark.parametrize("name", ["text.mp4", "-text.png"])
def test_the_input_is_no_picture(tmp_path: Path, outputs: Path, name: str) -> None:
    text = tmp_path / name
    text.write_text("not a picture\n" * 100)

    result = camaleon("matte", text, "--background", "blur", "-o", outputs / "out.png")

    assert result.returncode == 65
    assert name in result.stderr
    assert list(outputs.iterdir()) == []


def test_the_background_is_missing(picture: Path, outputs: Path) -> None:
    result = camaleon("matte", picture, "--background", outputs / "no.jpg", "-o", outputs / "out.png")

    assert result.returncode == 66
    assert "no.jpg" in result.stderr


def test_the_model_is_missing(picture: Path, outputs: Path) -> None:
    result = camaleon(
        "matte", picture, "--background", "blur", "-o", outputs / "out.png", "--network", outputs / "no.cml"
    )

    assert result.returncode == 66
    assert "--network" in result.stderr


def test_the_model_is_damaged(tmp_path: Path, picture: Path, outputs: Path) -> None:
    damaged = tmp_path / "damaged.cml"
    damaged.write_bytes(MODEL.read_bytes()[:-1] + b"?")

    result = camaleon("matte", picture, "--background", "blur", "-o", outputs / "out.png", "--network", damaged)

    assert result.returncode == 65
    assert "damaged.cml" in result.stderr
    assert list(outputs.iterdir()) == []


@pytest.mark.parametrize("output", ["no-folder/out.png", "folder.png"])
def test_the_output_cannot_be_created(picture: Path, outputs: Path, output: str) -> None:
    (outputs / "folder.png").mkdir()

    result = camaleon("matte", picture, "--background", "blur", "-o", outputs / output)

    assert result.returncode == 73
    assert output in result.stderr
    assert [path.name for path in outputs.iterdir()] == ["folder.png"]


def test_a_format_that_cannot_hold_the_sound_replaces_nothing(clip: Path, outputs: Path) -> None:
    (outputs / "out.webm").write_text("what was there before")

    result = camaleon("matte", clip, "--background", "blur", "-o", outputs / "out.webm")

    assert result.returncode == 74
    assert ".mkv" in result.stderr
    assert [path.read_text() for path in outputs.iterdir()] == ["what was there before"]


@pytest.mark.parametrize("output", ["out.txt", "out"])
def test_an_unknown_ending_is_refused(picture: Path, outputs: Path, output: str) -> None:
    assert camaleon("matte", picture, "--background", "blur", "-o", outputs / output).returncode == 64


def test_a_picture_and_a_clip_are_not_mixed_up(picture: Path, clip: Path, outputs: Path) -> None:
    assert camaleon("matte", picture, "--background", "blur", "-o", outputs / "out.mp4").returncode == 64
    assert camaleon("matte", clip, "--background", "blur", "-o", outputs / "out.png").returncode == 64


def test_the_input_is_never_replaced(picture: Path) -> None:
    before = picture.read_bytes()

    result = camaleon("matte", picture, "--background", "blur", "-o", picture.parent / "." / picture.name)

    assert result.returncode == 64
    assert picture.read_bytes() == before


def test_an_interrupted_clip_leaves_nothing(tmp_path: Path, outputs: Path) -> None:
    clip = tmp_path / "long.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=size=1280x720:duration=20", "-preset", "ultrafast", clip)
    command = [program(), "matte", clip, "--background", "blur", "-o", outputs / "out.mp4"]

    with subprocess.Popen(command, cwd=ROOT) as process:
        while not list(outputs.iterdir()):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)

    assert process.returncode == 130
    assert list(outputs.iterdir()) == []
