"""The command line: one command, one call. Exit codes: 0 fine, 1 findings stand, 2 a book or source is wrong."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from pledgebook import __version__
from pledgebook.cli_language import Group, spoken
from pledgebook.cli_source import source
from pledgebook.errors import (
    BookError,
    BuildError,
    CheckError,
    EngineError,
    PledgebookError,
    Problem,
    SourceError,
)
from pledgebook.kept import unchanged
from pledgebook.measures import ENGINES, THREADS
from pledgebook.sentences import number, sentence
from pledgebook.text import Text, texts_of

if TYPE_CHECKING:
    from pledgebook.checks.finding import Finding
    from pledgebook.watch.rebuild import Told

EXIT_CODES: dict[type[PledgebookError], int] = {
    CheckError: 1,
    BookError: 2,
    SourceError: 2,
    EngineError: 2,
    BuildError: 3,
}
T = TypeVar("T")
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""Nothing here multiplies matrices: the threads that NumPy starts for it cost a tenth of a second, and do nothing."""
_BOOK = click.argument("book", type=click.Path(exists=True, file_okay=False, path_type=Path))
_LANGUAGE = click.option(
    "--lang", default=spoken, type=click.Choice(["en", "fr"]), help="Language of the messages."
)
_THREADS = click.option(
    "--threads",
    default=THREADS,
    envvar="PLEDGEBOOK_THREADS",
    show_default=True,
    type=click.IntRange(min=1),
    help="Threads of the database; no byte depends on it.",
)

_ENGINE = click.option(
    "--engine",
    default="duckdb",
    envvar="PLEDGEBOOK_ENGINE",
    show_default=True,
    type=click.Choice(ENGINES),
    help="What runs the measures; no byte depends on it.",
)
_MASTER = click.option(
    "--master",
    default="",
    help="Where Spark is: local[2], spark://host:port or sc://host:port.",
    metavar="URL",
)


@click.group(cls=Group)
@click.version_option(__version__)
def main() -> None:
    """Keep the book on a strategy, and test every figure that is published about it."""
    os.environ.setdefault(*ONE_THREAD)


main.add_command(source)


@main.command("build")
@_BOOK
@_LANGUAGE
@_THREADS
@_ENGINE
@_MASTER
@click.option(
    "--fresh", "is_fresh", is_flag=True, help="Make everything again, whatever the last build left."
)
def build_command(book: Path, lang: str, threads: int, engine: str, master: str, is_fresh: bool) -> None:
    """Compile a book into a site, open files and findings; what did not change is not made again."""
    last = None if is_fresh else unchanged(book)
    if last:
        click.echo(_say("unchanged", lang), err=True)
        counted = dict(last.summary)
    else:
        from pledgebook.build import build
        from pledgebook.measures.engines.choice import open_engine

        report = partial(_report, lang)
        compiled = _guarded(
            lambda: build(book, report, open_engine(engine, threads, master), is_fresh=is_fresh), lang
        )
        counted = compiled.counted()
    click.echo(_say("summary", lang, **counted))
    click.echo(_say("built", lang, path=(book / "_build" / "latest" / "site").as_posix()))


