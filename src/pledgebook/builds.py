"""The folders of builds under ``_build``: a build is whole or it is not there.

A newcomer would write into the folder that is served. A build is written beside the last good one and swapped in by
renaming one link, so that whatever kills it, the last good build still stands and is still served.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from pledgebook.inputs import hash_of, key_of
from pledgebook.processes import BLOCK, processes_for, shared

LATEST, CACHE, MANIFEST = "latest", "cache", "manifest.json"
_LIKE_A_PAGE = 16
"""So many files are hashed while one page is made."""


def manifest(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a build, by its path from the build's folder."""
    names = sorted(name for name in files_under(folder) if name != MANIFEST)

    def hashed(share: Sequence[str]) -> list[tuple[str, str]]:
        return [(name, hash_of(f"{folder}/{name}")) for name in share]

    made = shared(hashed, names, processes_for(len(names) // _LIKE_A_PAGE), block=_LIKE_A_PAGE * BLOCK)
    return dict(sorted(one for share in made for one in share))


def files_under(folder: Path) -> Iterator[str]:
    """Every file in a folder, by its path from there."""
    start = len(str(folder)) + 1
    for place, _, names in os.walk(folder):
        here = place[start:].replace(os.sep, "/")
        yield from (f"{here}/{name}" if here else name for name in names)


def said_manifest(folder: Path) -> dict[str, str] | None:
    """What a build's manifest says, or nothing where it has none."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def is_whole(folder: Path) -> bool:
    """Every file of a build has the hash that its manifest says, and no file is missing or more."""
    said = said_manifest(folder)
    return said is not None and said == manifest(folder)


def swap_in(builds: Path, folder: Path) -> str:
    """Let ``latest`` name the new build, then remove the old ones; the name of the new one.

    A build loses its name before its files: a folder whose name is a hash is always whole.
    """
    name = name_of(folder)
    target, latest = builds / name, builds / LATEST
    if not is_whole(target):
        if target.exists():
            _remove(target)
        folder.rename(target)
    link = builds / f".latest-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(name, target_is_directory=True)
    link.replace(latest)
    for other in builds.iterdir():
        is_build = other.is_dir() and not other.is_symlink() and not other.name.startswith(".")
        if is_build and other.name not in (name, CACHE, os.readlink(latest)):
            _remove(other)
    return name


def name_of(folder: Path) -> str:
    """A build's name: the hash of its manifest, so that the same content has the same name."""
    return hash_of(folder / MANIFEST)[:16] or key_of()[:16]


def _remove(build: Path) -> None:
    gone = build.with_name(f".old-{build.name}-{os.getpid()}")
    build.rename(gone)
    shutil.rmtree(gone)


def sweep(builds: Path) -> None:
    """Remove what builds that were killed left behind."""
    for left in [*builds.glob(".*"), *builds.glob(f"{CACHE}/.*")]:
        if _is_running(left.name.rpartition("-")[2]):
            continue
        if left.is_symlink() or left.is_file():
            left.unlink()
        else:
            shutil.rmtree(left)


def _is_running(process: str) -> bool:
    """Another process of that number lives; our own number was another's before us."""
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return int(process) != os.getpid()
