"""Training: schedule and resumption."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from camaleon_training.config import PAPER
from camaleon_training.evaluate import of_checkpoint
from camaleon_training.measure import measures
from camaleon_training.pictures import Pictures
from camaleon_training.schedule import Progress, rate
from camaleon_training.train import Run, batches, train_step

PHASE = replace(PAPER, batch=2, shapes=((32, 48), (48, 32)), early_shapes=((16, 32),), early_share=0.4)


def steps(run: Run, pictures: Pictures, count: int) -> list[float]:
    """Take steps of ten in all; return the losses."""
    losses = []
    for _, made in zip(range(count), batches(run, PHASE, pictures), strict=False):
        losses.append(train_step(run, PHASE, *made))
        run.progress.after_step_of(10)
    return losses


def test_rate_rises_to_its_peak_and_falls_to_zero() -> None:
    """One cycle."""
    rates = [rate(step / 100, 6e-3, 0.12) for step in range(101)]

    assert max(rates) == rates[12] == pytest.approx(6e-3)
    assert rates[0] < 3e-4
    assert rates[100] == pytest.approx(0, abs=1e-9)
    assert rates[12:] == sorted(rates[12:], reverse=True)


def test_progress_is_whole_at_the_deadline_in_spite_of_a_pause() -> None:
    """A pause makes the steps left fewer, and none of them large."""
    progress, now, jumps = Progress(), 0.0, []
    while not progress.is_over:
        seconds = 30.0 if len(jumps) == 20 else 1.0
        now += seconds
        before = progress.value
        progress.after_step(seconds, 100 - now)
        jumps.append(progress.value - before)

    assert 98 <= now <= 102
    assert max(jumps[:-1]) < 0.03


def test_resuming_from_a_checkpoint_gives_the_same_continuation(pictures: Pictures, tmp_path: Path) -> None:
    """Four steps at once, or two, a checkpoint and two: the same losses and weights."""
    whole = Run.start(PHASE)
    expected = steps(whole, pictures, 4)
    first = Run.start(PHASE)
    losses = steps(first, pictures, 2)
    first.save(tmp_path / "checkpoint.pt")

    second = Run.start(replace(PHASE, seed=99))
    second.load(tmp_path / "checkpoint.pt")
    losses += steps(second, pictures, 2)

    assert losses == pytest.approx(expected, rel=1e-5)
    for name, values in whole.average.state_dict().items():
        assert torch.allclose(values.float(), second.average.state_dict()[name].float(), atol=1e-5), name
    assert not (tmp_path / "checkpoint.partial").exists()


def test_training_learns_the_drawn_pictures(pictures: Pictures) -> None:
    """The loss falls."""
    run = Run.start(PHASE)

    losses = steps(run, pictures, 9)

    assert sum(losses[-3:]) < sum(losses[:3])


def test_measures_are_means_over_pictures() -> None:
    """One perfect and one half-wrong picture."""
    mask = torch.zeros(4, 4, dtype=torch.uint8).numpy()
    mask[:2] = 255
    right, half = (mask > 0).astype("float32"), (mask > 0).astype("float32")
    half[1] = 0

    result = measures([right, half], [mask, mask])

    assert result["personIoU"] == pytest.approx(0.75)
    assert result["meanIoU"] == pytest.approx((0.75 + (1 + 8 / 12) / 2) / 2)
    assert result["meanAbsoluteDifference"] == pytest.approx(0.125)


def test_last_weights_take_the_averaged_statistics(pictures: Pictures, tmp_path: Path) -> None:
    """Weights of the network, batch norm statistics of the average."""
    run = Run.start(PHASE)
    steps(run, pictures, 2)
    run.save(tmp_path / "checkpoint.pt")

    loaded = of_checkpoint(tmp_path / "checkpoint.pt", last=True)

    norm, last, average = loaded.encoder[0].norm0, run.network.encoder[0].norm0, run.average.encoder[0].norm0
    assert torch.equal(norm.weight, last.weight)
    assert torch.equal(norm.running_var, average.running_var)
    assert not torch.equal(average.running_var, last.running_var)
