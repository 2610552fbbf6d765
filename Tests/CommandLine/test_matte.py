"""`camaleon matte`: what it makes of clips and pictures."""

import os
import pty
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

import drawings
from command import MODEL, ROOT, audio_hash, camaleon, ffmpeg, program, streams

GREEN = (40, 160, 90)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return drawings.write_picture(tmp_path / "office.png", np.full((90, 160, 3), GREEN, np.uint8))


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_a_clip_keeps_its_size_rate_frames_and_sound(tmp_path: Path, office: Path, ending: str) -> None:
    clip, output = drawings.write_clip(tmp_path / f"clip.{ending}", 320, 240), tmp_path / f"out.{ending}"

    result = camaleon("matte", clip, "--background", office, "-o", output)

    assert result.returncode == 0, result.stderr
    video = streams(output)["video"]
    assert (video["width"], video["height"], video["avg_frame_rate"]) == (320, 240, "10/1")
    assert int(video["nb_read_frames"]) == drawings.FRAME_COUNT
    assert audio_hash(output) == audio_hash(clip)


def test_a_clip_shows_the_background_for_the_room(tmp_path: Path, office: Path) -> None:
    clip, output = drawings.write_clip(tmp_path / "clip.mp4", 320, 240), tmp_path / "out.mp4"

    camaleon("matte", clip, "--background", office, "-o", output)

    difference = np.abs(drawings.first_frame(output).astype(float) - GREEN)[drawings.corners(320, 240)]
    assert difference.mean() < 8


def test_blur_leaves_nothing_to_read_in_the_room(tmp_path: Path) -> None:
    clip, output = drawings.write_clip(tmp_path / "clip.mp4", 320, 240, planted=True), tmp_path / "out.mp4"

    nobody = drawings.write_constant_model(tmp_path / "nobody.cml", -20)

    camaleon("matte", clip, "--background", "blur", "-o", output, "--network", nobody)

    where = drawings.corners(320, 240)
    contrast = [drawings.first_frame(path)[where].astype(float).std(axis=0).max() for path in (clip, output)]
    assert contrast[1] < contrast[0] / 4


@pytest.mark.parametrize(("name", "width", "height"), [("out.png", 331, 251), ("out.jpg", 64, 97), ("out.png", 1, 1)])
def test_a_picture_of_any_size_keeps_it(tmp_path: Path, office: Path, name: str, width: int, height: int) -> None:
    picture = drawings.write_picture(tmp_path / "picture.png", np.full((height, width, 3), 90, np.uint8))

    result = camaleon("matte", picture, "--background", office, "-o", tmp_path / name)

    assert result.returncode == 0, result.stderr
    assert drawings.first_frame(tmp_path / name).shape == (height, width, 3)


def test_a_clip_of_odd_size_loses_its_last_row_and_column(tmp_path: Path, office: Path) -> None:
    clip = tmp_path / "clip.mkv"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=101x75:rate=10:duration=0.5", "-c:v", "ffv1", clip)

    result = camaleon("matte", clip, "--background", office, "-o", tmp_path / "out.mp4")

    assert result.returncode == 0, result.stderr
    video = streams(tmp_path / "out.mp4")["video"]
    assert (video["width"], video["height"]) == (100, 74)


def test_a_turned_clip_stands_upright(tmp_path: Path, office: Path) -> None:
    clip, turned = drawings.write_clip(tmp_path / "clip.mp4", 320, 240), tmp_path / "turned.mp4"
    ffmpeg("-i", clip, "-c", "copy", "-metadata:s:v", "rotate=90", turned)

    result = camaleon("matte", turned, "--background", office, "-o", tmp_path / "out.mp4")

    assert result.returncode == 0, result.stderr
    video = streams(tmp_path / "out.mp4")["video"]
    assert (video["width"], video["height"]) == (240, 320)


def test_what_is_too_large_is_scaled_down_and_said(tmp_path: Path, office: Path) -> None:
    picture = drawings.write_picture(tmp_path / "picture.png", np.zeros((1440, 2000, 3), np.uint8))

    result = camaleon("matte", picture, "--background", office, "-o", tmp_path / "out.png")

    assert "2000×1440" in result.stderr
    assert drawings.first_frame(tmp_path / "out.png").shape == (1080, 1500, 3)


def test_nothing_is_said_where_nobody_looks(tmp_path: Path, office: Path) -> None:
    clip = drawings.write_clip(tmp_path / "clip.mp4", 64, 48)

    result = camaleon("matte", clip, "--background", office, "-o", tmp_path / "out.mp4", "--network", "unet")

    assert (result.stdout, result.stderr) == ("", "")


def test_a_network_in_place_of_the_default_is_named(tmp_path: Path, office: Path) -> None:
    """In a folder without the networks of others."""
    (tmp_path / "Models").mkdir()
    (tmp_path / "Models" / "unet.cml").write_bytes(MODEL.read_bytes())
    clip = drawings.write_clip(tmp_path / "clip.mp4", 64, 48)

    result = camaleon("matte", clip, "--background", office, "-o", tmp_path / "out.mp4", folder=tmp_path)

    assert result.returncode == 0
    assert "unet" in result.stderr and "Scripts/networks" in result.stderr


def test_progress_is_shown_on_a_terminal(tmp_path: Path, office: Path) -> None:
    clip = drawings.write_clip(tmp_path / "clip.mp4", 64, 48)
    reading, terminal = pty.openpty()

    arguments = [program(), "matte", clip, "--background", office, "-o", tmp_path / "out.mp4"]
    subprocess.run(arguments, cwd=ROOT, stderr=terminal, check=False)

    os.close(terminal)
    assert os.read(reading, 4096)
    os.close(reading)


def test_colours_of_the_person_stay(tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "everyone.cml", 20)
    for name in ("bt709", "bt601"):
        clip = tmp_path / f"{name}.mp4"
        source = "color=c=0xC04020:size=64x48:rate=10:duration=0.5"
        marks = ["-colorspace", "bt709" if name == "bt709" else "smpte170m"]
        filters = f"scale=out_color_matrix={name},format=yuv420p"
        ffmpeg("-f", "lavfi", "-i", source, "-vf", filters, *marks, "-c:v", "libx264", clip)

        camaleon("matte", clip, "--background", "blur", "-o", tmp_path / "out.mp4", "--network", model)

        decoded = ffmpeg("-i", tmp_path / "out.mp4", "-frames:v", 1, "-pix_fmt", "rgb24", "-f", "rawvideo", "-")
        assert np.abs(np.frombuffer(decoded, np.uint8)[:3].astype(int) - (0xC0, 0x40, 0x20)).max() <= 6


def test_what_is_transparent_in_a_background_is_grey(tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "nobody.cml", -20)
    cv2.imwrite(str(tmp_path / "alpha.png"), np.full((40, 40, 4), (255, 0, 0, 0), np.uint8))
    picture = drawings.write_picture(tmp_path / "picture.png", np.zeros((48, 64, 3), np.uint8))

    camaleon("matte", picture, "--background", tmp_path / "alpha.png", "-o", tmp_path / "out.png", "--network", model)

    colours = drawings.first_frame(tmp_path / "out.png").reshape(-1, 3)
    assert np.ptp(colours, axis=1).max() <= 2
