"""A build is the same bytes wherever and however it is made, and nothing that kills it takes the last good one."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from book_copies import IRAQ, copy_of, edit, iraq_built, silent, small_book, small_built
from pledgebook.build import build
from pledgebook.builds import is_whole, manifest
from pledgebook.errors import CheckError
from pledgebook.memory import _LOOKED_FOR_AFTER

COMMAND = (sys.executable, "-m", "pledgebook.cli", "build")
STAGES = (
    "book",
    "sources",
    "tables",
    "disclosure",
    "measures",
    "claims",
    "checks",
    "exports",
    "pages",
    "written",
)
ENVIRONMENTS = {
    "first": {"TZ": "UTC", "PYTHONHASHSEED": "1", "PLEDGEBOOK_THREADS": "1", "LC_ALL": "C"},
    "second": {"TZ": "Asia/Baghdad", "PYTHONHASHSEED": "2", "PLEDGEBOOK_THREADS": "2", "LC_ALL": "C.UTF-8"},
}


def made(book: Path, **environment: str) -> bytes:
    """The manifest of a build in a process of its own."""
    env = {**os.environ, **environment}
    done = subprocess.run([*COMMAND, str(book)], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert is_whole(book / "_build/latest")
    return (book / "_build/latest/manifest.json").read_bytes()


def builds(book: Path) -> list[str]:
    return sorted(p.name for p in (book / "_build").iterdir() if p.name != "cache")


def test_the_small_book_is_the_same_bytes_from_another_folder_zone_seed_locale_and_number_of_threads(
    tmp_path: Path,
) -> None:
    one = made(small_book(tmp_path, "one"), **ENVIRONMENTS["first"])
    other = made(small_book(tmp_path / "far away", "livre n° 2"), **ENVIRONMENTS["second"])
    assert one == other


def test_the_iraq_book_is_the_same_bytes_from_another_folder_zone_seed_locale_and_number_of_threads(
    tmp_path: Path,
) -> None:
    here = (iraq_built() / "_build/latest/manifest.json").read_bytes()
    assert here == made(copy_of(IRAQ, tmp_path / "far away", "livre n° 2"), **ENVIRONMENTS["second"])


def test_a_book_in_the_folder_where_one_stands_is_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = small_book(tmp_path)
    monkeypatch.chdir(book)
    build(Path(), silent)
    assert manifest(book / "_build/latest") == manifest(small_built() / "_build/latest")


def test_the_manifest_has_every_file_and_one_changed_byte_is_seen(tmp_path: Path) -> None:
    folder = shutil.copytree((small_built() / "_build/latest").resolve(), tmp_path / "build")
    assert is_whole(folder)
    page = folder / "site/en/index.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert not is_whole(folder)
    page.unlink()
    assert not is_whole(folder)


@pytest.mark.parametrize("built", [small_built, iraq_built], ids=["small", "iraq"])
def test_nothing_of_a_build_names_a_path_of_the_machine(built: object) -> None:
    book: Path = built()  # type: ignore[operator]
    words = {str(book), str(Path.home()), str(IRAQ.parent.parent), os.uname().nodename, "/tmp/"}
    for file in (book / "_build/latest/").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [w for w in words if len(w) > 4 and w.encode() in content], file


def test_the_stages_are_told_in_their_order(tmp_path: Path) -> None:
    told: list[str] = []
    build(small_book(tmp_path), lambda stage, _: told.append(stage))
    assert tuple(told) == STAGES


def test_a_build_leaves_the_search_for_garbage_as_it_was(tmp_path: Path) -> None:
    before = gc.get_threshold()
    during = list[tuple[int, int, int]]()
    build(small_book(tmp_path), lambda *_: during.append(gc.get_threshold()))
    assert gc.get_threshold() == before
    assert set(during) == {_LOOKED_FOR_AFTER}


def test_a_second_build_replaces_the_first_and_leaves_nothing_behind(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    (first,) = (n for n in builds(book) if n != "latest")
    edit(book, "pages/home/en.md", "## People", "## The people")
    build(book, silent)
    (second,) = (n for n in builds(book) if n != "latest")
    assert first != second
    assert "The people" in (book / "_build/latest/site/en/index.html").read_text(encoding="utf-8")


def test_the_same_book_built_again_stays_one_build(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    before = builds(book)
    build(book, silent)
    assert builds(book) == before
    assert is_whole(book / "_build/latest")


def test_a_failing_check_leaves_the_last_build_and_says_why(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    before = (os.readlink(book / "_build/latest"), manifest(book / "_build/latest"))
    edit(book, "pages/home/en.md", "[€160]", "[€171]")
    with pytest.raises(CheckError) as stopped:
        build(book, silent)
    assert "HED001" in {p.code for p in stopped.value.problems}
    assert (os.readlink(book / "_build/latest"), manifest(book / "_build/latest")) == before
    assert len(builds(book)) == 2


def test_a_first_build_that_fails_leaves_no_build(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "[€160]", "[€171]")
    with pytest.raises(CheckError):
        build(book, silent)
    assert not (book / "_build").exists()


def test_a_link_that_leads_nowhere_stops_the_build_and_leaves_the_last_one(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    before = manifest(book / "_build/latest")
    edit(book, "pages/home/en.md", "## Money", "See [the rest](nowhere/).\n\n## Money")
    with pytest.raises(CheckError) as stopped:
        build(book, silent)
    assert {p.code for p in stopped.value.problems} == {"PUB001"}
    assert manifest(book / "_build/latest") == before
    assert len(builds(book)) == 2


def test_a_build_that_was_half_removed_is_made_again(tmp_path: Path) -> None:
    """The folder's name is its content's: a folder of the right name and half the files must not be trusted."""
    book = small_book(tmp_path)
    build(book, silent)
    (book / "_build/latest/site/fr/index.html").unlink()
    build(book, silent)
    assert is_whole(book / "_build/latest")
    assert len(builds(book)) == 2


def test_what_killed_builds_left_is_swept_and_what_a_running_one_has_is_kept(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as running:
        for name in (".new-4194399", ".old-abc-4194399", f".new-{running.pid}", f".new-{os.getpid()}"):
            (book / "_build" / name / "site").mkdir(parents=True)
        (book / "_build/.latest-4194399").symlink_to("gone")
        build(book, silent)
        left = [name for name in builds(book) if name.startswith(".")]
        assert left == [f".new-{running.pid}"]
        running.communicate(b"\n")


def test_killed_at_any_moment_the_last_good_build_stands_and_the_next_one_is_made(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    page = book / "pages/home/en.md"
    texts = [page.read_text(encoding="utf-8").replace("## People", title) for title in ("## One", "## Two")]
    took = time.monotonic()
    build(book, silent)
    took = time.monotonic() - took
    killed = 0
    for number in range(5):
        page.write_text(texts[number % 2], encoding="utf-8")
        with subprocess.Popen(
            [sys.executable, "-c", _BUILD_AFTER_A_SIGN, str(book)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdin is not None
            process.stdout.readline()
            process.stdin.close()
            time.sleep(took * (0.4 + 0.15 * number))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
        assert is_whole(book / "_build/latest"), f"killed after {number}"
    assert killed >= 2
    build(book, silent)
    assert is_whole(book / "_build/latest")
    assert len(builds(book)) == 2


_BUILD_AFTER_A_SIGN = """
import sys
from pathlib import Path
from pledgebook.build import build
print("ready", flush=True)
sys.stdin.read()
build(Path(sys.argv[1]), lambda *_: None)
"""


class DeadError(BaseException):
    """The process is dead: from here on nothing it does to a file happens."""


class Executioner:
    """Counts what is done to files under a folder, and lets nothing more happen after so many."""

    changes = (
        "open",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.symlink",
        "os.link",
        "os.truncate",
    )

    def __init__(self) -> None:
        self.folder, self.left = "", -1
        self.seen: list[str] = []
        sys.addaudithook(self.hook)

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.folder or event not in self.changes:
            return
        if event == "open" and not (isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")):
            return
        self.seen.append(event)
        if self.left == 0:
            raise DeadError
        self.left -= 1

    def run(self, book: Path, left: int) -> list[str]:
        """Build until ``left`` changes are done; what was done or tried."""
        self.folder, self.left, self.seen = str(book), left, []
        try:
            build(book, silent)
        except DeadError:
            pass
        finally:
            self.folder = ""
        return self.seen


EXECUTIONER = Executioner()


def test_whatever_change_was_the_last_before_death_the_last_good_build_stands(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    page = book / "pages/home/en.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("## People", "## One"), encoding="utf-8")
    done = EXECUTIONER.run(book, -1)
    assert done.count("os.symlink") == 1
    swap = len(done) - 1 - done[::-1].index("os.symlink")
    moments = [
        *range(0, swap - 3, swap // 5),
        *range(swap - 3, swap + 6),
        (swap + len(done)) // 2,
        len(done) - 1,
    ]
    for number, moment in enumerate(moments):
        page.write_text(text.replace("## People", f"## Title {chr(97 + number)}"), encoding="utf-8")
        EXECUTIONER.run(book, moment)
        assert is_whole(book / "_build/latest"), f"dead after {moment} of {len(done)}: {done[moment]}"
        for name in builds(book):
            assert name.startswith(".") or is_whole(book / "_build" / name), f"{name} after {moment}"
    build(book, silent)
    assert len(builds(book)) == 2
    assert f"Title {chr(97 + number)}" in (book / "_build/latest/site/en/index.html").read_text(
        encoding="utf-8"
    )
