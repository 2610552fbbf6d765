"""Times the engine, the SDK and a call in Chromium: `make bench`, or `Scripts/bench networks pipeline call`.

Prints a table, and writes .build/bench.json; parts that are not asked for stay in it as they were.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

import browsers
import call
import cameras
import page_server
import processor_time
import server

REPORT = server.ROOT / ".build" / "bench.json"
NETWORK_SIZES = [(256, 144), (208, 160), (160, 208), (128, 128), (256, 256)]
SEGMENTERS = ("person", "selfie", "unet")
# Sides of the inputs of the face networks, which `Scripts/networks` converts.
FACE_SIZES = {"detector": 128, "landmarks": 192, "recognition": 150}
FRAME_SIZES = [(640, 480), (1280, 720)]
# Who may be seen, and what the gate then finds in the camera's clip.
GATES = {"off": "off", "presence": "present", "identity": "verified"}
FACE_NETWORKS = server.ROOT / ".build" / "assets" / "face"

# A stage that takes less is left out of the table.
MENTIONED_MILLISECONDS = 0.05

# The browser compiles hot code again in the first seconds, and the SDK's times are those of the last four.
WARM_UP_SECONDS = 8
SECONDS = 8

Numbers = dict[str, Any]


def measure_networks(playwright: Playwright) -> Numbers:
    """Return the core's peak and the network's times, in a page."""
    with page_server.served() as address, browsers.chromium(playwright, None) as browser:
        page = browser.new_page()
        page.goto(f"{address}/bench.html")
        page.wait_for_function("globalThis.bench")
        return {"wasm": page.evaluate(f"bench.measureNetworks({json.dumps(NETWORK_SIZES)}, {json.dumps(FACE_SIZES)})")}


def measure_pipeline(playwright: Playwright) -> Numbers:
    """Return the times from camera to outgoing track, of each size and gate."""
    gates = list(GATES)
    if any(not (FACE_NETWORKS / f"{name}.cml").exists() for name in FACE_SIZES):
        print(f"bench: no face networks in {FACE_NETWORKS.relative_to(server.ROOT)}: no gate is timed", file=sys.stderr)
        gates = ["off"]
    return {
        "pipeline": {
            f"{width}x{height}" + (f" {gate}" if gate != "off" else ""): measure_frames(playwright, width, height, gate)
            for width, height in FRAME_SIZES
            for gate in gates
        }
    }


def measure_frames(playwright: Playwright, width: int, height: int, gate: str) -> Numbers:
    """Return the times of one size behind a gate, and what all processes of the browser spent on a frame."""
    camera = cameras.clip(width, height)
    with page_server.served() as address, browsers.chromium(playwright, camera) as browser:
        page = browser.new_page(permissions=["camera"])
        page.goto(f"{address}/bench.html")
        page.wait_for_function("globalThis.bench")
        page.evaluate(f"bench.startPipeline({width}, {height}, '{gate}')")
        page.wait_for_timeout(1000 * WARM_UP_SECONDS)

        before, spent = page.evaluate("bench.statistics()"), processor_time.of_browsers()
        page.wait_for_timeout(1000 * SECONDS)
        after, spent = page.evaluate("bench.statistics()"), processor_time.of_browsers() - spent
    frames = after["frames"] - before["frames"]
    if frames == 0 or (after["width"], after["height"]) != (width, height):
        raise SystemExit(f"the SDK gave no frames of {width}x{height}: {after}")
    if after["gate"] != GATES[gate]:
        raise SystemExit(f"the gate {gate} found the camera's clip {after['gate']}, not {GATES[gate]}")
    return {
        **after["stages"]["total"],
        "stages": {stage: times for stage, times in after["stages"].items() if stage != "total"},
        "framesPerSecond": frames / SECONDS,
        "cpuMillisecondsPerFrame": 1000 * spent / frames,
    }


def measure_call(playwright: Playwright) -> Numbers:
    """Return the frames a second that arrive at both ends of a call."""
    rates = call.received_rates(playwright, cameras.clip(640, 480), WARM_UP_SECONDS, SECONDS)
    return {"call": {"640x480": {"framesPerSecond": min(rates), "framesPerSecondOfEachSide": rates}}}


def table(report: Numbers) -> str:
    """Return the measures as lines to read."""
    lines = []
    wasm = report.get("wasm")
    if wasm:
        lines.append(f"peak of one core in WebAssembly: {wasm['peakGFLOPS']:.1f} GFLOP/s")
        for name in SEGMENTERS:
            times_of = dict(wasm["networks"].get(name, {}))
            made_of = times_of.pop("kernels", None)
            for size, times in times_of.items():
                lines.append(f"{f'{name} {size}':22}{milliseconds(times)}  {times['overPeak']:.2f} of peak")
            if made_of:
                lines.append(f"    {kernels(made_of, wasm['peakGFLOPS'])}")
        for name in FACE_SIZES.keys() & wasm["networks"].keys():
            times = wasm["networks"][name]
            lines.append(f"{name:22}{milliseconds(times)}  {times['overPeak']:.2f} of peak")
            lines.append(f"    {kernels(times['kernels'], wasm['peakGFLOPS'])}")
    for size, times in report.get("pipeline", {}).items():
        rate = f"{times['framesPerSecond']:.1f} frames/s  {times['cpuMillisecondsPerFrame']:.1f} ms CPU/frame"
        lines.append(f"{f'camera to track {size}':34}{milliseconds(times)}  {rate}")
        lines.append(f"    {stages(times)}")
    for size, rates in report.get("call", {}).items():
        both = " and ".join(f"{rate:.1f}" for rate in rates["framesPerSecondOfEachSide"])
        lines.append(f"{f'call {size}':22}{both} frames/s received")
    return "\n".join(lines)


def kernels(times: Numbers, peak: float) -> str:
    """Return what each kernel of a network takes, and its rate where it multiplies."""
    parts = []
    for name, kernel in times.items():
        rate = f" at {kernel['overPeak'] * peak:.0f} GFLOP/s" if kernel["overPeak"] > 0 else ""
        parts.append(f"{name} {kernel['median']:.2f}{rate}")
    return ", ".join(parts)


def stages(times: Numbers) -> str:
    """Return the median of each of a frame's stages that took any time."""
    medians = {name: spread["median"] for name, spread in times.get("stages", {}).items()}
    return ", ".join(f"{name} {median:.1f}" for name, median in medians.items() if median >= MENTIONED_MILLISECONDS)


def milliseconds(times: Numbers) -> str:
    """Return a median and a 95th percentile."""
    return f"{times['median']:7.2f} ms, 95 % within {times['p95']:7.2f} ms"


PARTS = {"networks": measure_networks, "pipeline": measure_pipeline, "call": measure_call}


def main() -> None:
    """Measure the parts that are named, or all."""
    wanted = sys.argv[1:] or list(PARTS)
    unknown = set(wanted) - set(PARTS)
    if unknown:
        raise SystemExit(f"bench: no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if os.getloadavg()[0] > 0.5:
        print(f"bench: the machine is busy (load {os.getloadavg()[0]:.1f}): times will be too high", file=sys.stderr)
    report = json.loads(REPORT.read_text()) if REPORT.exists() else {}
    with sync_playwright() as playwright:
        for part in wanted:
            report |= PARTS[part](playwright)
            REPORT.write_text(json.dumps(report, indent=2) + "\n")
    print(table(report))
    print(f"written to {REPORT.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
