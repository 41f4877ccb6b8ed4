"""What a reader on a slow phone pays for each type of page: python benchmarks/pages.py [BOOK] [--runs 5]

The book is built and served by the commands that a reader would use, and looked at with Debian's chromium: 1.6 Mbit/s
down, 750 kbit/s up, 150 ms each way and back, a processor slowed four times, an empty cache, 360 px. Shown are, for
the largest page of each type: its size and that of all it asks for, what went over the wire with gzip (as the small
server and most hosts send it), requests, first and largest paint, and layout shift; milliseconds are medians.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from pledgebook.serve import make_server

ROOT = Path(__file__).resolve().parent.parent
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWED = 4
WATCH = """() => {
  window.seen = { shift: 0, largest: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.seen.shift += e.value)))
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.seen.largest = e.startTime)))
    .observe({ type: "largest-contentful-paint", buffered: true });
}"""
FIRST = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def main() -> None:
    """Build, serve, look at each type of page, print a table in Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("book", nargs="?", type=Path, default=ROOT / "books/iraq")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = shutil.copytree(chosen.book, Path(folder) / "book", ignore=shutil.ignore_patterns("_build"))
        command = [sys.executable, "-c", "from pledgebook.cli import main; main()", "build", str(book)]
        subprocess.run(command, check=True, capture_output=True)
        with make_server(book, "127.0.0.1", 0) as server, sync_playwright() as playwright:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            address = f"http://127.0.0.1:{server.server_port}"
            print(
                "| page | kB | transferred kB | requests | first paint ms | largest paint ms | layout shift |"
            )
            print("|---|---:|---:|---:|---:|---:|---:|")
            for page in pages_of(book / "_build/latest/site"):
                print(line(page, [look(browser, f"{address}/{page}") for _ in range(chosen.runs)]))
            browser.close()
            server.shutdown()


def pages_of(site: Path) -> list[str]:
    """The largest page of each type in each language."""
    largest: dict[tuple[str, ...], Path] = {}
    for file in sorted(site.resolve().rglob("index.html")):
        parts = file.relative_to(site.resolve()).parts[:-1]
        kind = (*parts[:2], "*") if len(parts) > 2 else parts
        if kind not in largest or file.stat().st_size > largest[kind].stat().st_size:
            largest[kind] = file
    return [largest[kind].relative_to(site.resolve()).as_posix() for kind in sorted(largest)]


def look(browser: Browser, address: str) -> dict[str, Any]:
    """One visit with an empty cache over the slow line."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    line_to = context.new_cdp_session(page)
    line_to.send("Network.enable")
    line_to.send("Network.emulateNetworkConditions", SLOW)
    line_to.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    sizes: list[float] = []
    whole: list[int] = []
    line_to.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on(
        "response",
        lambda r: whole.append(len(r.body())) if r.url.startswith("http") else None,
    )
    page.add_init_script(f"({WATCH})()")
    page.goto(address, wait_until="networkidle")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    seen = page.evaluate("() => window.seen")
    found = {
        "sent": sum(sizes),
        "whole": sum(whole),
        "requests": len(whole),
        "first": page.evaluate(FIRST),
        **seen,
    }
    context.close()
    return found


def line(page: str, visits: list[dict[str, Any]]) -> str:
    """A row of the table: medians of times, the most of everything else."""
    most = {key: max(v[key] for v in visits) for key in ("sent", "whole", "requests", "shift")}
    middle = {key: statistics.median(v[key] for v in visits) for key in ("first", "largest")}
    return (
        f"| {page} | {most['whole'] / 1000:.1f} | {most['sent'] / 1000:.1f} | {most['requests']} "
        f"| {middle['first']:.0f} | {middle['largest']:.0f} | {most['shift']:.4f} |"
    )


if __name__ == "__main__":
    main()
