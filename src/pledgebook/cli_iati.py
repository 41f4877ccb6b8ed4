"""``pledgebook source read`` and ``changes``: IATI files into tables that are kept, and what two snapshots differ in.

A newcomer would get wrong that the folder of tables is only replaced at the end: whatever stops a reading, the
last whole one stands. What a command needs is imported when it runs, so that the others start without it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgebook.cli_language import Command, spoken
from pledgebook.errors import PledgebookError
from pledgebook.sentences import in_megabytes, sentence
from pledgebook.text import Text

if TYPE_CHECKING:
    from pledgebook.measures.engines import Engine
    from pledgebook.sources.iati.changes import Change, Field
    from pledgebook.tables.iati_store import Progress

_LANGUAGE = click.option(
    "--lang", default=spoken, type=click.Choice(["en", "fr"]), help="Language of the messages."
)
_PATH = click.Path(exists=True, path_type=Path)
_MEGA = 1_000_000
_SHOWN = 120


@click.command("read", cls=Command)
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder of the tables."
)
@click.option(
    "--processes",
    default=os.cpu_count() or 1,
    show_default="one per core",
    type=click.IntRange(min=1),
    help="How many processes read.",
)
@click.option(
    "--master",
    default="",
    metavar="URL",
    help="A Spark cluster whose workers read instead: spark://host:port or local[2].",
)
@click.option(
    "--rules-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Hold the files against the standard's rules too, as on this day; what breaks them is among the issues.",
)
@_LANGUAGE
def read_command(
    files: tuple[Path, ...], out: Path, processes: int, master: str, rules_on: datetime | None, lang: str
) -> None:
    """Read IATI files, or folders of them, into Parquet; what did not change since is not read again."""
    from pledgebook.tables.iati_pool import run_over
    from pledgebook.tables.iati_store import bring_up_to_date

    readers = run_over(_spark(master, lang).spread) if master else None
    named = _named(files, lang)
    size = sum(path.stat().st_size for path in named.values())
    try:
        with click.progressbar(length=size, file=sys.stderr, item_show_func=str, show_pos=False) as bar:
            day = rules_on.date() if rules_on else None
            done = bring_up_to_date(out, named, processes, _Bar(bar.update, lang).show, readers, day)
    except KeyboardInterrupt:
        click.echo(_say("stopped", lang), err=True)
        sys.exit(130)
    for failed in done.failed:
        click.echo(_say("failed", lang, file=failed.task.part.path, why=failed.why), err=True)
    counts = {"unchanged": done.unchanged, "parsed": done.parsed, "taken": done.taken}
    click.echo(_say("read", lang, files=len(named), size=in_megabytes(size), **counts))
    _tell_found(out, lang)
    click.echo(_say("tables", lang, path=out.as_posix()))
    sys.exit(2 if done.failed else 0)


def _tell_found(out: Path, lang: str) -> None:
    """What could not be used as it stands: the files that gave nothing by name, each kind of issue with its first."""
    from pledgebook.tables.iati_found import found_in

    found = found_in(out)
    click.echo(_say("issues", lang, count=found.count))
    if found.gave_nothing:
        click.echo(_say("gave_nothing", lang, files=", ".join(found.gave_nothing)))
    for kind in found.kinds:
        where = {"source": kind.source, "record": _record(kind.record, lang)}
        counts = {"count": kind.count, "files": kind.files}
        message = Text(en=kind.message_en, fr=kind.message_fr)[lang]
        click.echo(_say("kind", lang, code=kind.code, message=message, **where, **counts))


def _spark(master: str, lang: str) -> Engine:
    from pledgebook.measures.engines.choice import open_engine

    try:
        return open_engine("spark", master=master)
    except PledgebookError as error:
        for problem in error.problems:
            click.echo(f"{problem.where}: {problem.what[lang]}\n    {problem.next[lang]}", err=True)
        sys.exit(2)


@click.command("counted", cls=Command)
@click.argument("book", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_LANGUAGE
def counted_command(book: Path, lang: str) -> None:
    """Say of the money of a book's IATI sources what was read, what counts, and what is left out and why."""
    from pledgebook.book.load import load_book
    from pledgebook.sources.snapshot import take_snapshots
    from pledgebook.tables.build import build_tables
    from pledgebook.tables.exclusion import REASONS, accounts

    try:
        loaded = load_book(book)
        rows = build_tables(loaded, take_snapshots(loaded)).rows
    except PledgebookError as error:
        for problem in error.problems:
            click.echo(f"{problem.where}: {problem.what[lang]}\n    {problem.next[lang]}", err=True)
        sys.exit(2)
    for (kind, currency), account in accounts(rows).items():
        amounts = {"read": account.read, "counted": account.counted}
        click.echo(_say("account", lang, type=kind or "–", currency=currency or "–", **amounts))
        for reason in (reason for reason in REASONS if reason in account.left_out):
            about = {"reason": _say(reason, lang), "shares": account.shares[reason]}
            click.echo(_say("left_out", lang, **about, amount=account.left_out[reason]))
    switches = loaded.counted_once.model_dump()
    for rule, is_on in switches.items():
        click.echo(_say("rule_on" if is_on else "rule_off", lang, rule=rule))


