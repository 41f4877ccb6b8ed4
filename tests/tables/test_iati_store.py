"""A store of IATI files: brought up to date it holds what a full reading gives, and reads only what changed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgebook.sources.iati import parts
from pledgebook.tables import iati_changed, iati_part, iati_store, iati_together
from pledgebook.tables.iati_batches import EVERYTHING, read_bytes
from pledgebook.tables.iati_columns import read
from pledgebook.tables.iati_found import found_in
from pledgebook.tables.iati_index import files_of, read_index, table_of
from pledgebook.tables.iati_part import make_part
from pledgebook.tables.iati_pool import run
from pledgebook.tables.iati_store import Progress, bring_up_to_date
from pledgebook.tables.iati_task import Done, Failed, Task


def activity(number: int, amount: str = "100", breaks: str = "") -> str:
    return (
        f"<iati-activity default-currency='USD'>{breaks}<iati-identifier>XM-{number}</iati-identifier>\n"
        f"<transaction><transaction-type code='3'/><transaction-date iso-date='2020-01-01'/>\n"
        f"<value>{amount}</value></transaction></iati-activity>\n"
    )


def file_of(activities: list[str], version: str = "2.03", before: str = "") -> bytes:
    return f"{before}<iati-activities version='{version}'>\n{''.join(activities)}</iati-activities>".encode()


def silent(_: Progress) -> None:
    """Nobody watches."""


def update(
    folder: Path, content: bytes, processes: int = 1, rules_on: date | None = None
) -> iati_store.Reading:
    path = folder / "a.xml"
    path.write_bytes(content)
    return bring_up_to_date(folder / "store", {"a": path}, processes, silent, rules_on=rules_on)


def holds(folder: Path, content: bytes) -> bool:
    """Whether every table of the store is the one that a full reading of the file gives."""
    expected = read_bytes("a", content)
    return all(table_of(folder / "store", table).equals(expected[table]) for table in EVERYTHING)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of about three activities, so that a few make many."""
    monkeypatch.setattr(parts, "_ENDS_ONE_IN", 3)


ACTIVITIES = [activity(number) for number in range(20)]


def test_what_a_part_says_of_itself_is_read_once_for_all_of_its_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    read_kept = iati_part.read_kept
    monkeypatch.setattr(iati_part, "read_kept", lambda folder: asked.append(folder) or read_kept(folder))
    update(tmp_path, file_of(ACTIVITIES))
    assert update(tmp_path, file_of([activity(99), *ACTIVITIES])).parsed < 5
    assert len(asked) == len(set(asked)) > 0


def test_a_store_holds_what_a_full_reading_gives_in_its_order(tmp_path: Path) -> None:
    done = update(tmp_path, file_of(ACTIVITIES))
    assert (done.parsed, done.taken) == (20, 0)
    assert len(read_index(tmp_path / "store")["a"].parts) > 2
    assert holds(tmp_path, file_of(ACTIVITIES))


def test_a_file_that_did_not_change_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(tmp_path, file_of(ACTIVITIES))

    def must_not(*_: object) -> list[parts.Part]:
        raise AssertionError("the file was cut again")

    monkeypatch.setattr(iati_changed, "parts_of", must_not)
    done = update(tmp_path, file_of(ACTIVITIES))
    assert (done.unchanged, done.parsed, done.taken) == (1, 0, 0)


def test_only_the_changed_activity_is_parsed_and_the_one_that_tells_the_version(tmp_path: Path) -> None:
    update(tmp_path, file_of(ACTIVITIES))
    changed = [*ACTIVITIES[:10], activity(10, "250"), *ACTIVITIES[11:]]
    done = update(tmp_path, file_of(changed))
    assert (done.parsed, done.taken) == (1, 19)
    assert holds(tmp_path, file_of(changed))


def test_rows_below_lines_that_were_added_say_where_they_stand_now(tmp_path: Path) -> None:
    update(tmp_path, file_of(ACTIVITIES))
    longer = [activity(0, breaks="\n\n\n"), *ACTIVITIES[1:]]
    done = update(tmp_path, file_of(longer))
    assert (done.parsed, done.taken) == (1, 19)
    assert table_of(tmp_path / "store", "activity")["record"].to_pylist()[1] == "line 8"
    assert holds(tmp_path, file_of(longer))


