"""The command line: one command, one call. Exit codes: 0 fine, 1 findings stand, 2 a book or source is wrong."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from pledgebook import __version__
from pledgebook.build import Compiled, build, compile_book
from pledgebook.checks.finding import Finding
from pledgebook.errors import BookError, BuildError, CheckError, PledgebookError, Problem, SourceError
from pledgebook.explain import explain_figure
from pledgebook.exports.claims import findings_as_data, problems_as_data
from pledgebook.measures.database import THREADS
from pledgebook.serve import serve_build
from pledgebook.sources.snapshot import take_snapshots, write_lock
from pledgebook.tables.build import build_tables
from pledgebook.text import Text, texts_of

EXIT_CODES: dict[type[PledgebookError], int] = {CheckError: 1, BookError: 2, SourceError: 2, BuildError: 3}
T = TypeVar("T")
_BOOK = click.argument("book", type=click.Path(exists=True, file_okay=False, path_type=Path))
_LANGUAGE = click.option(
    "--lang", default="en", type=click.Choice(["en", "fr"]), help="Language of the messages."
)
_THREADS = click.option(
    "--threads",
    default=THREADS,
    envvar="PLEDGEBOOK_THREADS",
    show_default=True,
    type=click.IntRange(min=1),
    help="Threads of the database; no byte depends on it.",
)


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Keep the book on a strategy, and test every figure that is published about it."""


@main.command("build")
@_BOOK
@_LANGUAGE
@_THREADS
def build_command(book: Path, lang: str, threads: int) -> None:
    """Compile a book into a site, open files and findings."""
    compiled = _guarded(lambda: build(book, partial(_report, lang), threads), lang)
    _print_findings(compiled, lang, stopping_only=True)
    click.echo(_summary(compiled)[lang])
    click.echo(_say("built", lang, path=(book / "_build" / "latest" / "site").as_posix()))


@main.command("check")
@_BOOK
@_LANGUAGE
@click.option("--format", "style", default="text", type=click.Choice(["text", "json"]), help="How to print.")
def check_command(book: Path, lang: str, style: str) -> None:
    """Judge every figure of a book; ends with 1 when an error stands."""
    compiled = _guarded(lambda: compile_book(book, lambda *_: None), lang, style, book)
    if style == "json":
        content = {"findings": findings_as_data(compiled.book, compiled.findings)}
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        _print_findings(compiled, lang, stopping_only=False)
        click.echo(_summary(compiled)[lang])
    if any(f.stops for f in compiled.findings):
        sys.exit(EXIT_CODES[CheckError])


@main.command("explain")
@_BOOK
@click.argument("figure")
@_LANGUAGE
def explain_command(book: Path, figure: str, lang: str) -> None:
    """Follow one figure down to its SQL, rows, sources and hashes."""
    compiled = _guarded(lambda: compile_book(book, lambda *_: None), lang)
    lines, found = explain_figure(compiled, figure, lang)
    click.echo("\n".join(lines))
    if not found:
        sys.exit(EXIT_CODES[BookError])


@main.command("serve")
@_BOOK
@_LANGUAGE
@click.option("--port", default=8000, show_default=True, help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True)
def serve_command(book: Path, lang: str, port: int, host: str) -> None:
    """Serve the last good build."""
    if not (book / "_build" / "latest" / "site").is_dir():
        click.echo(_say("no_build", lang, book=book.as_posix()), err=True)
        sys.exit(EXIT_CODES[BookError])
    serve_build(book, host, port, lambda address: click.echo(_say("serving", lang, address=address)))


@main.command("lock")
@_BOOK
@_LANGUAGE
def lock_command(book: Path, lang: str) -> None:
    """Take the sources as they are now into sources.lock."""
    from pledgebook.book.load import load_book

    def lock() -> Path:
        loaded = load_book(book)
        snapshots = take_snapshots(loaded)
        return write_lock(loaded, snapshots, build_tables(loaded, snapshots).count)

    click.echo(_say("locked", lang, path=_guarded(lock, lang).as_posix()))


def _guarded(call: Callable[[], T], lang: str, style: str = "text", book: Path = Path()) -> T:
    try:
        return call()
    except PledgebookError as error:
        _fail(error, lang, style, book)


def _fail(error: PledgebookError, lang: str, style: str, book: Path) -> NoReturn:
    if style == "json":
        found = problems_as_data(book, error.problems)
        click.echo(json.dumps({"findings": found}, ensure_ascii=False, indent=1))
    else:
        for one in error.problems:
            _print_problem(one, lang, _say("severity_error", lang))
    click.echo(_say("stopped", lang), err=True)
    sys.exit(EXIT_CODES.get(type(error), 3))


def _report(lang: str, stage: str, made: dict[str, int]) -> None:
    texts = texts_of("pledgebook", "cli.yml")
    counted = ", ".join(
        f"{count} {texts[f'counted_{name}'][lang] if stage != 'tables' else name}"
        for name, count in made.items()
    )
    click.echo(f"{_say('stage_' + stage, lang):>12}  {counted}", err=True)


def _print_findings(compiled: Compiled, lang: str, stopping_only: bool) -> None:
    for finding in compiled.findings:
        if finding.stops or not stopping_only:
            _print_problem(finding.problem, lang, _label(finding, lang))


def _label(finding: Finding, lang: str) -> str:
    severity = _say(f"severity_{finding.severity}", lang)
    return f"{severity}, {_say('expected', lang)}" if finding.is_expected else severity


def _print_problem(found: Problem, lang: str, label: str) -> None:
    click.echo(f"{found.where}: {found.code} [{label}] {found.what[lang]}")
    if found.next.get(lang):
        click.echo(f"    {_say('next', lang, advice=found.next[lang])}")


def _summary(compiled: Compiled) -> Text:
    first = compiled.book.languages[0]
    truths = Counter(v.truth for v in compiled.verdicts if v.claim.language == first)
    severities = Counter(f.severity for f in compiled.findings if not f.is_expected)
    named = ("holds", "restated", "does_not_hold")
    return texts_of("pledgebook", "cli.yml")["summary"].fill(
        claims=sum(truths.values()),
        holds=truths["holds"],
        restated=truths["restated"],
        fails=truths["does_not_hold"],
        other=sum(n for truth, n in truths.items() if truth not in named),
        errors=severities["error"],
        warnings=severities["warning"],
        expected=sum(f.is_expected for f in compiled.findings),
    )


def _say(key: str, lang: str, **values: object) -> str:
    return texts_of("pledgebook", "cli.yml")[key].fill(**values)[lang]


if __name__ == "__main__":
    main()
