"""`camaleon bench`: what it reports; never how fast."""

import json

from command import camaleon


def test_every_size_is_measured() -> None:
    result = camaleon("bench", "--json", "--runs", 2)

    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["peakGFLOPS"] > 0
    assert set(report["networks"]["unet"]) == {"256x144", "208x160", "160x208", "128x128", "256x256"}
    assert set(report["pipeline"]) == {"640x480", "1280x720"}
    for times in [*report["networks"]["unet"].values(), *report["pipeline"].values()]:
        assert 0 < times["median"] <= times["p95"]
