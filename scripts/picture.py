"""Takes the README's picture of the example's home page: `python scripts/picture.py`, after `make build`.

Needs chromium on the PATH; the picture is docs/home.png.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "books/iraq/_build/latest/site/en/index.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Photograph the first screen at 1280 by 800."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None or not HOME.is_file():
        sys.exit("needs chromium on the PATH, and a build: make build")
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = launched.new_page(viewport={"width": 1280, "height": 800})
        page.goto(HOME.as_uri())
        page.screenshot(path=str(ROOT / "docs" / "home.png"))
        launched.close()


if __name__ == "__main__":
    main()
