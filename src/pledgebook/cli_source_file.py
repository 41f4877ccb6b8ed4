"""``pledgebook source try``, ``audit`` and ``fetch``: what is done with a file on its way into a book.

Exit codes: 0 fine, 1 something is asked or left to answer, 2 a file, source or book is wrong or did not come.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pledgebook.cli_language import Command, spoken
from pledgebook.errors import PledgebookError, Problem, Where
from pledgebook.sentences import in_megabytes, sentence

if TYPE_CHECKING:
    from pledgebook.book.load import Book
    from pledgebook.book.models import SourceDeclaration
    from pledgebook.sources.fetch import Fetched, Progress
    from pledgebook.tables.audit import Audit

_MEGABYTE = 1_000_000
_MOST_MEGABYTES = 500
"""More than this is not taken unless it is asked for: a wrong address may never end."""

_LANGUAGE = click.option(
    "--lang", default=spoken, type=click.Choice(["en", "fr"]), help="Language of the messages."
)
_BOOK = click.argument("book", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.command("try", cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--country", default="", metavar="ISO3", help="The country whose rows are wanted, such as XYZ.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File for the source.yml.")
@_LANGUAGE
def try_command(file: Path, country: str, out: Path | None, lang: str) -> None:
    """Propose a source.yml for a file never seen before; says what is certain and asks the rest."""
    from pledgebook.book.yaml_file import not_utf8
    from pledgebook.catalogue import problem
    from pledgebook.sources.unreadable import UnreadableError
    from pledgebook.tables.proposing.doubts import doubted
    from pledgebook.tables.proposing.propose import propose
    from pledgebook.tables.proposing.write import as_source

    try:
        proposal = propose(file, country.upper())
        doubted(proposal)
    except UnicodeDecodeError as error:
        _stop([not_utf8("SRC008", file, error)], lang)
    except UnreadableError as error:
        _stop([problem("SRC009", Where(file), why=error.why)], lang)
    for certain in proposal.certain:
        click.echo(certain[lang], err=True)
    for asked in proposal.asked:
        click.echo(f"? {asked[lang]}", err=True)
    text = as_source(proposal, lang)
    if out is None:
        click.echo(text, nl=False)
    elif out.exists():
        _stop([problem("SRC012", Where(out))], lang)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        click.echo(_say("proposed", lang, path=out.as_posix()), err=True)


@click.command("audit", cls=Command)
@_BOOK
@click.argument("sources", nargs=-1)
@_LANGUAGE
def audit_command(book: Path, sources: tuple[str, ...], lang: str) -> None:
    """List what a book's sources leave aside: rows, ignored columns, words and places nobody declared."""
    from pledgebook.book.load import load_book
    from pledgebook.sources.snapshot import take_snapshots
    from pledgebook.tables.audit import audit

    with _told(lang):
        loaded = load_book(book)
        _known(loaded, sources, lang)
        found = audit(loaded, take_snapshots(loaded), sources)
    for one in found:
        _print_audit(one, lang)
    if any(one.problems for one in found):
        sys.exit(2)


def _print_audit(one: Audit, lang: str) -> None:
    click.echo(_say("audited", lang, source=one.source, rows=one.rows, taken=one.taken))
    for line in one.lines:
        click.echo(f"    {line[lang]}")
    _print(one.problems, lang)


@click.command("fetch", cls=Command)
@_BOOK
@click.argument("sources", nargs=-1)
@click.option(
    "--limit",
    default=_MOST_MEGABYTES,
    show_default=True,
    type=click.IntRange(min=1),
    help="Most megabytes.",
)
@_LANGUAGE
def fetch_command(book: Path, sources: tuple[str, ...], limit: int, lang: str) -> None:
    """Fetch the files of sources that declare `download`; only what changed, whole or not at all."""
    from pledgebook.book.load import load_book
    from pledgebook.catalogue import problem
    from pledgebook.sources.fetch import NotFetchedError

    with _told(lang):
        loaded = load_book(book)
        _known(loaded, sources, lang)
    wanted = [
        s for s in loaded.sources.values() if (s.id in sources or not sources) and s.download and s.file
    ]
    problems = []
    for source in wanted:
        try:
            fetched = _fetched(source, limit * _MEGABYTE)
        except NotFetchedError as error:
            where = loaded.source_files[source.id].where(["download"])
            problems.append(problem("SRC011", where, why=error.why))
            continue
        size = in_megabytes(fetched.size)
        click.echo(_say(f"fetched_{fetched.state}", lang, source=source.id, size=size, file=source.file))
    left = len(sources or loaded.sources) - len(wanted)
    click.echo(
        _say("fetched", lang, count=len(wanted) - len(problems), asked=len(wanted), left=left), err=True
    )
    if problems:
        _stop(problems, lang)


def _fetched(source: SourceDeclaration, limit: int) -> Fetched:
    from pledgebook.sources.fetch import fetch

    assert source.download is not None
    assert source.file is not None
    with _bar(source.id) as progress:
        return fetch(source.download, source.path / source.file, progress, limit)


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A bar on the screen, and nothing where there is none; its length comes with the first bytes."""
    is_seen = sys.stderr.isatty()
    with click.progressbar(length=0, label=label, file=sys.stderr, hidden=not is_seen) as bar:

        def tell(done: int, whole: int | None) -> None:
            bar.length = whole or done
            bar.update(done - bar.pos)

        yield tell


def _known(book: Book, sources: tuple[str, ...], lang: str) -> None:
    from pledgebook.catalogue import problem

    unknown = [s for s in sources if s not in book.sources]
    allowed = ", ".join(book.sources)
    _stop_if([problem("BOOK007", Where(book.root), word=s, allowed=allowed) for s in unknown], lang)


def _stop_if(problems: list[Problem], lang: str) -> None:
    if problems:
        _stop(problems, lang)


def _stop(problems: list[Problem], lang: str) -> NoReturn:
    _print(tuple(problems), lang)
    sys.exit(2)


def _print(problems: tuple[Problem, ...], lang: str) -> None:
    for one in problems:
        click.echo(f"{one.where}: {one.code} {one.what[lang]}", err=True)
        click.echo(f"    {one.next[lang]}", err=True)


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """A mistake of the book or of a source is printed, and ends the command."""
    try:
        yield
    except PledgebookError as error:
        _stop(list(error.problems), lang)


def _say(key: str, lang: str, **values: object) -> str:
    return sentence("pledgebook", "cli.yml", key, lang, **values)


COMMANDS: tuple[click.Command, ...] = (try_command, audit_command, fetch_command)
"""The commands of the group ``source`` that stand here."""
