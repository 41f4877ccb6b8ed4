"""Copies of books for the tests to break, and what is then said of them.

``small_book`` is invented and compiles in a blink; the Iraq book is the real one, taken as it is now.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pledgebook.book.load import Prose, load_book
from pledgebook.build import Compiled, build, compile_book
from pledgebook.checks.finding import Finding
from pledgebook.errors import BookError, Problem, SourceError
from pledgebook.sources.snapshot import take_snapshots, write_lock
from pledgebook.tables.build import build_tables

TESTS = Path(__file__).resolve().parent
SMALL = TESTS / "small_book"
IRAQ = TESTS.parent / "books" / "iraq"


def silent(stage: str, made: dict[str, int]) -> None:
    """Nobody is told how a build goes."""


def copy_of(book: Path, folder: Path, name: str = "book") -> Path:
    """A copy without builds."""
    return shutil.copytree(book, folder / name, ignore=shutil.ignore_patterns("_build"))


def small_book(folder: Path, name: str = "book") -> Path:
    """A copy of the small book."""
    return copy_of(SMALL, folder, name)


def book_of_nothing(folder: Path, name: str = "nothing") -> Path:
    """The small book before anything is known: places, one objective, and not a row of anything else."""
    book = small_book(folder, name)
    for ledger in (book / "ledgers").glob("*.csv"):
        ledger.write_text(ledger.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    words = {"en.md": "Nothing is known.\n", "fr.md": "Rien n’est connu.\n"}
    for text in (*book.glob("pages/*/*.md"), *book.glob("objectives/*/*.md")):
        text.write_text(words[text.name], encoding="utf-8")
    edit(book, "objectives/shelter/objective.yml", "milestones: [law]\n", "")
    edit(book, "objectives/shelter/objective.yml", "indicators: [schooling]\n", "")
    edit(book, "pledgebook.yml", "headline_pledge: promise\n", "")
    for source in ("activities", "rounds", "announcement"):
        shutil.rmtree(book / "sources" / source)
    (book / "sources.lock").unlink()
    lock(book)
    return book


def edit(book: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old`` in a file of the book; the line on which it stood."""
    path = book / file
    text = path.read_bytes().decode("utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return text.count("\n", 0, text.index(old)) + 1


def write(book: Path, file: str, text: str) -> None:
    """A file of the book, its folder made where it is not there."""
    (book / file).parent.mkdir(parents=True, exist_ok=True)
    (book / file).write_bytes(text.encode("utf-8"))


def lock(book: Path) -> None:
    """Take the sources as they are now."""
    loaded = load_book(book)
    snapshots = take_snapshots(loaded)
    write_lock(loaded, snapshots, build_tables(loaded, snapshots).count)


def compiled(book: Path) -> Compiled:
    """The book compiled."""
    return compile_book(book, silent)


def findings(book: Path) -> list[Finding]:
    """All findings of a book that can be compiled."""
    return compiled(book).findings


def problems(book: Path) -> list[Problem]:
    """What is wrong with a book: findings that stop it, or the mistakes that did not let it be compiled."""
    try:
        return [f.problem for f in findings(book) if f.stops]
    except (BookError, SourceError) as error:
        return list(error.problems)


def placed(book: Path, problem: Problem) -> str:
    """``CODE file:line:column``, the file named from the book's folder."""
    path, _, rest = str(problem.where).partition(":")
    return f"{problem.code} {Path(path).relative_to(book).as_posix()}{':' if rest else ''}{rest}"


def said(book: Path) -> list[str]:
    """Everything that stops the book, as ``CODE file:line:column``."""
    return [placed(book, p) for p in problems(book)]


def prose(text: str, language: str = "en") -> Prose:
    """A text of a page that is nowhere."""
    return Prose(Path(f"{language}.md"), language, text)


def figure_in(book: Path, file: str, target: str) -> tuple[str, int, int]:
    """The words of the first figure of a target in a file, its line and its column."""
    text = (book / file).read_text(encoding="utf-8")
    match = re.search(r"\[([^\[\]]+)\]\(" + re.escape(target) + r"\)", text)
    assert match is not None, f"{file} has no figure {target}"
    line = text.count("\n", 0, match.start()) + 1
    return match[1], line, match.start() - text.rfind("\n", 0, match.start())


@cache
def iraq_compiled() -> Compiled:
    """The Iraq book, compiled once."""
    return compile_book(IRAQ, silent)


@cache
def iraq_built() -> Path:
    """A copy of the Iraq book with its build, made once; nobody may change it."""
    book = copy_of(IRAQ, Path(mkdtemp(prefix="iraq-")))
    build(book, silent)
    return book


@cache
def small_built() -> Path:
    """A copy of the small book with its build, made once; nobody may change it."""
    book = small_book(Path(mkdtemp(prefix="small-")))
    build(book, silent)
    return book


def place_of(book: Path, file: str, snippet: str, has_column: bool = True) -> str:
    """``file:line:column`` of the one place where a snippet stands in a file of the book."""
    text = (book / file).read_text(encoding="utf-8")
    assert text.count(snippet) == 1, f"{snippet!r} stands {text.count(snippet)} times in {file}"
    start = text.index(snippet)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return f"{file}:{line}:{column}" if has_column else f"{file}:{line}"
