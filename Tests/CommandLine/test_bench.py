"""`camaleon bench`: what it reports; never how fast."""

import json

from command import camaleon


def test_every_size_is_measured() -> None:
    result = camaleon("bench", "--json", "--runs", 2)

    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["peakGFLOPS"] > 0
    (network,) = report["networks"].values()
    assert set(network) == {"256x144", "208x160", "160x208", "128x128", "256x256"}
    assert set(report["pipeline"]) == {"640x480", "1280x720"}
    for times in [*network.values(), *report["pipeline"].values()]:
        assert 0 < times["median"] <= times["p95"]


def test_a_network_is_chosen_by_its_name() -> None:
    result = camaleon("bench", "--json", "--runs", 1, "--network", "unet")

    assert list(json.loads(result.stdout)["networks"]) == ["unet"]


def test_a_network_that_is_not_there_is_refused_by_its_name() -> None:
    result = camaleon("bench", "--network", "nonesuch")

    assert result.returncode == 66
    assert "nonesuch" in result.stderr and "Scripts/networks" in result.stderr
