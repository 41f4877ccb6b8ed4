"""Every type of page of a book with nothing, with a row of each, and with thousands: python benchmarks/sizes.py

    python benchmarks/sizes.py [--rows 10000] [--shots FOLDER] > table.md

Three books are made of the invented small one: before anything is known, as it is, and with so many projects and
milestones (a tenth of it in places, a thirtieth in indicators). The largest English and French page of each type is
looked at on a phone (360 px) and wide (1280 px). A row of the table is a page and a size: its first sentence, its kB
of HTML, the rows of its tables, how many screens it is long on a phone, how many sections stand empty without a word,
and how many texts are cut off or lie on each other. Ends with 1 when a section is empty or a text is not whole.
``docs/pages-by-size.md`` keeps what was seen.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from browser_faults import text_faults  # noqa: E402
from browser_site import BuiltSite, SitePage, served  # noqa: E402

from book_copies import book_of_nothing, edit, lock, silent, small_book  # noqa: E402
from many_projects import book_of  # noqa: E402
from pledgebook.build import build  # noqa: E402

LOOK = """() => {
  const shown = (e) => e.checkVisibility();
  const sections = [...document.querySelectorAll('main section')].filter(shown);
  const said = (e) => [...e.querySelectorAll('p, dd, td, th, li, text')].map((b) => b.textContent).join('').trim();
  return {
    lead: (document.querySelector('.standfirst') || document.querySelector('main p')).innerText.trim(),
    rows: document.querySelectorAll('main tbody tr').length,
    empty: sections.filter((s) => !said(s)).map((s) => s.id),
    height: document.documentElement.scrollHeight,
  };
}"""


def many(folder: Path, rows: int) -> Path:
    """The small book with so many projects and milestones, and places and indicators as far as pages are made for."""
    book = book_of(folder, rows)
    _add(book, "milestones", (
        f"law-{n},plan,2020-05-04,2020-05-04,Law number {n},Loi numéro {n},,,,,,,done,shelter,announcement"
        for n in range(rows)
    ))  # fmt: skip
    names = "".join(
        f"  roofs_{n}: {{en: Roofs of block {n}, fr: Toits du quartier {n}}}\n" for n in range(rows // 30)
    )
    edit(book, "pledgebook.yml", "indicators:\n", f"indicators:\n{names}")
    _add(
        book,
        "indicators",
        (f"roofs_{n},counted,output,number,,,,,false,,announcement" for n in range(rows // 30)),
    )
    _add(book, "indicator_values", (
        f"roofs_{n},counted,Roofs.,Toits.,actual,all,true,2020-01-01,2020-12-31,count,up,{n + 1},announcement"
        for n in range(rows // 30)
    ))  # fmt: skip
    places = rows // 10
    with (book / "sources/places/places.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"XX9{n:04},XX,1,Place {n},Lieu {n}\n" for n in range(places))
    with (book / "sources/rounds/rounds.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"XX9{n:04},2020-12-31,no,{100 + n},\n" for n in range(places))
    for source in ("places", "rounds"):
        edit(book, f"sources/{source}/source.yml", "expected_rows: 4", f"expected_rows: {places + 4}")
    lock(book)
    return book


def _add(book: Path, ledger: str, lines: Iterator[str]) -> None:
    with (book / f"ledgers/{ledger}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def main() -> int:
    """Make the books, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--shots", type=Path, help="keep a picture of each page in this folder")
    chosen = parser.parse_args()
    sizes: dict[str, Callable[[Path], Path]] = {
        "nothing": book_of_nothing,
        "one": small_book,
        f"{chosen.rows:,}": lambda folder: many(folder, chosen.rows),
    }
    faults = 0
    print("| page | size | language | first sentence | kB | rows | screens at 360 | empty | not whole |")
    print("|---|---|---|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for size, make in sizes.items():
            book = make(Path(folder))
            build(book, silent)
            with served((book / "_build/latest/site").resolve()) as site:
                faults += sum(seen(browser, site, page, size, chosen.shots) for page in site.representatives)
            shutil.rmtree(book)
        browser.close()
    return 1 if faults else 0


def seen(browser: Browser, site: BuiltSite, page: SitePage, size: str, shots: Path | None) -> int:
    """A row of the table; how much is wrong."""
    if not page.language:
        return 0
    found: list[str] = []
    looked: dict[int, Any] = {}
    for width in (1280, 360):
        context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
        tab: Page = context.new_page()
        tab.set_default_timeout(120_000)
        found += text_faults(tab, site.url(page))
        looked[width] = tab.evaluate(LOOK)
        if shots:
            shots.mkdir(parents=True, exist_ok=True)
            name = f"{page.type.replace('/*', '-one')}-{page.language}-{width}-{size.replace(',', '')}.png"
            tab.screenshot(path=shots / name)
        context.close()
    said = looked[360]
    lead = said["lead"].replace("\n", " ").replace("|", "/")
    empty = ", ".join(said["empty"]) or "0"
    print(
        f"| {page.type} | {size} | {page.language} | {lead[:110]} | {page.size / 1000:.0f} | {said['rows']:,} "
        f"| {said['height'] / 800:.0f} | {empty} | {len(found)} |",
        flush=True,
    )
    for fault in dict.fromkeys(found):
        print(f"{page.path} ({size}): {fault}", file=sys.stderr)
    return len(found) + len(said["empty"])


if __name__ == "__main__":
    sys.exit(main())
