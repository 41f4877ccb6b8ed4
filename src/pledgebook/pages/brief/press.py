"""The briefs set and written as tagged PDF, the same bytes each time; one whose words did not change is not set again.

A newcomer would get wrong that nothing of the machine is asked: no clock (the day is the book's), no typeface but those
of two packages. How many rows fit is not guessed: the brief is laid out, its pages are counted, and rows are left out
until there are two.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import typst

from pledgebook.book.load import Objective
from pledgebook.inputs import engine_key, key_of
from pledgebook.kept import Kept
from pledgebook.pages.address import page_file
from pledgebook.pages.brief.content import brief_of
from pledgebook.pages.content import Content
from pledgebook.pages.view import View

FILE = "brief.pdf"
BRIEF = "brief-"
"""What the name of a brief's stage in the cache begins with; a build tells them apart from its other stages."""
PAGES = 2
_ROWS = (60, 40, 30, 24, 18, 14, 10, 7, 5, 3, 1)
"""How many rows a table may have, tried in this order."""
_FACES = ("font_source_sans_pro", "fontpkg_noto_sans_arabic")
STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, with a title and a language."""


def start_briefs(content: Content, folder: Path, kept: Kept) -> Callable[[], int]:
    """``brief.pdf`` for the page of each objective, in each language of the book, set while other work goes on.

    The other thread only sets what is handed to it, which needs no measure; what is returned waits for it, writes the
    files and says how many were set.
    """
    pool = ThreadPoolExecutor(1)
    begun = [
        one
        for language in content.book.languages
        for objective in content.book.objectives.values()
        if (one := _begin(View(content, language), objective, folder, kept, pool))
    ]
    pool.shutdown(wait=False)

    def finish() -> int:
        for brief in begun:
            path = folder / "site" / brief.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(brief.pressed())
            kept.files[brief.stage] = [f"site/{brief.name}"]
        return len(begun)

    return finish


@dataclass(frozen=True, slots=True)
class _Begun:
    """A brief with all its rows in the other thread, whose answer is None where it does not fit."""

    view: View
    objective: Objective
    name: str
    stage: str
    first: Future[bytes | None]

    def pressed(self) -> bytes:
        fewer = (brief_of(self.view, self.objective, rows) for rows in _ROWS[1:])
        return self.first.result() or pressed(fewer)


def _begin(
    view: View, objective: Objective, folder: Path, kept: Kept, pool: ThreadPoolExecutor
) -> _Begun | None:
    name = page_file(view.language, f"objectives/{objective.declaration.id}", FILE)
    stage = f"{BRIEF}{view.language}-{objective.declaration.id}"
    whole = brief_of(view, objective, _ROWS[0])
    key = key_of(stage, engine_key(), json.dumps(whole, sort_keys=True))
    if kept.take_files(stage, key, folder):
        return None
    return _Begun(view, objective, name, stage, pool.submit(_pressed_if_it_fits, whole))


def pressed(tries: Iterable[Mapping[str, object]]) -> bytes:
    """The first of these briefs that fits its pages, or the last, as PDF."""
    for brief in tries:
        compiler = _compiler(brief)
        if _fits(compiler):
            break
    return _pdf(compiler)


def _pressed_if_it_fits(brief: Mapping[str, object]) -> bytes | None:
    compiler = _compiler(brief)
    return _pdf(compiler) if _fits(compiler) else None


def _fits(compiler: typst.Compiler) -> bool:
    return bool(json.loads(compiler.query("<pages>", field="value"))[0] <= PAGES)


def _pdf(compiler: typst.Compiler) -> bytes:
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=0)
    assert isinstance(made, bytes)
    return made


def _compiler(brief: Mapping[str, object]) -> typst.Compiler:
    said = {"brief": json.dumps(brief, ensure_ascii=False)}
    folder = Path(str(resources.files("pledgebook.pages.brief")))
    return typst.Compiler(
        folder / "brief.typ", root=folder, font_paths=_faces(), ignore_system_fonts=True, sys_inputs=said
    )


@cache
def _faces() -> typst.Fonts:
    folders = [str(Path(str(resources.files(name))) / "files") for name in _FACES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
