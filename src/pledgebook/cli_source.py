"""``pledgebook source``: what is done with the sources' files themselves, outside a book.

Exit codes: 0 the files conform, 1 a critical fault or an error stands, 2 what was asked for is not there.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgebook.cli_iati import changes_command, counted_command, read_command
from pledgebook.cli_language import Group, spoken
from pledgebook.cli_source_file import COMMANDS
from pledgebook.errors import SourceError

if TYPE_CHECKING:
    from pledgebook.sources.iati.validation.rule import RuleFault, Severity


@click.group("source", cls=Group)
def source() -> None:
    """Look at the files of sources, and fetch those of a book."""


for command in COMMANDS:
    source.add_command(command)


source.add_command(read_command)
source.add_command(changes_command)
source.add_command(counted_command)


@source.command("validate")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--schemas",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="PLEDGEBOOK_IATI_SCHEMAS",
    help="Folder of the standard's XML schemas; each record is held against them.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day before which what is told must have happened; else today.",
)
@click.option(
    "--format", "style", default="text", type=click.Choice(["text", "json", "sarif"]), help="How to print."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File for what is printed.")
@click.option("--lang", default=spoken, type=click.Choice(["en", "fr"]), help="Language of the messages.")
def validate_command(
    files: tuple[Path, ...],
    schemas: Path | None,
    today: datetime | None,
    style: str,
    out: Path | None,
    lang: str,
) -> None:
    """Hold IATI files against the standard's rules, code lists and schema; ends with 1 when an error stands."""
    from pledgebook.sources.iati.validation.report import as_json, as_lines, as_sarif, stops, summary
    from pledgebook.sources.iati.validation.schema import Schemas
    from pledgebook.tables.iati_validated import faults_of_file

    day = (today or datetime.now(UTC)).date()
    try:
        known = Schemas(schemas) if schemas else None
    except SourceError as error:
        for problem in error.problems:
            click.echo(f"{problem.where}: {problem.what[lang]}\n    {problem.next[lang]}", err=True)
        sys.exit(2)
    counts: Counter[Severity] = Counter()
    stopping = 0

    def found() -> Iterator[tuple[Path, RuleFault]]:
        nonlocal stopping
        for file in files:
            for fault in faults_of_file(file, day, known):
                counts[fault.rule.severity] += 1
                stopping += stops(fault)
                yield file, fault

    if style == "json":
        _emit(as_json(found()), out)
    elif style == "sarif":
        _emit(as_sarif(found(), Path.cwd(), lang), out)
    elif out:
        _emit("".join(f"{as_lines(file, fault, lang)}\n" for file, fault in found()), out)
    else:
        for file, fault in found():
            click.echo(as_lines(file, fault, lang))
    click.echo(summary(counts, len(files), lang), err=style != "text")
    sys.exit(1 if stopping else 0)


def _emit(text: str, out: Path | None) -> None:
    from pledgebook.exports.files import write_text

    if out is None:
        click.echo(text, nl=False)
    else:
        write_text(out, text)
