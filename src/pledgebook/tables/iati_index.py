"""The index of a folder of IATI tables: which parts make up which file.

It is replaced in one step, so that whatever stops a reading the last good state stands. A newcomer would get wrong
that a part which no file has any more is kept until then: a file that changed takes from it what did not.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgebook.sources.iati.parts import reader_version
from pledgebook.tables.iati_task import CONTENT

INDEX = "index.json"
PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was read: its hash, its size, the keys of its parts, the day of the rules or ''."""

    sha256: str
    size: int
    parts: tuple[str, ...]
    rules_on: str = ""


def read_index(folder: Path) -> dict[str, Entry]:
    """The files that a folder holds; none where there is no index, or one of another reader."""
    reader = reader_version()  # before processes start from here, who all ask for it
    try:
        content = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if content["reader"] != reader:
        return {}
    return {
        source: Entry(entry["sha256"], entry["bytes"], tuple(entry["parts"]), entry.get("rules_on", ""))
        for source, entry in content["files"].items()
    }


def write_index(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Let the folder hold these files from now on, and remove the parts of others."""
    content = {
        "reader": reader_version(),
        "files": {
            source: {
                "sha256": entry.sha256,
                "bytes": entry.size,
                "parts": entry.parts,
                **({"rules_on": entry.rules_on} if entry.rules_on else {}),
            }
            for source, entry in sorted(entries.items())
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".index-{os.getpid()}"
    new.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    new.replace(folder / INDEX)
    _sweep(folder, entries)


def _sweep(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Remove the parts that no file has any more, and what readings that were killed left behind."""
    named = {key for entry in entries.values() for key in entry.parts}
    for part in (folder / PARTS).glob("*"):
        if part.name not in named:
            shutil.rmtree(part, ignore_errors=True)


def is_there(part: Path) -> bool:
    """Whether a part's folder is whole."""
    return (part / CONTENT).is_file()


def files_of(folder: Path, table: str, source: str | None = None) -> list[Path]:
    """The Parquet files of a table, in the order of their sources and of what stands in them."""
    found = (
        folder / PARTS / key / f"{table}.parquet"
        for name, entry in sorted(read_index(folder).items())
        for key in entry.parts
        if source in (None, name)
    )
    return [path for path in found if path.is_file()]


def table_of(folder: Path, table: str, source: str | None = None) -> Any:
    """A table of all files, or of one."""
    import pyarrow.parquet as pq  # where nothing changed, nothing of it is needed

    from pledgebook.tables.iati_batches import joined
    from pledgebook.tables.schema import table_type

    schema = table_type(table).schema()
    return joined(table, [pq.read_table(path, schema=schema) for path in files_of(folder, table, source)])
