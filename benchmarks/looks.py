"""Every type of page, in every language, as every reader may look at it: python benchmarks/looks.py [--only axe]

The example book with Arabic as its third language (``scripts/arabic_book.py``) is built and served by the commands
that a reader would use. The largest page of each type is looked at in each language with the functions of the browser
tests: axe-core in light, dark and forced colours at 320 and 1280 px; what is painted before the sheet is there, and
whether it moves then; every text whole at 320 and 1280 px and at 200 % zoom; everything reached by the Tab key, and
opened by Enter; the same words without JavaScript; paper. A row of the table is a look, a column a language, a cell
the faults found; the faults themselves follow. Ends with 1 when there are any. ``--shots FOLDER`` keeps a picture of
each page and look of the screen, to be read by a person.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from pledgebook.build import build
from pledgebook.serve import make_server

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "scripts")]

from browser_faults import (  # noqa: E402
    axe_faults,
    first_screen_faults,
    keyboard_faults,
    print_faults,
    script_faults,
    summary_faults,
    text_faults,
)
from browser_site import BuiltSite, SitePage, running  # noqa: E402

from arabic_book import arabic_book  # noqa: E402

PATIENCE = 180_000
"""Milliseconds that a page may take on a machine that other work keeps busy."""

Ask = Callable[[Page, str], list[str]]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at, and what is asked of it."""

    name: str
    ask: Ask
    width: int = 1280
    colours: str = "light"
    is_forced: bool = False
    has_script: bool = True
    medium: str = "screen"


LOOKS = (
    *(Look(f"axe {c} {w}", axe_faults, w, c) for c in ("light", "dark") for w in (320, 1280)),
    *(Look(f"axe forced colours {w}", axe_faults, w, is_forced=True) for w in (320, 1280)),
    Look("axe on paper", axe_faults, 720, medium="print"),
    *(Look(f"first screen {w}", first_screen_faults, w) for w in (360, 1280)),
    *(Look(f"texts whole {w}", text_faults, w) for w in (320, 1280)),
    Look("texts whole at 200 %", text_faults, 640),
    *(Look(f"keyboard {w}", keyboard_faults, w) for w in (320, 1280)),
    Look("Enter opens and closes", summary_faults),
    Look("Enter without JavaScript", summary_faults, has_script=False),
    Look("the same words without JavaScript", lambda page, url: [], has_script=False),
    *(Look(f"paper {w}", print_faults, w, medium="print") for w in (360, 720)),
)


def main() -> int:
    """Build, serve, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="looks whose name begins so")
    parser.add_argument("--type", default="", help="one type of page")
    parser.add_argument("--shots", type=Path, help="keep pictures in this folder")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        book = arabic_book(Path(folder) / "book", "arab")
        build(book, lambda stage, made: None)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        with running(make_server(book, "127.0.0.1", 0)) as address:
            site = BuiltSite((book / "_build/latest/site").resolve(), address)
            pages = [p for p in site.representatives if not chosen.type or p.type == chosen.type]
            faults = look_at(browser, site, pages, [k for k in LOOKS if k.name.startswith(chosen.only)])
            if chosen.shots:
                photograph(browser, site, pages, chosen.shots)
        browser.close()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def look_at(browser: Browser, site: BuiltSite, pages: list[SitePage], looks: list[Look]) -> list[str]:
    """Every look at every page, a row of the table each; what was found."""
    names = [n for n in ("", *site.languages) if any(p.language == n for p in pages)]
    print(f"{len({p.type for p in pages})} types of pages, {len(pages)} pages\n")
    print("| look | " + " | ".join(n or "entrance" for n in names) + " |")
    print("|---|" + "---:|" * len(names))
    found: list[str] = []
    for look in looks:
        with opened(browser, look) as page, opened(browser, Look("", look.ask)) as other:
            counts = dict.fromkeys(names, 0)
            for one in pages:
                url = site.url(one)
                if look.name.startswith("the same words"):
                    faults = script_faults(other, page, url)
                else:
                    faults = look.ask(page, url)
                counts[one.language] += len(faults)
                found += [f"{look.name}: {one.path}: {fault}" for fault in faults]
        print(f"| {look.name} | " + " | ".join(str(n) for n in counts.values()) + " |", flush=True)
    return found


def photograph(browser: Browser, site: BuiltSite, pages: list[SitePage], folder: Path) -> None:
    """``money-fr-320-dark.png`` and its like: whole pages, as long as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in (320, 1280):
        for colours in ("light", "dark"):
            with opened(browser, Look("", axe_faults, width, colours)) as page:
                for one in pages:
                    page.goto(site.url(one))
                    name = f"{one.type.replace('/*', '-one')}-{one.language or 'none'}-{width}-{colours}.png"
                    page.screenshot(path=folder / name, full_page=True)


@contextmanager
def opened(browser: Browser, look: Look) -> Iterator[Page]:
    """An empty page, as the look asks for it."""
    options: dict[str, Any] = {
        "viewport": {"width": look.width, "height": 800},
        "color_scheme": look.colours,
        "forced_colors": "active" if look.is_forced else "none",
        "reduced_motion": "reduce",
        "java_script_enabled": look.has_script,
    }
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.emulate_media(media="print" if look.medium == "print" else "screen")
    yield page
    context.close()


if __name__ == "__main__":
    sys.exit(main())
