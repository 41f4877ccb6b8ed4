"""What there is to read of a file, as tasks that any process can take, and what became of them.

A newcomer would get wrong that this could stand beside what reads them: who finds the tasks starts before NumPy and
Arrow are loaded, and needs neither.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pledgebook.sources.iati.parts import Part

CONTENT = "part.json"
"""The file in which a part's folder says of itself what it holds; it is written last."""


@dataclass(frozen=True, slots=True)
class Known:
    """A piece that was read before: in which folder of a part, as which of its pieces."""

    folder: Path
    number: int


@dataclass(frozen=True, slots=True)
class Task:
    """A part to be made into a folder, and which of its pieces are known, by their number in it."""

    part: Part
    folder: Path
    known: Mapping[int, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: how many activities were parsed, how many were taken from before, and whether the
    version of the file was told.
    """

    task: Task
    parsed: int
    taken: int
    tells_version: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that failed, and how."""

    task: Task
    why: str


Make = Callable[[Task], Done]
"""What reads a part into its folder, or raises."""


def tried(task: Task, make: Make) -> Done | Failed:
    """What becomes of a task, whatever happens."""
    try:
        return make(task)
    except Exception as fault:
        return Failed(task, f"{type(fault).__name__}: {fault}".rstrip(": "))


def pieces_in(folder: Path) -> dict[str, Known]:
    """The pieces of a part that was read before, by their hashes; not the one whose rows tell the file's version."""
    content = json.loads((folder / CONTENT).read_text(encoding="utf-8"))
    return {
        piece: Known(folder, number)
        for number, piece in enumerate(content["pieces"])
        if number != content["teller"]
    }