def test_an_activity_that_told_the_version_does_not_tell_it_from_another_place(tmp_path: Path) -> None:
    update(tmp_path, file_of(ACTIVITIES, "9.99"))
    moved = [*ACTIVITIES[1:], ACTIVITIES[0]]
    update(tmp_path, file_of(moved, "9.99"))
    assert holds(tmp_path, file_of(moved, "9.99"))
    codes = table_of(tmp_path / "store", "issue")["code"].to_pylist()
    assert codes == ["unknown-version"]


def test_a_file_whose_first_part_has_no_activity_is_read_whole(tmp_path: Path) -> None:
    broken = [text.replace("</value>", "") for text in ACTIVITIES[:12]]
    content = file_of([*broken, *ACTIVITIES[12:]], "")
    update(tmp_path, content)
    assert holds(tmp_path, content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no XML",
        file_of(ACTIVITIES).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + file_of(ACTIVITIES),
        file_of(ACTIVITIES, before="<?xml version='1.0' encoding='latin-1'?>\n"),
        file_of(ACTIVITIES, before="\n<?xml version='1.0'?>"),
        file_of(ACTIVITIES)[:700],
        file_of(ACTIVITIES)
        .replace(b"iati-activit", b"x:iati-activit")
        .replace(b" version", b" xmlns:x='a' version"),
        file_of([]),
    ],
)
def test_whatever_the_file_is_the_store_holds_what_is_read_of_it(tmp_path: Path, content: bytes) -> None:
    update(tmp_path, file_of(ACTIVITIES))
    update(tmp_path, content)
    assert holds(tmp_path, content)


@st.composite
def edited(draw: st.DrawFn, activities: list[str]) -> list[str]:
    """The activities with a few of them changed, broken, moved, doubled, taken away."""
    texts = list(activities)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(texts) - 1, 0)))
        number = draw(st.integers(100, 109))
        match draw(st.sampled_from(["change", "break", "remove", "double", "insert", "identify", "breaks"])):
            case "change" if texts:
                texts[at] = activity(number, "7,5")
            case "break" if texts:
                texts[at] = texts[at].replace(
                    "</value>", draw(st.sampled_from(["", "<", "&", "</value></x>"]))
                )
            case "remove" if texts:
                del texts[at]
            case "double" if texts:
                texts.insert(draw(st.integers(0, len(texts))), texts[at])
            case "insert":
                texts.insert(at, activity(number))
            case "identify" if texts:
                texts[at] = texts[at].replace("iati-identifier", "no-identifier")
            case "breaks" if texts:
                texts[at] = "\n" + texts[at].replace("\n", draw(st.sampled_from(["", "\n\n"])))
    return texts