@click.command("changes", cls=Command)
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@click.option("--format", "style", default="text", type=click.Choice(["text", "json"]), help="How to print.")
@_LANGUAGE
def changes_command(old: Path, new: Path, style: str, lang: str) -> None:
    """Say which activities were added, changed and removed between two snapshots: files, or folders of them."""
    from pledgebook.sources.iati.changes import changes

    found = changes(tuple(_files([old])), tuple(_files([new])))
    if style == "json":
        click.echo(
            json.dumps({"changes": [_as_data(change) for change in found]}, ensure_ascii=False, indent=1)
        )
        return
    for change in found:
        click.echo("\n".join(_as_lines(change, lang)))
    counts = Counter(change.kind for change in found)
    click.echo(_say("summary", lang, **{kind: counts[kind] for kind in ("added", "changed", "removed")}))


def _files(paths: Iterable[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.rglob("*.xml")) if path.is_dir() else [path])]


def _named(paths: tuple[Path, ...], lang: str) -> dict[str, Path]:
    """The files by the ids of their sources, which are their names."""
    named: dict[str, Path] = {}
    for path in _files(paths):
        other = named.setdefault(path.stem, path)
        if other != path:
            click.echo(_say("same_name", lang, name=path.stem, first=other, second=path), err=True)
            sys.exit(2)
    if not named:
        click.echo(_say("no_files", lang, path=", ".join(map(str, paths))), err=True)
        sys.exit(2)
    return named


class _Bar:
    """Moves a progress bar on, and says beside it how fast it goes."""

    def __init__(self, update: Callable[[int, str], None], lang: str) -> None:
        self._update, self._lang = update, lang
        self._start, self._seen = time.monotonic(), 0

    def show(self, progress: Progress) -> None:
        """Move on to where the reading is."""
        speed = progress.bytes_done / _MEGA / max(time.monotonic() - self._start, 0.001)
        counts = {"done": progress.files_done, "all": progress.files_all}
        self._update(
            progress.bytes_done - self._seen, _say("progress", self._lang, speed=round(speed), **counts)
        )
        self._seen = progress.bytes_done


def _as_data(change: Change) -> dict[str, object]:
    return {
        "activity_id": change.activity_id,
        "change": change.kind,
        "source": change.source,
        "record": change.record,
        "fields": [
            {
                "table": field.table,
                "row": field.row,
                "column": field.column or None,
                "old": None if field.old is None else str(field.old),
                "new": None if field.new is None else str(field.new),
            }
            for field in change.fields
        ],
    }


def _as_lines(change: Change, lang: str) -> list[str]:
    where = {"source": change.source, "record": _record(change.record, lang)}
    first = _say("where", lang, what=_say(change.kind, lang), activity=change.activity_id, **where)
    return [first, *(_field(field, lang) for field in change.fields)]


def _record(record: str, lang: str) -> str:
    return _say("line", lang, number=record.removeprefix("line "))


def _field(field: Field, lang: str) -> str:
    key = "field" if field.column else "row_added" if field.old is None else "row_removed"
    old, new = (_shown(value, lang) for value in (field.old, field.new))
    return _say(key, lang, table=field.table, row=field.row, column=field.column, old=old, new=new)


def _shown(value: object, lang: str) -> str:
    text = _say("nothing", lang) if value is None else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _say(key: str, lang: str, **values: object) -> str:
    return sentence("pledgebook", "cli_iati.yml", key, lang, **values)
