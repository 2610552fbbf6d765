"""How much processor time browsers have used, all of their processes together."""

import os
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def of_browsers() -> float:
    """Return seconds of user and system time of every Chromium process below this one."""
    parents, times, names = {}, {}, {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # The name, in brackets, may hold anything; what follows it is numbers: proc_pid_stat(5).
            name, _, numbers = (folder / "stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue  # It has ended.
        fields = numbers.split()
        process = int(folder.name)
        parents[process], names[process] = int(fields[1]), name
        times[process] = (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
    return sum(
        time
        for process, time in times.items()
        if "chrom" in names[process] and _is_below(process, os.getpid(), parents)
    )


def _is_below(process: int, ancestor: int, parents: dict[int, int]) -> bool:
    while process in parents:
        process = parents[process]
        if process == ancestor:
            return True
    return False