NOT_SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""A machine that stands still for a second is no fault of what is drawn."""


@settings(max_examples=40, deadline=None, suppress_health_check=NOT_SLOW)
@given(data=st.data(), version=st.sampled_from(["2.03", "9.99", "1.04", ""]))
def test_however_a_file_changes_the_store_is_as_if_it_had_been_read_anew(
    data: st.DataObject, version: str
) -> None:
    with TemporaryDirectory() as name:
        folder, texts = Path(name), ACTIVITIES[:8]
        for _ in range(3):
            texts = data.draw(edited(texts))
            content = file_of(texts, version)
            update(folder, content)
            assert holds(folder, content)


RULES_ON = date(2026, 11, 23)
REPORTERS = ("ZZ-Q-1", "ZZ-Q-2", "XM-DAC-1")
DAYS = (date(2026, 11, 22), RULES_ON, date(2026, 12, 1), date(2026, 12, 25))
RULED = [
    activity(number % 9)
    .replace("<transaction>", f"\n<reporting-org ref='{REPORTERS[number % 3]}'/><transaction>")
    .replace("2020-01-01", DAYS[number // 3].isoformat())
    for number in range(12)
]
"""Activities, of which a few tell a day that may lie in the future."""


def holds_with_rules(folder: Path, content: bytes, day: date = RULES_ON) -> bool:
    """The same with the rules; what needs the whole file stands behind the issues of its activities."""
    expected = read_bytes("a", content, rules_on=day)
    found = {table: table_of(folder / "store", table) for table in EVERYTHING}
    told, awaited = (sorted(map(repr, issues["issue"].to_pylist())) for issues in (found, expected))
    return told == awaited and all(found[t].equals(expected[t]) for t in EVERYTHING - {"issue"})


@settings(max_examples=25, deadline=None, suppress_health_check=NOT_SLOW)
@given(data=st.data(), version=st.sampled_from(["2.03", "9.99", "1.04", ""]), by_columns=st.booleans())
def test_however_a_file_changes_the_rules_are_told_as_if_it_had_been_read_anew(
    data: st.DataObject, version: str, by_columns: bool
) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder, texts = Path(name), RULED[:8]
        patch.setattr(read, "SMALLEST_RUN", 0 if by_columns else 1 << 40)
        for _ in range(3):
            texts = data.draw(edited(texts))
            content = file_of(texts, version)
            day = data.draw(st.sampled_from(DAYS))
            update(folder, content, rules_on=day)
            assert holds_with_rules(folder, content, day)


def test_on_another_day_only_what_holds_a_day_between_is_parsed_again(tmp_path: Path) -> None:
    content = file_of(RULED)
    assert update(tmp_path, content, rules_on=DAYS[1]).parsed == 12
    between = update(tmp_path, content, rules_on=DAYS[2])
    assert between.parsed + between.taken > 0
    assert between.parsed < 12
    assert holds_with_rules(tmp_path, content, DAYS[2])
    later = update(tmp_path, content, rules_on=date(2026, 12, 24))
    assert (later.unchanged, later.parsed, later.taken) == (1, 0, 0)
    assert holds_with_rules(tmp_path, content, date(2026, 12, 24))
    assert read_index(tmp_path / "store")["a"].rules_on == "2026-12-24"
    assert update(tmp_path, content, rules_on=DAYS[0]).parsed == 12
    assert holds_with_rules(tmp_path, content, DAYS[0])


def test_the_rules_of_an_earlier_day_are_another_reading_and_so_is_none(tmp_path: Path) -> None:
    content = file_of([*RULED, RULED[0]])
    assert update(tmp_path, content, rules_on=RULES_ON).parsed
    assert update(tmp_path, content, rules_on=RULES_ON).unchanged == 1
    codes = table_of(tmp_path / "store", "issue")["code"].to_pylist()
    assert [codes.count(code) for code in ("1.1.2", "1.14.8")] == [4, 2]
    assert update(tmp_path, content, rules_on=date(2025, 1, 1)).taken == 0
    assert update(tmp_path, content).parsed
    assert holds(tmp_path, content)


@pytest.mark.shared
def test_a_real_file_is_kept_whole_and_two_processes_keep_the_same(shared: Path, tmp_path: Path) -> None:
    path = shared / "data/iati/corpus/XM-DAC-6-4.xml"
    bring_up_to_date(tmp_path / "one", {"a": path}, 1, silent)
    bring_up_to_date(tmp_path / "two", {"a": path}, 2, silent)
    expected = read_bytes("a", path.read_bytes())
    for table in EVERYTHING:
        assert table_of(tmp_path / "one", table).equals(expected[table])
    assert [f.read_bytes() for t in sorted(EVERYTHING) for f in files_of(tmp_path / "one", t)] == [
        f.read_bytes() for t in sorted(EVERYTHING) for f in files_of(tmp_path / "two", t)
    ]


def test_progress_only_grows_and_ends_at_everything(tmp_path: Path) -> None:
    files = {}
    for name in ("a", "b"):
        files[name] = tmp_path / f"{name}.xml"
        files[name].write_bytes(file_of(ACTIVITIES))
    seen: list[Progress] = []
    bring_up_to_date(tmp_path / "store", files, 1, seen.append)
    assert [p.bytes_done for p in seen] == sorted(p.bytes_done for p in seen)
    assert (seen[-1].files_done, seen[-1].files_all) == (2, 2)
    assert seen[-1].bytes_done == seen[-1].bytes_all == 2 * len(file_of(ACTIVITIES))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_reading_that_is_stopped_leaves_the_last_good_one(tmp_path: Path, processes: int) -> None:
    update(tmp_path, file_of(ACTIVITIES))
    path = tmp_path / "a.xml"
    path.write_bytes(file_of(ACTIVITIES[5:]))

    def stop(progress: Progress) -> None:
        if progress.bytes_done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(tmp_path / "store", {"a": path}, processes, stop)
    assert not multiprocessing.active_children()
    assert holds(tmp_path, file_of(ACTIVITIES))
    update(tmp_path, file_of(ACTIVITIES[5:]))
    assert holds(tmp_path, file_of(ACTIVITIES[5:]))


def tasks_of(folder: Path, names: list[str]) -> list[Task]:
    tasks = []
    for name in names:
        path = folder / f"{name}.xml"
        path.write_bytes(file_of(ACTIVITIES[:2]))
        tasks.append(Task(parts.whole_file(path, name, name), folder / "parts" / name))
    return tasks


def make_unless_bad(task: Task) -> Done:
    if task.part.source == "bad":
        raise OSError("the disk is gone")
    return make_part(task)


def make_unless_deadly(task: Task) -> Done:
    if task.part.source == "bad":
        os._exit(1)
    return make_part(task)


def make_the_second_time(task: Task) -> Done:
    mark = task.folder.parent.with_name("tried")
    if task.part.source == "bad" and not mark.exists():
        mark.touch()
        raise OSError("once")
    return make_part(task)


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_twice_is_reported_and_the_others_are_read(tmp_path: Path, processes: int) -> None:
    ended = list(run(tasks_of(tmp_path, ["good", "bad", "fine"]), processes, make_unless_bad))
    failed = [one for one in ended if isinstance(one, Failed)]
    assert [(one.task.part.source, one.why) for one in failed] == [("bad", "OSError: the disk is gone")]
    assert {one.task.part.source for one in ended if isinstance(one, Done)} == {"good", "fine"}


def test_a_process_that_dies_is_blamed_on_the_file_that_kills_it(tmp_path: Path) -> None:
    ended = list(run(tasks_of(tmp_path, ["good", "bad", "fine", "well"]), 2, make_unless_deadly))
    assert [one.task.part.source for one in ended if isinstance(one, Failed)] == ["bad"]
    assert len(ended) == 4


@pytest.mark.usefixtures("may_fork")
@pytest.mark.parametrize("names", [["bad", "good", "fine"], ["good", "bad", "worse", "fine", "well"]])
def test_a_process_that_dies_is_replaced_whichever_it_was(tmp_path: Path, names: list[str]) -> None:
    pids = set[int]()

    def make(task: Task) -> Done:
        if task.part.source in ("bad", "worse"):
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(make_part(task), parsed=os.getpid())

    for ended in run(tasks_of(tmp_path, names), 2, make):
        if isinstance(ended, Failed):
            assert ended.task.part.source in ("bad", "worse")
        else:
            pids.add(ended.parsed)
    assert pids
    assert os.getpid() not in pids


@pytest.mark.parametrize("processes", [1, 2])
def test_a_file_that_is_gone_when_it_is_looked_at_stops_the_reading(tmp_path: Path, processes: int) -> None:
    update(tmp_path, file_of(ACTIVITIES))
    before = read_index(tmp_path / "store")
    (tmp_path / "b.xml").write_bytes(file_of(ACTIVITIES))

    def remove(progress: Progress) -> None:
        (tmp_path / "b.xml").unlink()

    with pytest.raises(FileNotFoundError):
        bring_up_to_date(tmp_path / "store", {"b": tmp_path / "b.xml"}, processes, remove)
    assert read_index(tmp_path / "store") == before


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_once_is_read_the_second_time(tmp_path: Path, processes: int) -> None:
    ended = list(run(tasks_of(tmp_path, ["bad", "good"]), processes, make_the_second_time))
    assert all(isinstance(one, Done) for one in ended)
    assert len(ended) == 2


def test_where_another_thread_runs_processes_start_from_nothing_and_read_the_same(tmp_path: Path) -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert iati_together.context().get_start_method() == "spawn"
        update(tmp_path, file_of(ACTIVITIES), processes=2)
    finally:
        ended.set()
        thread.join()
    assert holds(tmp_path, file_of(ACTIVITIES))


def test_the_smallest_file_goes_before_the_largest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: tmp_path / f"{name}.xml" for name in ("large", "middle", "small")}
    for number, path in enumerate(files.values()):
        path.write_bytes(file_of(ACTIVITIES[: 12 - 5 * number]))
    seen: list[str] = []

    def make(task: Task) -> Done:
        seen.append(task.part.source)
        return make_part(task)

    monkeypatch.setattr(iati_store, "run", lambda tasks, processes: run(tasks, processes, make))
    bring_up_to_date(tmp_path / "store", files, 1, silent)
    assert list(dict.fromkeys(seen)) == ["small", "large", "middle"]


def test_a_reading_without_rules_loads_none_of_them_nor_what_could_use_a_network() -> None:
    """Each start would pay for it, and every process its share."""
    script = "import sys, pledgebook.tables.iati_store; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert {
        name for name in loaded.split() if ".validation" in name or name in ("urllib.request", "duckdb")
    } == set()


def test_a_folder_in_which_nothing_changed_is_looked_through_without_numpy_or_arrow(tmp_path: Path) -> None:
    """They take longer to load than such a folder takes to look through."""
    update(tmp_path, file_of(ACTIVITIES))
    script = (
        "import sys; from pathlib import Path; from pledgebook.tables.iati_store import bring_up_to_date as b\n"
        "from pledgebook.tables.iati_found import found_in\n"
        "folder = Path(sys.argv[1])\n"
        "assert not found_in(folder / 'store').gave_nothing\n"
        "print(b(folder / 'store', {'a': folder / 'a.xml'}, 1, lambda _: None).unchanged, *sys.modules)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    unchanged, *loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert unchanged == "1"
    assert not {"numpy", "pyarrow", "multiprocessing"} & set(loaded)


def test_what_is_told_of_issues_is_what_the_table_of_issues_holds(tmp_path: Path) -> None:
    """Also of pieces that were taken from before, and of what is settled once a whole file is known."""
    wrong = [activity(number, amount="much") for number in range(20)]
    for name, numbers in {"b": wrong[:10], "c": [activity(1), *wrong], "d": ACTIVITIES}.items():
        (tmp_path / f"{name}.xml").write_bytes(file_of(numbers))
    (tmp_path / "empty.xml").write_bytes(file_of([]))
    for _ in range(2):
        files = {path.stem: path for path in sorted(tmp_path.glob("*.xml"))}
        bring_up_to_date(tmp_path / "store", files, 1, silent, rules_on=date(2026, 1, 1))
        rows = table_of(tmp_path / "store", "issue").to_pylist()
        found = found_in(tmp_path / "store")
        assert found.gave_nothing == ("empty",)
        assert {kind.code for kind in found.kinds} == {row["code"] for row in rows}
        for kind in found.kinds:
            own = [row for row in rows if row["code"] == kind.code]
            assert kind.count == sum(row["times"] or 1 for row in own)
            assert kind.files == len({row["source"] for row in own})
            said = ("source", "record", "message_en", "message_fr")
            assert [getattr(kind, name) for name in said] == [own[0][name] for name in said]
        (tmp_path / "c.xml").write_bytes(file_of([*wrong[5:], activity(30, amount="little"), *wrong[:5]]))


def test_a_file_that_cannot_be_read_keeps_its_last_good_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(tmp_path, file_of(ACTIVITIES))

    def fails(task: Task) -> Done:
        raise MemoryError

    monkeypatch.setattr(iati_store, "run", lambda tasks, processes: run(tasks, processes, fails))
    done = update(tmp_path, file_of(ACTIVITIES[3:]))
    assert {one.task.part.source for one in done.failed} == {"a"}
    assert holds(tmp_path, file_of(ACTIVITIES))
