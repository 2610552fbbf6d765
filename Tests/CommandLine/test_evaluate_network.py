"""`camaleon evaluate network`: what a network is made of."""

import json
from pathlib import Path

import drawings
from command import MODEL, camaleon


def test_a_network_of_one_operation_is_counted(tmp_path: Path) -> None:
    model = drawings.write_constant_model(tmp_path / "constant.cml", 20)

    result = camaleon("evaluate", "network", "--network", model, "--json")

    assert result.returncode == 0, result.stderr
    counts = json.loads(result.stdout)
    assert counts["multiplyAdds"].pop("160x208") == counts["multiplyAdds"].pop("208x160") == 3 * 208 * 160
    # Three weights and a bias, which is not multiplied.
    assert counts == {
        "name": "constant",
        "path": str(model),
        "bytes": model.stat().st_size,
        "parameters": 4,
        "multiplyAdds": {"256x144": 3 * 256 * 144, "256x256": 3 * 256 * 256},
    }


def test_the_network_of_the_paper_has_its_parameters() -> None:
    result = camaleon("evaluate", "network", "--network", "unet")

    assert result.stdout.startswith(f"unet: {MODEL.stat().st_size} bytes, 485817 parameters\n")


def test_what_is_no_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.cml").write_text("not a network")

    result = camaleon("evaluate", "network", "--network", tmp_path / "none.cml")

    assert (result.returncode, result.stdout) == (65, "")
    assert "none.cml" in result.stderr
