"""A draft book written from published pages: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pledgebook.adopt.faults import Adopted, faults_of
from pledgebook.adopt.frame import Frame, write_book, write_page
from pledgebook.adopt.languages import language_faults, pair_figures, with_numbers
from pledgebook.adopt.mention import Mention
from pledgebook.adopt.page import PublishedPage
from pledgebook.adopt.proposals import with_proposals
from pledgebook.adopt.prose import write_prose
from pledgebook.adopt.reading import read_page
from pledgebook.adopt.register import write_questions, write_register
from pledgebook.adopt.search import mentions_of
from pledgebook.catalogue import problem
from pledgebook.errors import BookError, Problem, Where


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found on the pages, one for each language, and what is wrong with them as they stand."""

    pages: tuple[PublishedPage, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    findings: tuple[Problem, ...]

    @property
    def quantities(self) -> list[Mention]:
        """The quantities of every language."""
        return [m for page in self.mentions for m in page if m.sort == "quantity"]

    @property
    def counts(self) -> dict[str, int]:
        """How many numbers were found, with a measure proposed and left, and what was kept apart."""
        found = self.quantities
        proposed = sum(1 for m in found if m.proposed)
        apart = [m.sort for page in self.mentions for m in page]
        return {
            "found": len(found),
            "proposed": proposed,
            "left": len(found) - proposed,
            "bound": 0,
            "times": apart.count("time"),
            "vague": apart.count("vague"),
            "findings": len(self.findings),
        }


def adopt_pages(pages: Sequence[PublishedPage]) -> Draft:
    """Everything that is found on a page, and on the same page in another language."""
    found = [with_proposals(mentions_of(page), page.language) for page in pages]
    adopted = [Adopted(page, mentions) for page, mentions in zip(pages, found, strict=True)]
    findings = [problem for one in adopted for problem in faults_of(one)]
    pairs = pair_figures(found[0], found[1]) if len(pages) > 1 else []
    if len(pages) > 1:
        findings += language_faults(adopted[0], adopted[1], pairs)
    return Draft(tuple(pages), tuple(with_numbers(found, pairs)), tuple(findings))


def adopt(path: Path, language: str, also: Sequence[tuple[str, Path]], out: Path) -> Draft:
    """The draft of a page, written as a book into a folder that is not there yet, or is empty.

    Raises ``BookError`` or ``SourceError``; then nothing was written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BookError(problem("ADO003", Where(out)))
    draft = adopt_pages([read_page(path, language), *(read_page(p, code) for code, p in also)])
    _write_whole(files_of(draft), out)
    return draft


def files_of(draft: Draft) -> dict[str, str]:
    """The text of each file of the draft, by its path in the book."""
    own = draft.pages[0].language
    frame = Frame(draft.pages, [m for page in draft.mentions for m in page], own)
    listed = [(page.language, found) for page, found in zip(draft.pages, draft.mentions, strict=True)]
    folder = f"pages/{frame.page_id}"
    return {
        "pledgebook.yml": write_book(frame),
        f"{folder}/page.yml": write_page(frame),
        **{
            f"{folder}/{page.language}.md": write_prose(page, found)
            for page, found in zip(draft.pages, draft.mentions, strict=True)
        },
        "claims.csv": write_register(listed),
        "questions.md": write_questions(listed, own),
    }


def _write_whole(files: dict[str, str], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = out.parent / f".{out.name}.new-{os.getpid()}"
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        if out.exists():
            out.rmdir()
        folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