@main.command("check")
@_BOOK
@_LANGUAGE
@click.option(
    "--format", "style", default="text", type=click.Choice(["text", "json", "sarif"]), help="How to print."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File for the JSON or SARIF.")
def check_command(book: Path, lang: str, style: str, out: Path | None) -> None:
    """Judge every figure of a book; ends with 1 when an error stands."""
    from pledgebook.build import compile_book
    from pledgebook.exports.findings import findings_as_json, findings_as_sarif

    compiled = _guarded(lambda: compile_book(book, lambda *_: None), lang, style, book, out)
    if style == "json":
        _emit(findings_as_json(compiled.book, compiled.findings), out)
    elif style == "sarif":
        _emit(findings_as_sarif(compiled.findings, book, lang), out)
    else:
        _print_findings(compiled.findings, lang)
        click.echo(_say("summary", lang, **compiled.counted()))
    if any(f.stops for f in compiled.findings):
        sys.exit(EXIT_CODES[CheckError])


@main.command("explain")
@_BOOK
@click.argument("figure")
@_LANGUAGE
def explain_command(book: Path, figure: str, lang: str) -> None:
    """Follow one figure down to its SQL, rows, sources and hashes."""
    from pledgebook.build import compile_book
    from pledgebook.explain import explain_figure

    compiled = _guarded(lambda: compile_book(book, lambda *_: None), lang)
    lines, found = explain_figure(compiled, figure, lang)
    click.echo("\n".join(lines))
    if not found:
        sys.exit(EXIT_CODES[BookError])


@main.command("serve")
@_BOOK
@_LANGUAGE
@click.option("--port", default=8000, show_default=True, help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--watch", "is_live", is_flag=True, help="Build again at each change; findings show in the pages."
)
def serve_command(book: Path, lang: str, port: int, host: str, is_live: bool) -> None:
    """Serve the last good build; with --watch, the book as it is being written."""

    def tell(address: str) -> None:
        click.echo(_say("watching" if is_live else "serving", lang, address=address))

    if is_live:
        from pledgebook.watch.answer import serve_live
        from pledgebook.watch.rebuild import Watch

        serve_live(Watch(book, partial(_tell_build, lang)), host, port, lang, tell)
        return
    from pledgebook.serve import serve_build

    if not (book / "_build" / "latest" / "site").is_dir():
        click.echo(_say("no_build", lang, book=book.as_posix()), err=True)
        sys.exit(EXIT_CODES[BookError])
    serve_build(book, host, port, tell)


@main.command("lock")
@_BOOK
@_LANGUAGE
def lock_command(book: Path, lang: str) -> None:
    """Take the sources as they are now into sources.lock."""
    from pledgebook.book.load import load_book
    from pledgebook.sources.snapshot import take_snapshots, write_lock
    from pledgebook.tables.build import build_tables

    def lock() -> Path:
        loaded = load_book(book)
        snapshots = take_snapshots(loaded)
        return write_lock(loaded, snapshots, build_tables(loaded, snapshots).count)

    click.echo(_say("locked", lang, path=_guarded(lock, lang).as_posix()))


@main.command("adopt")
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--lang", default="en", type=click.Choice(["en", "fr"]), help="Language of the page and the messages."
)
@click.option("--also", default=[], multiple=True, metavar="LANG=PAGE", help="The page in another language.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder of the draft.")
def adopt_command(page: Path, lang: str, also: tuple[str, ...], out: Path) -> None:
    """Draft a book from a page that is already published, and say what is wrong with it as it stands."""
    from pledgebook.adopt import adopt
    from pledgebook.catalogue import severity_of

    others = [_other_page(written, lang) for written in also]
    draft = _guarded(lambda: adopt(page, lang, others, out), lang)
    for found in draft.findings:
        _print_problem(found, lang, severity_of(found))
    click.echo(_say("adopted", lang, **draft.counts))
    click.echo(_say("drafted", lang, path=out.as_posix()))


@main.command("sign")
@_BOOK
@click.argument("pages", nargs=-1, required=True)
@click.option("--role", required=True, help="Who compared the texts: a role, never a name.")
@click.option("--day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day of the comparison.")
@_LANGUAGE
def sign_command(book: Path, pages: tuple[str, ...], role: str, day: datetime, lang: str) -> None:
    """Record that the texts of pages were compared and say the same; editing one of them undoes it."""
    from pledgebook.book.load import load_book
    from pledgebook.book.translations import sign, texts_by_page

    loaded = _guarded(lambda: load_book(book), lang)
    known = texts_by_page(loaded)
    unknown = [page for page in pages if page not in known]
    if unknown:
        allowed = ", ".join(known)
        click.echo(_say("no_page", lang, pages=", ".join(unknown), allowed=allowed), err=True)
        sys.exit(EXIT_CODES[BookError])
    click.echo(_say("signed", lang, count=len(pages), path=sign(loaded, pages, role, day.date()).as_posix()))


@main.command("diff")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_LANGUAGE
@click.option("--format", "style", default="text", type=click.Choice(["text", "json"]), help="How to print.")
@click.option("--corrections", "as_log", is_flag=True, help="Draft the corrections log, in every language.")
@click.option(
    "--book",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The book whose CHANGES.yml gives the reasons; else the one around NEW.",
)
def diff_command(old: Path, new: Path, lang: str, style: str, as_log: bool, book: Path | None) -> None:
    """Say what changed between two builds or releases: claims, definitions, sources, texts."""
    from pledgebook.book.changes import read_changes
    from pledgebook.diff import as_data, as_text, corrections, diff

    around = (p for p in (new.resolve(), *new.resolve().parents) if (p / "pledgebook.yml").is_file())
    root = book or next(around, new)
    changes, mistakes = read_changes(root)
    if mistakes:
        _fail(BookError(*mistakes), lang, style, root)
    reasons = {c.about: (c.day, c.reason) for c in sorted(changes, key=lambda c: c.day)}
    found = _guarded(lambda: diff(old, new, reasons), lang, style, root)
    if as_log:
        click.echo(corrections(found))
    elif style == "json":
        click.echo(json.dumps({"differences": as_data(found)}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(as_text(found, lang)) or _say("nothing_changed", lang))


@main.command("refresh")
@_BOOK
@_LANGUAGE
@click.option("--write", is_flag=True, help="Write the new words into the texts.")
def refresh_command(book: Path, lang: str, write: bool) -> None:
    """Propose new words for figures that no longer hold, each language in its own format."""
    from pledgebook.build import compile_book
    from pledgebook.claims.refresh import propose, write_proposals

    compiled = _guarded(lambda: compile_book(book, lambda *_: None), lang)
    proposals = propose(compiled.book, compiled.verdicts)
    for found in proposals:
        key = "refresh_ask" if found.new is None else "refresh_new"
        click.echo(f"{found.where}: {_say(key, lang, old=found.old, new=found.new, why=found.why)}")
    written = write_proposals(proposals) if write else []
    asked = sum(1 for p in proposals if p.new is None)
    click.echo(_say("refreshed", lang, new=len(proposals) - asked, asked=asked, files=len(written)))


@main.command("release")
@_BOOK
@click.argument("name")
@click.option(
    "--note", "notes", default=[], multiple=True, metavar="LANG=TEXT", help="A note, in each language."
)
@_LANGUAGE
def release_command(book: Path, name: str, notes: tuple[str, ...], lang: str) -> None:
    """Keep what the book says today under a name; later figures are held against it."""
    from pledgebook.book.models import LANGUAGES
    from pledgebook.release import release

    written = dict(note.partition("=")[::2] for note in notes)
    if notes and (set(written) != set(LANGUAGES) or not all(text.strip() for text in written.values())):
        raise click.BadParameter(_say("bad_note", lang), param_hint="--note")
    note = Text(**written) if written else None
    path = _guarded(lambda: release(book, name, note), lang)
    click.echo(_say("released", lang, path=path.as_posix()))


@main.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    "languages",
    default=["en", "fr"],
    show_default=True,
    multiple=True,
    type=click.Choice(["en", "fr"]),
    help="A language of the book; the first is also that of the messages.",
)
def init_command(folder: Path, languages: tuple[str, ...]) -> None:
    """Write a small book that builds, for its author to replace line by line."""
    from pledgebook.starter import start_book

    _guarded(lambda: start_book(folder, languages), languages[0])
    click.echo(_say("started", languages[0], path=folder.as_posix()))


