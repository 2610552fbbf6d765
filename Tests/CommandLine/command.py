"""The built command, and FFmpeg beside it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "Models" / "unet.cml"


def program() -> Path:
    """Return the built command: the one in CAMALEON_PROGRAM, else the newer of the release and the debug build."""
    chosen = os.environ.get("CAMALEON_PROGRAM")
    paths = [Path(chosen)] if chosen else [ROOT / ".build" / name / "camaleon" for name in ("release", "debug")]
    built = [path for path in paths if path.exists()]
    if not built:
        raise FileNotFoundError("camaleon is not built: run `make build`")
    return max(built, key=lambda path: path.stat().st_mtime)


def camaleon(*arguments: object, path: str | None = None, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command in the repository, or another folder; `path` replaces PATH."""
    return subprocess.run(
        [program(), *map(str, arguments)],
        cwd=folder,
        env=os.environ | ({} if path is None else {"PATH": path}),
        text=True,
        capture_output=True,
        check=False,
    )


def ffmpeg(*arguments: object, data: bytes = b"") -> bytes:
    """Run FFmpeg with bytes as its input, and return what it printed."""
    command = ["ffmpeg", "-v", "error", "-y", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def streams(path: Path) -> dict[str, dict[str, Any]]:
    """Return what ffprobe says about each kind of stream, its frames counted."""
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", path]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {stream["codec_type"]: stream for stream in report["streams"]}


def audio_hash(path: Path) -> bytes:
    """Return a hash of the audio's packets, as they are."""
    return ffmpeg("-i", path, "-map", "0:a", "-c", "copy", "-f", "streamhash", "-")