@main.command("schemas")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Their folder.")
@_LANGUAGE
def schemas_command(out: Path, lang: str) -> None:
    """Write JSON Schemas of all that a book declares, for editors to complete from."""
    from pledgebook.exports.schemas import write_schemas

    click.echo(_say("schemas_written", lang, count=len(write_schemas(out, lang)), path=out.as_posix()))


def _other_page(written: str, lang: str) -> tuple[str, Path]:
    """The language and file of ``--also fr=PAGE``."""
    code, _, name = written.partition("=")
    path = Path(name)
    if code not in ("en", "fr") or code == lang or not path.is_file():
        raise click.BadParameter(_say("bad_also", lang, written=written), param_hint="--also")
    return code, path


def _guarded(
    call: Callable[[], T], lang: str, style: str = "text", book: Path = Path(), out: Path | None = None
) -> T:
    try:
        return call()
    except PledgebookError as error:
        _fail(error, lang, style, book, out)


def _emit(text: str, out: Path | None) -> None:
    """Print what another program reads, or put it into a file, whole or not at all."""
    from pledgebook.exports.files import write_text

    if out is None:
        click.echo(text, nl=False)
    else:
        write_text(out, text)


def _fail(
    error: PledgebookError, lang: str, style: str = "text", book: Path = Path(), out: Path | None = None
) -> NoReturn:
    if style != "text":
        from pledgebook.exports.findings import problems_as_json, problems_as_sarif
    if style == "json":
        _emit(problems_as_json(book, error.problems), out)
    elif style == "sarif":
        _emit(problems_as_sarif(error.problems, book, lang), out)
    else:
        for one in error.problems:
            _print_problem(one, lang, _say("severity_error", lang))
    click.echo(_say("stopped", lang), err=True)
    sys.exit(EXIT_CODES.get(type(error), 3))


def _tell_build(lang: str, told: Told) -> None:
    for severity, one in told.problems:
        _print_problem(one, lang, _say(f"severity_{severity}", lang))
    click.echo(_say("watch_built" if told.stands else "stopped", lang), err=not told.stands)


def _report(lang: str, stage: str, made: dict[str, int]) -> None:
    texts = texts_of("pledgebook", "cli.yml")
    counted = ", ".join(
        f"{number(count, lang)} {texts[f'counted_{name}'][lang] if stage != 'tables' else name}"
        for name, count in made.items()
    )
    click.echo(f"{_say('stage_' + stage, lang):>12}  {counted}", err=True)


def _print_findings(findings: Iterable[Finding], lang: str) -> None:
    for finding in findings:
        _print_problem(finding.problem, lang, _label(finding, lang))
        if finding.override:
            click.echo(f"    {finding.override.told[lang]}")


def _label(finding: Finding, lang: str) -> str:
    severity = _say(f"severity_{finding.severity}", lang)
    apart = "overridden" if finding.override else "expected" if finding.is_expected else ""
    return f"{severity}, {_say(apart, lang)}" if apart else severity


def _print_problem(found: Problem, lang: str, label: str) -> None:
    click.echo(f"{found.where}: {found.code} [{label}] {found.what[lang]}")
    if found.next.get(lang):
        click.echo(f"    {_say('next', lang, advice=found.next[lang])}")


def _say(key: str, lang: str, **values: object) -> str:
    return sentence("pledgebook", "cli.yml", key, lang, **values)


if __name__ == "__main__":
    main()
